"""Translations through wagtail-localize's own rows (`cms.translations.rows`), so that editors go on text by text where the folder left
off."""

import json
from collections.abc import Mapping
from typing import Any

from django.utils.timezone import now
from wagtail.models import Page
from wagtail_localize.fields import copy_synchronised_fields
from wagtail_localize.models import Translation, TranslationLog, TranslationSource
from wagtail_localize.segments.ingest import ingest_segments

from cms.translations.rows import store_source, store_strings

from . import states
from .folder.document import Mistake
from .folder.reasons import reason as _
from .planning import Fate, PagePlan

TOOL = "course folder"


def translate(*, source: PagePlan, made: PagePlan) -> list[Mistake]:
    """Stores the translation of a page and makes the page from it. Where the two do not have the same shape the page keeps what its file
    says and stands by itself; the notes say where."""
    notes = _differences(source, made)
    page = made.page
    row = source.stored = source.stored or store_source(type(source.page).objects.get(pk=source.page.pk))
    made.translation = translation = _translation_of(row, made)
    store_strings(row, translation, page, tool=TOOL)
    is_mapped = not notes and _is_same(translation, made)
    if not is_mapped and not notes:
        reason = _("some of this text cannot be kept beside its source: the page stands by itself")
        notes.append(Mistake(made.file.place, 0, reason))
    if translation.enabled != is_mapped:
        Translation.objects.filter(pk=translation.pk).update(enabled=is_mapped)
    return notes


def _translation_of(row: TranslationSource, made: PagePlan) -> Translation:
    place = {"source": row, "target_locale": made.page.locale}
    there = None if made.fate is Fate.NEW else Translation.objects.filter(**place).first()
    return there or Translation.objects.create(**place)


def _is_same(translation: Translation, made: PagePlan) -> bool:
    """Makes the page from what was stored, as wagtail-localize does, and compares it with the file. Without reading the two pages anew."""
    source, locale = translation.source, translation.target_locale
    original = _unsaved(type(made.page), json.loads(source.content_json))
    page = _unsaved(type(made.page), vars(made.page))
    copy_synchronised_fields(original, page)
    ingest_segments(original, page, source.locale, locale, source._get_segments_for_translation(locale, fallback=True))
    return states.live(page).digest() == made.says.digest()


def _unsaved(page_type: type[Page], content: Mapping[str, Any]) -> Page:
    names = {"title", "body", *(name for names in states.FIELDS.values() for name in names)}
    fields = {field.name for field in page_type._meta.get_fields()}
    return page_type(live=True, **{name: content[name] for name in names & fields})


def log(*, made: PagePlan) -> None:
    """The page was made from its translation: wagtail-localize's own list of such moments."""
    if made.translation:
        TranslationLog.objects.create(source=made.translation.source, locale=made.page.locale, revision=made.page.latest_revision)
        Translation.objects.filter(pk=made.translation.pk).update(destination_last_updated_at=now())


# What cannot be mapped ----------------------------------------------------------------------------------------------------


def _differences(source: PagePlan, made: PagePlan) -> list[Mistake]:
    place, there = made.file.place, source.file.place
    here, original = made.says.blocks, source.says.blocks
    notes = [
        Mistake(place, here[position].first, _("`%(name)s` has no counterpart in %(there)s", name=_name(here[position]), there=there))
        for position in made.alone
        if position < len(here)
    ]
    present = {block.id for block in here}
    notes += [
        Mistake(place, 0, _("nothing here translates `%(name)s` of %(there)s", name=_name(block), there=f"{there}:{block.first}"))
        for block in original
        if block.id not in present
    ]
    if not notes and [block.id for block in here] != [block.id for block in original]:
        notes.append(Mistake(place, 0, _("the blocks stand in another order than in %(there)s", there=there)))
    return notes + _field_differences(source, made)


def _field_differences(source: PagePlan, made: PagePlan) -> list[Mistake]:
    originals = {block.id: block for block in source.says.blocks}
    notes = []
    for block in made.says.blocks:
        original = originals.get(block.id)
        for name in block.value if original else ():
            if _shape(block.value[name]) != _shape(original.value.get(name)):
                there = f"{source.file.place}:{original.first}"
                reason = _("`%(key)s` of `%(name)s` is made otherwise than in %(there)s", key=name, name=_name(block), there=there)
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
