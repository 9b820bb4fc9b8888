"""A page as its translation would make it, with what is in work. Nothing is saved here."""

import json
from collections import defaultdict
from typing import Any

from django.db.models import QuerySet
from django.utils.text import slugify
from wagtail.coreutils import find_available_slug
from wagtail.models import Page
from wagtail_localize.fields import copy_synchronised_fields
from wagtail_localize.models import StringSegment, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.segments.ingest import ingest_segments
from wagtail_localize.strings import StringValue

from .models import TextInWork
from .values import with_values_in_work


def made_with_work(translation: Translation) -> Page:
    """With everything that stands in the fields, also what a machine made and nobody has read: for the preview."""
    return _made(translation, _work_of(translation))


def made_to_publish(translation: Translation) -> Page:
    """As it would be if it were published now."""
    return _made(translation, _work_of(translation).filter(is_machine=False))


def made_without_work(translation: Translation) -> Page:
    """As it follows its source by itself."""
    return _made(translation, _work_of(translation).none(), with_values=False)


def texts_of(page: Page) -> dict[str, list[str]]:
    """By path, as wagtail-localize stores them: more than one where a text has buttons."""
    found: dict[str, list[str]] = defaultdict(list)
    for value in extract_segments(page):
        if isinstance(value, StringSegmentValue):
            found[value.path].append(value.string.data)
    return found


def _work_of(translation: Translation) -> QuerySet[TextInWork]:
    return TextInWork.objects.filter(translation=translation)


def _made(translation: Translation, work: QuerySet[TextInWork], *, with_values: bool = True) -> Page:
    locale = translation.target_locale
    source = TranslationSource.objects.select_related("locale").get(pk=translation.source_id)  # as it is by now
    original, page = source.as_instance(), translation.get_target_instance()
    copy_synchronised_fields(original, page)
    values = source._get_segments_for_translation(locale, fallback=True)
    typed = _typed(translation, work)
    segments = [typed.get((value.path, value.order), value) if isinstance(value, StringSegmentValue) else value for value in values]
    ingest_segments(original, page, source.locale, locale, with_values_in_work(translation, segments) if with_values else segments)
    page.slug = find_available_slug(page.get_parent(), slugify(page.slug), ignore_page_id=page.pk)
    return page


def _typed(translation: Translation, rows: QuerySet[TextInWork]) -> dict[tuple[str, int], Any]:
    work = {(row.context_id, row.string_id): row.data for row in rows}
    found = {}
    segments = StringSegment.objects.filter(source=translation.source_id) if work else StringSegment.objects.none()
    for segment in segments.select_related("context"):
        data = work.get((segment.context_id, segment.string_id))
        if data is not None:
            value = StringSegmentValue(segment.context.path, StringValue(data), attrs=json.loads(segment.attrs)).with_order(segment.order)
            found[segment.context.path, segment.order] = value
    return found
