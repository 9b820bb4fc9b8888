"""A page with its translations copied into another course: as drafts, with the ids of their blocks, still tied to each other through the
rows of wagtail-localize."""

import json
from typing import Any
from uuid import UUID, uuid5

from wagtail.models import Page
from wagtail_localize.models import OverridableSegment, SegmentOverride, StringSegment, StringTranslation, Translation, TranslationSource

from cms.translations.models import Outdated
from courses.catalogue.models import LessonPage

from .. import translating
from ..models import Edition
from .edition_questions import in_own_words

FIELDS = ("title", "seo_title", "search_description", "show_in_menus")


def copy_family(one: Edition, source: Page, **instead: Any) -> Page:
    """The copy of `source`. What is there already is left alone."""
    key = uuid5(one.uid, str(source.translation_key))
    family = type(source).objects.filter(translation_key=source.translation_key, alias_of=None).select_related("locale")
    made = _copy(one, source, key, **instead)
    slug = {name: value for name, value in instead.items() if name == "slug"}
    for page in family.exclude(pk=source.pk):
        _copy(one, page, key, **slug)
    _tie(source, made)
    return made


def _copy(one: Edition, page: Page, key: UUID, **instead: Any) -> Page:
    known = type(page).objects.filter(translation_key=key, locale=page.locale_id).first()
    if known:
        return known
    draft = page.get_latest_revision_as_object()
    kind = type(draft)
    names = [*FIELDS, *(field.name for field in kind._meta.local_fields if field.name not in ("page_ptr", "body"))]
    copy = kind(locale_id=page.locale_id, translation_key=key, live=False, slug=page.slug, owner=one.created_by)
    for name in names:
        setattr(copy, name, getattr(draft, name))
    if isinstance(draft, LessonPage):
        copy.body = json.dumps(in_own_words(draft.body.stream_block.get_prep_value(draft.body), one.copied))
    for name, value in instead.items():
        setattr(copy, name, value)
    copy.draft_title = copy.title
    _parent(one, page).add_child(instance=copy)
    copy.save_revision(user=one.created_by, clean=False)
    return kind.objects.get(pk=copy.pk)


def _parent(one: Edition, page: Page) -> Page:
    """The catalogue for a course; else the copy of what the page stands in."""
    parent = page.get_parent()
    if page.depth == one.of.depth:
        return parent
    return Page.objects.get(translation_key=uuid5(one.uid, str(parent.translation_key)), locale=page.locale_id)


def _tie(source: Page, made: Page) -> None:
    """The copies stay translations of each other, sentence by sentence."""
    before = TranslationSource.objects.filter(object_id=source.translation_key, locale=source.locale_id).first()
    if before is None:
        return
    after = translating.store_source(made)
    rows = list(Translation.objects.filter(source=before))
    known = set(Translation.objects.filter(source=after).values_list("target_locale", flat=True))
    Translation.objects.bulk_create(
        Translation(source=after, target_locale_id=row.target_locale_id, enabled=row.enabled)
        for row in rows
        if row.target_locale_id not in known
    )
    _copy_words(before, after)
    _copy_overrides(before, after)


def _copy_words(before: TranslationSource, after: TranslationSource) -> None:
    contexts = {(string, path): context for string, path, context in _segments(StringSegment, after, "string_id")}
    known = set(StringTranslation.objects.filter(context__in=set(contexts.values())).values_list("translation_of", "locale", "context"))
    rows = StringTranslation.objects.filter(context__object_id=before.object_id).select_related("context")
    marked = dict(Outdated.objects.filter(translation__in=rows).values_list("translation", "was_of"))
    copies: dict[int, StringTranslation] = {}
    for row in rows:
        context = contexts.get((row.translation_of_id, row.context.path))
        if context and (row.translation_of_id, row.locale_id, context) not in known:
            copies[row.pk] = row
            row.pk, row.context_id, row._state.adding = None, context, True
    StringTranslation.objects.bulk_create(copies.values())
    Outdated.objects.bulk_create(Outdated(translation=copies[pk], was_of_id=was_of) for pk, was_of in marked.items() if pk in copies)


def _copy_overrides(before: TranslationSource, after: TranslationSource) -> None:
    contexts = {path: context for _data, path, context in _segments(OverridableSegment, after, "data_json")}
    known = set(SegmentOverride.objects.filter(context__in=set(contexts.values())).values_list("locale", "context"))
    copies = []
    for row in SegmentOverride.objects.filter(context__object_id=before.object_id).select_related("context"):
        context = contexts.get(row.context.path)
        if context and (row.locale_id, context) not in known:
            row.pk, row.context_id, row._state.adding = None, context, True
            copies.append(row)
    SegmentOverride.objects.bulk_create(copies)


def _segments(model: Any, source: TranslationSource, name: str) -> Any:
    return model.objects.filter(source=source).values_list(name, "context__path", "context_id")
