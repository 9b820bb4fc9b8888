"""wagtail-localize's own rows, written in bulk: its own way takes a dozen queries for each sentence. Whatever changes a source goes through
here, so that translations are carried over (docs/decisions/0016-translating.md)."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.timezone import now
from wagtail.models import Page
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    String,
    StringSegment,
    StringTranslation,
    Template,
    TemplateSegment,
    TranslatableObject,
    Translation,
    TranslationContext,
    TranslationSource,
    get_schema_version,
)
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import extract_segments

from .carrying import carry
from .models import Outdated
from .paths import field_path

Values = Mapping[str, Sequence[Any]]


@transaction.atomic
def store_source(page: Page) -> TranslationSource:
    """What is to be translated, as `TranslationSource.update_or_create_from_instance` stores it."""
    translatable, _created = TranslatableObject.objects.get_or_create_from_instance(page)
    content = page.to_json()
    source = TranslationSource.objects.filter(object=translatable, locale=page.locale).first()
    if source and says_the_same(source.content_json, content):
        return source
    values = {
        "object_repr": str(page)[:200],
        "content_json": content,
        "schema_version": get_schema_version(page._meta.app_label),
        "last_updated_at": now(),
    }
    source, _created = TranslationSource.objects.update_or_create(
        object=translatable, locale=page.locale, specific_content_type=ContentType.objects.get_for_model(type(page)), defaults=values
    )
    before = _places(source)
    _store_segments(source, page)
    if before:
        carry(source, before=before, after=_places(source))
    return source


# When and by whom a page was saved changes with every publication, and no text with it.
_NOT_ITS_WORDS = (
    "latest_revision", "live_revision", "latest_revision_created_at", "last_published_at", "first_published_at", "has_unpublished_changes",
    "draft_title", "live", "path", "depth", "numchild", "url_path",
)  # fmt: skip


def says_the_same(one: str, other: str) -> bool:
    """Of two pages as JSON."""
    return _words_of(one) == _words_of(other)


def _words_of(text: str) -> dict[str, Any]:
    return {key: _taken_apart(value) for key, value in json.loads(text).items() if key not in _NOT_ITS_WORDS}


def _taken_apart(value: Any) -> Any:
    """A stream is JSON in a text: PostgreSQL gives back its keys in another order than a form does."""
    if not isinstance(value, str) or value[:1] not in ("[", "{"):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _places(source: TranslationSource) -> list[tuple[str, int, int]]:
    """(path, context, string) of each text, in order."""
    rows = StringSegment.objects.filter(source=source).order_by("order", "pk")
    return list(rows.values_list("context__path", "context_id", "string_id"))


def _store_segments(source: TranslationSource, page: Page) -> None:
    values = extract_segments(page)
    contexts = _contexts(source, page, [value.path for value in values])
    strings = _strings(source.locale_id, [value.string.data for value in values if isinstance(value, StringSegmentValue)])
    rows: dict[type, list[Any]] = {StringSegment: [], TemplateSegment: [], OverridableSegment: []}
    for value in values:
        place = {"source": source, "context_id": contexts[value.path], "order": value.order}
        if isinstance(value, StringSegmentValue):
            row = StringSegment(**place, string_id=strings[value.string.data], attrs=json.dumps(value.attrs))
            rows[StringSegment].append(row)
        elif isinstance(value, TemplateSegmentValue):
            rows[TemplateSegment].append(TemplateSegment(**place, template_id=Template.from_value(value).pk))
        elif isinstance(value, OverridableSegmentValue):
            rows[OverridableSegment].append(OverridableSegment(**place, data_json=json.dumps(value.data)))
    for model, same, other in (
        (StringSegment, ("context_id", "string_id"), ("order", "attrs")),
        (TemplateSegment, ("context_id", "template_id"), ("order",)),
        (OverridableSegment, ("context_id", "data_json"), ("order",)),
    ):
        _replace(model, source, rows[model], same=same, other=other)


def _replace(model: type[Any], source: TranslationSource, wanted: list[Any], *, same: tuple[str, ...], other: tuple[str, ...]) -> None:
    """What says the `same` stays the same row, wherever on the page it stands now: the form of whoever is translating it names its row."""
    there: dict[tuple, list[Any]] = defaultdict(list)
    for row in model.objects.filter(source=source).order_by("-order", "-pk"):
        there[_values(row, same)].append(row)
    new, changed = [], []
    for row in wanted:
        kept = there[_values(row, same)].pop() if there[_values(row, same)] else None
        if kept is None:
            new.append(row)
        elif _values(kept, other) != _values(row, other):
            row.pk = kept.pk
            changed.append(row)
    model.objects.filter(pk__in=[row.pk for rows in there.values() for row in rows]).delete()
    model.objects.bulk_create(new)
    model.objects.bulk_update(changed, other)


def _values(row: Any, names: tuple[str, ...]) -> tuple:
    return tuple(getattr(row, name) for name in names)


def _contexts(source: TranslationSource, page: Page, paths: Iterable[str]) -> dict[str, int]:
    wanted = {TranslationContext._get_path_id(path): path for path in paths}
    known = set(TranslationContext.objects.filter(object_id=source.object_id).values_list("path_id", flat=True))
    TranslationContext.objects.bulk_create(
        TranslationContext(object_id=source.object_id, path_id=path_id, path=path, field_path=field_path(page, path))
        for path_id, path in wanted.items()
        if path_id not in known
    )
    rows = TranslationContext.objects.filter(object_id=source.object_id).values_list("path", "pk")
    return dict(rows)


def _strings(locale_id: int, texts: Iterable[str]) -> dict[str, int]:
    wanted = {String._get_data_hash(text): text for text in texts}
    known = dict(String.objects.filter(locale_id=locale_id, data_hash__in=wanted).values_list("data_hash", "pk"))
    missing = [String(locale_id=locale_id, data_hash=digest, data=text) for digest, text in wanted.items() if digest not in known]
    if missing:
        String.objects.bulk_create(missing)
        known = dict(String.objects.filter(locale_id=locale_id, data_hash__in=wanted).values_list("data_hash", "pk"))
    return {text: known[digest] for digest, text in wanted.items()}


# The translation ----------------------------------------------------------------------------------------------------------


def store_strings(source: TranslationSource, translation: Translation, page: Page, *, tool: str) -> None:
    """Beside each string of the source the one that stands in the same place of the translated page."""
    ours: dict[str, list[Any]] = defaultdict(list)
    for value in extract_segments(page):
        ours[value.path].append(value)
    place = {"locale": translation.target_locale, "translation_of": OuterRef("string"), "context": OuterRef("context")}
    there = Subquery(StringTranslation.objects.filter(**place).values("pk")[:1])  # for all at once PostgreSQL reads the whole language
    segments = StringSegment.objects.filter(source=source).select_related("context", "string").annotate(there=there).order_by("order")
    theirs: dict[str, list[StringSegment]] = defaultdict(list)
    for segment in segments:
        theirs[segment.context.path].append(segment)
    wanted: dict[tuple[int, int], str] = {}
    for path, originals in theirs.items():
        strings = [value for value in ours.get(path, []) if isinstance(value, StringSegmentValue)]
        if len(strings) == len(originals):
            wanted |= {
                (one.string_id, one.context_id): value.string.data
                for one, value in zip(originals, strings, strict=True)
                if not is_left(one.string.data, value.string.data)
            }
    _write_translations(translation, wanted, {segment.there for segment in segments if segment.there}, tool)
    _override(source, translation, ours)


def is_left(source: str, text: str) -> bool:
    """Whether a text of a translated page is the source's, left as it is: a name or a number may well be the same, a sentence is not."""
    return text == source and len([word for word in text.split() if any(char.isalpha() for char in word)]) > 3


