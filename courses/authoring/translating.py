"""Translations through wagtail-localize's own rows, so that editors go on segment by segment where the folder left off. Rows are written in
bulk: wagtail-localize's own way takes a dozen queries for each sentence."""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
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
    TranslationLog,
    TranslationSource,
    get_schema_version,
)
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import extract_segments

from . import states
from .folder.document import Mistake
from .planning import PagePlan
from .stream import SHAPES

TOOL = "course folder"
QUESTION_FIELDS = ("question", "answer")


def translate(*, source: PagePlan, made: PagePlan) -> list[Mistake]:
    """Stores the translation of a page and makes the page from it. Where the two do not have the same shape the page keeps what its file
    says and stands by itself; the notes say where."""
    notes = _differences(source, made)
    page = made.page
    row = store_source(type(source.page).objects.get(pk=source.page.pk))
    translation, _created = Translation.objects.get_or_create(source=row, target_locale=page.locale)
    _store_strings(row, translation, page)
    is_mapped = not notes and _is_same(translation, made)
    if not is_mapped and not notes:
        notes.append(Mistake(made.file.place, 0, "some of this text cannot be kept beside its source: the page stands by itself"))
    if translation.enabled != is_mapped:
        Translation.objects.filter(pk=translation.pk).update(enabled=is_mapped)
    return notes


def _is_same(translation: Translation, made: PagePlan) -> bool:
    """Makes the page from what was stored, and compares it with the file."""
    page = translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
    page.live = True
    found = states.live(page)
    return found.digest() == made.says.digest()


def log(*, page: Page) -> None:
    """The page was made from its translation: wagtail-localize's own list of such moments."""
    translation = Translation.objects.filter(source__object_id=page.translation_key, target_locale=page.locale).first()
    if translation:
        TranslationLog.objects.create(source=translation.source, locale=page.locale, revision=page.latest_revision)
        Translation.objects.filter(pk=translation.pk).update(destination_last_updated_at=now())


# What cannot be mapped ----------------------------------------------------------------------------------------------------


def _differences(source: PagePlan, made: PagePlan) -> list[Mistake]:
    place, there = made.file.place, source.file.place
    here, original = made.says.blocks, source.says.blocks
    notes = [
        Mistake(place, here[position].first, f"`{_name(here[position])}` has no counterpart in {there}")
        for position in made.alone
        if position < len(here)
    ]
    present = {block.id for block in here}
    notes += [
        Mistake(place, 0, f"nothing here translates `{_name(block)}` of {there}:{block.first}")
        for block in original
        if block.id not in present
    ]
    if not notes and [block.id for block in here] != [block.id for block in original]:
        notes.append(Mistake(place, 0, f"the blocks stand in another order than in {there}"))
    return notes + _field_differences(source, made)


def _field_differences(source: PagePlan, made: PagePlan) -> list[Mistake]:
    originals = {block.id: block for block in source.says.blocks}
    notes = []
    for block in made.says.blocks:
        original = originals.get(block.id)
        for name in block.value if original else ():
            if _shape(block.value[name]) != _shape(original.value.get(name)):
                reason = f"`{name}` of `{_name(block)}` is made otherwise than in {source.file.place}:{original.first}"
                notes.append(Mistake(made.file.place, block.first, reason))
    return notes


def _shape(value: Any) -> Any:
    """What must be the same in a translation: ids, numbers and flags, and which texts are there at all."""
    if isinstance(value, str):
        return bool(value)
    if isinstance(value, list):
        return [(getattr(item, "id", None), _shape(getattr(item, "value", item))) for item in value]
    if isinstance(value, dict):
        return {key: _shape(part) for key, part in value.items()}
    return value if isinstance(value, bool | int) else value is None


def _name(block) -> str:
    return str(block.value["kind"] if block.kind == "callout" else block.kind).replace("_", "-")


# The source ---------------------------------------------------------------------------------------------------------------


def store_source(page: Page) -> TranslationSource:
    """What is to be translated, as `TranslationSource.update_or_create_from_instance` stores it."""
    translatable, _created = TranslatableObject.objects.get_or_create_from_instance(page)
    content = page.to_json()
    source = TranslationSource.objects.filter(object=translatable, locale=page.locale).first()
    if source and json.loads(source.content_json) == json.loads(content):
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
    _store_segments(source, page)
    return source


def _store_segments(source: TranslationSource, page: Page) -> None:
    values = extract_segments(page)
    contexts = _contexts(source, page, [value.path for value in values])
    strings = _strings(source.locale_id, [value.string.data for value in values if isinstance(value, StringSegmentValue)])
    rows: dict[type, list[tuple]] = {StringSegment: [], TemplateSegment: [], OverridableSegment: []}
    for value in values:
        place = (contexts[value.path], value.order)
        if isinstance(value, StringSegmentValue):
            rows[StringSegment].append((*place, strings[value.string.data], json.dumps(value.attrs)))
        elif isinstance(value, TemplateSegmentValue):
            rows[TemplateSegment].append((*place, Template.from_value(value).pk))
        elif isinstance(value, OverridableSegmentValue):
            rows[OverridableSegment].append((*place, json.dumps(value.data)))
    for model, columns in (
        (StringSegment, ("context_id", "order", "string_id", "attrs")),
        (TemplateSegment, ("context_id", "order", "template_id")),
        (OverridableSegment, ("context_id", "order", "data_json")),
    ):
        _replace(model, source, columns, rows[model])


