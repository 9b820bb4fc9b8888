"""Texts in work as a draft of the translated page: what is looked through, what is handed in, what goes live. And what stops being in work
once readers see it. States and reasons: docs/decisions/0024-one-gate.md."""

from collections.abc import Iterable

from django.db import transaction
from wagtail.models import Page
from wagtail_localize.models import StringSegment, Translation

from lms.accounts.models import User

from .made import made_to_publish, made_without_work, texts_of
from .models import TextInWork, ValueInWork
from .rows import says_the_same
from .settling import settle
from .values import has_values_in_work, settle_values


def translation_of(page: Page, *, is_tied: bool = True) -> Translation | None:
    """None of a page that stands by itself, as every source does. Not `is_tied`: what it was before it left its source."""
    rows = Translation.objects.filter(source__object=page.translation_key, target_locale=page.locale_id, enabled=is_tied)
    return rows.exclude(source__locale=page.locale_id).select_related("source__locale", "target_locale").first()


def as_it_would_be(page: Page) -> Page:
    """The newest draft, as an object of its own class; of a translated page with the texts in work."""
    translation = translation_of(page) if page.alias_of_id is None else None
    return made_to_publish(translation) if translation else page.get_latest_revision_as_object()


def hold(pages: Iterable[int], translations: Iterable[Translation]) -> None:
    """Nobody else types in these translated pages, answers for them or publishes them until this transaction ends. Whoever holds both
    holds the pages first."""
    for model, numbers in ((Page, pages), (Translation, [translation.pk for translation in translations])):
        list(model.objects.select_for_update(of=("self",)).filter(pk__in=numbers).order_by("pk").values_list("pk"))


def is_behind(translation: Translation, page: Page) -> bool:
    """Whether the newest draft says something else than the texts do now."""
    return _ahead(translation, page) is not None


@transaction.atomic
def save_draft(*, translation: Translation, by: User | None) -> Page:
    """The newest draft says what is typed. Its writer is who typed last, so that somebody else reads it. A repeat changes nothing."""
    page = translation.get_target_instance()
    hold([page.pk], [translation])
    page = type(page).objects.get(pk=page.pk)
    if made := _ahead(translation, page):
        last = _last_written(translation)
        made.save_revision(user=last.written_by if last else by, log_action=True)
    return type(page).objects.get(pk=page.pk)


def _last_written(translation: Translation) -> TextInWork | ValueInWork | None:
    work = {"translation": translation, "written_by__isnull": False}
    text = TextInWork.objects.filter(**work, is_machine=False).select_related("written_by").order_by("-written_at", "-pk").first()
    value = ValueInWork.objects.filter(**work).select_related("written_by").order_by("-written_at", "-pk").first()
    return max((one for one in (value, text) if one), key=lambda one: one.written_at, default=None)


def _ahead(translation: Translation, page: Page) -> Page | None:
    """What the newest draft would be, where it is not that already."""
    made = made_to_publish(translation)
    is_same = page.latest_revision_id and says_the_same(made.to_json(), page.get_latest_revision_as_object().to_json())
    return None if is_same else made


@transaction.atomic
def keep_up(*, page: Page) -> None:
    """Before somebody answers for the newest draft: it has what was typed since, and nothing can be typed until they have answered."""
    translation = translation_of(page)
    if translation:
        save_draft(translation=translation, by=None)


@transaction.atomic
def say_what_is_shown(*, page: Page) -> None:
    """`page` has just gone live: what it says of the texts in work is no longer in work. What was typed since it was handed in stays. A
    repeat changes nothing."""
    translation = translation_of(page) if page.live else None
    if translation is None:
        return
    work = TextInWork.objects.filter(translation=translation, is_machine=False)
    has_texts, has_values = work.exists(), has_values_in_work(translation)
    if not has_texts and not has_values:
        return
    hold([page.pk], [translation])
    made = made_to_publish(translation)
    if has_values:
        settle_values(translation=translation, page=page, made=made)
    if not has_texts:
        return
    segments = list(StringSegment.objects.filter(source=translation.source_id).select_related("context", "string").order_by("order", "pk"))
    path_of = {(segment.context_id, segment.string_id): segment.context.path for segment in segments}
    rows = [row for row in work if (row.context_id, row.string_id) in path_of]
    shown, typed = texts_of(page), texts_of(made)
    later = {path for path in path_of.values() if shown.get(path) != typed.get(path)}
    settled = [row for row in rows if path_of[row.context_id, row.string_id] not in later]
    settled += _read_before(translation, segments, later, shown) if later else []
    settle(translation=translation, rows=settled, at=page.last_published_at)


def _read_before(translation: Translation, segments: list[StringSegment], paths: set[str], shown: dict[str, list[str]]) -> list[TextInWork]:
    """What was handed in and is live, of texts that say something else in work by now: the next publication of the source finds it."""
    before = texts_of(made_without_work(translation))
    found: dict[tuple[int, int], TextInWork] = {}
    for path in paths:
        here = [segment for segment in segments if segment.context.path == path]
        if shown.get(path) != before.get(path) and len(here) == len(shown.get(path, [])):
            pairs = [(one, text) for one, text in zip(here, shown[path], strict=True) if text != one.string.data]
            rows = (TextInWork(context_id=one.context_id, string_id=one.string_id, data=text) for one, text in pairs)
            found |= {(row.context_id, row.string_id): row for row in rows}
    return list(found.values())
