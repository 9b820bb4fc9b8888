"""Translations through wagtail-localize's own rows (`cms.translations.rows`), so that editors go on text by text where the folder left
off."""

from typing import Any

from django.utils.timezone import now
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationLog

from cms.translations.rows import store_source, store_strings

from . import states
from .folder.document import Mistake
from .folder.reasons import reason as _
from .planning import PagePlan

TOOL = "course folder"


def translate(*, source: PagePlan, made: PagePlan) -> list[Mistake]:
    """Stores the translation of a page and makes the page from it. Where the two do not have the same shape the page keeps what its file
    says and stands by itself; the notes say where."""
    notes = _differences(source, made)
    page = made.page
    row = source.stored = source.stored or store_source(type(source.page).objects.get(pk=source.page.pk))
    translation, _created = Translation.objects.get_or_create(source=row, target_locale=page.locale)
    store_strings(row, translation, page, tool=TOOL)
    is_mapped = not notes and _is_same(translation, made)
    if not is_mapped and not notes:
        reason = _("some of this text cannot be kept beside its source: the page stands by itself")
        notes.append(Mistake(made.file.place, 0, reason))
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