def _write_translations(translation: Translation, wanted: dict[tuple[int, int], str], there: set[int], tool: str) -> None:
    locale = translation.target_locale
    known = {(row.translation_of_id, row.context_id): row for row in StringTranslation.objects.filter(pk__in=there)}
    fields = {"translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL, "tool_name": tool, "updated_at": now()}
    new = [
        StringTranslation(locale=locale, translation_of_id=string, context_id=context, data=data, **fields)
        for (string, context), data in wanted.items()
        if (string, context) not in known
    ]
    changed = [row for place, row in known.items() if place in wanted and (row.data != wanted[place] or row.has_error)]
    for row in changed:
        row.data, row.has_error, row.field_error = wanted[row.translation_of_id, row.context_id], False, ""
        row.tool_name, row.updated_at = tool, now()
    StringTranslation.objects.bulk_create(new)
    StringTranslation.objects.bulk_update(changed, ["data", "has_error", "field_error", "tool_name", "updated_at"])
    Outdated.objects.filter(translation__in=changed).delete()  # said anew, so of the source as it is now
    if new or changed:
        Translation.objects.filter(pk=translation.pk).update(translations_last_updated_at=now())


def _override(source: TranslationSource, translation: Translation, ours: Values) -> None:
    """Pictures and files that are others in the translation."""
    for segment in OverridableSegment.objects.filter(source=source).select_related("context"):
        values = [value.data for value in ours.get(segment.context.path, []) if isinstance(value, OverridableSegmentValue)]
        overrides = SegmentOverride.objects.filter(locale=translation.target_locale, context=segment.context)
        if not values or json.dumps(values[0]) == segment.data_json:
            overrides.delete()
        elif not overrides.filter(data_json=json.dumps(values[0])).exists():
            SegmentOverride.objects.update_or_create(
                locale=translation.target_locale, context=segment.context, defaults={"data_json": json.dumps(values[0])}
            )