def _replace(model: type[Any], source: TranslationSource, columns: tuple[str, ...], wanted: list[tuple]) -> None:
    known = {row[1:]: row[0] for row in model.objects.filter(source=source).values_list("pk", *columns)}
    gone = [pk for row, pk in known.items() if row not in set(wanted)]
    model.objects.filter(pk__in=gone).delete()
    model.objects.bulk_create([model(source=source, **dict(zip(columns, row, strict=True))) for row in wanted if row not in known])


def _contexts(source: TranslationSource, page: Page, paths: Iterable[str]) -> dict[str, int]:
    wanted = {TranslationContext._get_path_id(path): path for path in paths}
    known = set(TranslationContext.objects.filter(object_id=source.object_id).values_list("path_id", flat=True))
    kinds = {block.id: block.block_type for block in page.body} if hasattr(page, "body") else {}
    TranslationContext.objects.bulk_create(
        TranslationContext(object_id=source.object_id, path_id=path_id, path=path, field_path=field_path(path, kinds))
        for path_id, path in wanted.items()
        if path_id not in known
    )
    rows = TranslationContext.objects.filter(object_id=source.object_id).values_list("path", "pk")
    return dict(rows)


def field_path(path: str, kinds: dict[str, str]) -> str:
    """`body.who-decides.options.head` → `body.choice.options.item`: the path in names instead of ids."""
    first, *rest = path.split(".")
    if first != "body":
        return first
    kind = kinds[rest[0]]
    steps = [first, kind]
    if kind in SHAPES:
        steps.append(rest[1])
        is_list = len(rest) > 2 and rest[1] in ("options", "items", "columns", "rows", "questions", "exercises")
        steps += [step if step in QUESTION_FIELDS and kind == "self_check" else "item" for step in rest[2:]] if is_list else []
    return ".".join(steps)


def _strings(locale_id: int, texts: Iterable[str]) -> dict[str, int]:
    wanted = {String._get_data_hash(text): text for text in texts}
    known = dict(String.objects.filter(locale_id=locale_id, data_hash__in=wanted).values_list("data_hash", "pk"))
    missing = [String(locale_id=locale_id, data_hash=digest, data=text) for digest, text in wanted.items() if digest not in known]
    if missing:
        String.objects.bulk_create(missing)
        known = dict(String.objects.filter(locale_id=locale_id, data_hash__in=wanted).values_list("data_hash", "pk"))
    return {text: known[digest] for digest, text in wanted.items()}


# The translation ----------------------------------------------------------------------------------------------------------


def _store_strings(source: TranslationSource, translation: Translation, page: Page) -> None:
    """Beside each string of the source the one that stands in the same place of the translated page."""
    ours: dict[str, list[Any]] = defaultdict(list)
    for value in extract_segments(page):
        ours[value.path].append(value)
    segments = StringSegment.objects.filter(source=source).select_related("context", "string").order_by("order")
    theirs: dict[str, list[StringSegment]] = defaultdict(list)
    for segment in segments:
        theirs[segment.context.path].append(segment)
    wanted: dict[tuple[int, int], str] = {}
    for path, originals in theirs.items():
        strings = [value for value in ours.get(path, []) if isinstance(value, StringSegmentValue)]
        if len(strings) == len(originals):
            wanted |= {(one.string_id, one.context_id): value.string.data for one, value in zip(originals, strings, strict=True)}
    _write_translations(translation, wanted)
    _override(source, translation, ours)


def _write_translations(translation: Translation, wanted: dict[tuple[int, int], str]) -> None:
    locale = translation.target_locale
    contexts = {context for _string, context in wanted}
    known = {
        (row.translation_of_id, row.context_id): row for row in StringTranslation.objects.filter(locale=locale, context_id__in=contexts)
    }
    fields = {"translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL, "tool_name": TOOL, "updated_at": now()}
    new = [
        StringTranslation(locale=locale, translation_of_id=string, context_id=context, data=data, **fields)
        for (string, context), data in wanted.items()
        if (string, context) not in known
    ]
    changed = [row for place, row in known.items() if place in wanted and (row.data != wanted[place] or row.has_error)]
    for row in changed:
        row.data, row.has_error, row.field_error = wanted[row.translation_of_id, row.context_id], False, ""
        row.tool_name, row.updated_at = TOOL, now()
    StringTranslation.objects.bulk_create(new)
    StringTranslation.objects.bulk_update(changed, ["data", "has_error", "field_error", "tool_name", "updated_at"])
    if new or changed:
        Translation.objects.filter(pk=translation.pk).update(translations_last_updated_at=now())


def _override(source: TranslationSource, translation: Translation, ours: dict[str, list[Any]]) -> None:
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
