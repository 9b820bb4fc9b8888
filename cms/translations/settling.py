"""Texts in work become what readers see, now and with the next publication. A constant number of queries."""

from collections.abc import Sequence
from datetime import datetime

from wagtail_localize.models import StringTranslation, Translation

from .models import Outdated, TextInWork


def settle(*, translation: Translation, rows: Sequence[TextInWork], at: datetime) -> None:
    """`at` is when the page went live: what is written later waits (`authoring.planning.waiting_strings`)."""
    locale = translation.target_locale_id
    contexts = {row.context_id for row in rows}
    known = {
        (row.context_id, row.translation_of_id): row for row in StringTranslation.objects.filter(locale=locale, context_id__in=contexts)
    }
    new: list[StringTranslation] = []
    changed: list[StringTranslation] = []
    for row in rows:
        text = known.get((row.context_id, row.string_id))
        (changed if text else new).append(_said(text, row, locale))
    StringTranslation.objects.bulk_create(new)
    fields = ["data", "translation_type", "tool_name", "last_translated_by", "has_error", "field_error"]
    StringTranslation.objects.bulk_update(changed, fields)
    StringTranslation.objects.filter(pk__in=[text.pk for text in (*new, *changed)]).update(updated_at=at)  # it sets itself to now
    made_from = {(row.context_id, row.string_id): row.was_of_id for row in rows}
    Outdated.objects.filter(translation__in=changed).delete()
    wanted = [(text.pk, made_from[text.context_id, text.translation_of_id]) for text in (*new, *changed)]
    Outdated.objects.bulk_create(Outdated(translation_id=pk, was_of_id=string) for pk, string in wanted if string)
    TextInWork.objects.filter(pk__in=[row.pk for row in rows]).delete()
    if rows:
        Translation.objects.filter(pk=translation.pk).update(translations_last_updated_at=at)


def _said(text: StringTranslation | None, row: TextInWork, locale: int) -> StringTranslation:
    text = text or StringTranslation(locale_id=locale, context_id=row.context_id, translation_of_id=row.string_id)
    kinds = StringTranslation
    text.data, text.tool_name = row.data, row.tool
    text.translation_type = kinds.TRANSLATION_TYPE_MACHINE if row.tool else kinds.TRANSLATION_TYPE_MANUAL
    text.last_translated_by_id = row.written_by_id
    text.has_error, text.field_error = False, ""
    return text
