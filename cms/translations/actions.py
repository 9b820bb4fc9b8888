"""What translators and sources change."""

import logging

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import now
from wagtail.models import Locale, Page, WorkflowState
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from cms.pages.gatekeeper import by_itself
from lms.accounts.models import User

from .drafts import hold, is_behind, save_draft
from .handing_in import hand_in
from .models import Outdated, TextInWork
from .rows import says_the_same, store_source, store_strings
from .wording import mark

logger = logging.getLogger(__name__)


class StandsByItself(Exception):
    """The page in the other language has other blocks than its source: to translate it from there would lose them."""


class ChangedMeanwhile(Exception):
    """Somebody else has changed the text since it was shown. `theirs` is what is there now."""

    def __init__(self, theirs: str):
        super().__init__(theirs)
        self.theirs = theirs


class NoLongerThere(Exception):
    """The source was published without this text since it was shown."""


# A page and its source ---------------------------------------------------------------------------------------------------


@transaction.atomic
def start_translation(*, page: Page, locale: Locale, by: User | None) -> Translation:
    """Of a page in its source language. A repeat changes nothing. A page that is there already in the other language is tied to its
    source, word for word; raises StandsByItself."""
    page = type(page).objects.get(pk=page.pk)  # as it is published, whatever the caller has in hand
    for there in TranslationSource.objects.filter(object=page.translation_key, locale=page.locale_id):
        follow_source(source=there)  # else its task would find stored what the other languages have not followed yet
    source = store_source(page)
    translation = Translation.objects.filter(source=source, target_locale=locale).first()
    if translation and translation.enabled:
        return translation
    translation = translation or Translation.objects.create(source=source, target_locale=locale)
    target = type(page).objects.filter(translation_key=page.translation_key, locale=locale, alias_of=None).first()
    if target:
        store_strings(source, translation, target, tool="")
        made = source.get_ephemeral_translated_instance(locale, fallback=True)
        if not says_the_same(made.to_json(), target.to_json()):
            raise StandsByItself
        Translation.objects.filter(pk=translation.pk).update(enabled=True)
    else:
        source.create_or_update_translation(locale, user=by, publish=False, copy_parent_pages=True, fallback=True)
    return translation


@transaction.atomic
def follow_source(*, source: TranslationSource) -> None:
    """The page in the source language was published. Its translations get the new order and the new blocks, and keep their words; what
    nobody has translated yet is shown in the source language. Safe to repeat."""
    source = TranslationSource.objects.select_for_update().get(pk=source.pk)
    page = source.get_source_instance()
    shown = type(page).objects.filter(translation_key=page.translation_key, live=True, alias_of=None).exclude(pk=page.pk)
    pages = dict(shown.values_list("locale_id", "pk"))
    translations = list(Translation.objects.filter(source=source, enabled=True).select_related("target_locale"))
    hold(pages.values(), translations)  # before their texts are moved: whoever types or publishes comes before or after all of this
    before = source.content_json
    if store_source(page).content_json == before:
        TranslationSource.objects.filter(pk=source.pk).update(last_updated_at=now())
        return
    for translation in [one for one in translations if one.target_locale_id in pages]:
        try:
            _follow(translation)
        except ValidationError:  # of a page that somebody else must mend first; the others go on
            logger.exception("A translation could not follow its source", extra={"translation": translation.pk})


@transaction.atomic
def publish_translation(*, translation: Translation, by: User) -> Page:
    """Readers see what was typed, but for what a machine made and nobody has confirmed. Live at once: wagtail-localize itself would
    publish it after the transaction, and a process that ends in between would leave a page that says other things than its revision."""
    page = save_draft(translation=translation, by=by)
    source: TranslationSource = TranslationSource.objects.get(pk=translation.source_id)
    source.sync_view_restrictions(source.as_instance(), page)
    page.get_latest_revision().publish(user=by)
    Translation.objects.filter(pk=translation.pk).update(destination_last_updated_at=now())
    return page.specific_class.objects.get(pk=page.pk)


@transaction.atomic
def stop_translation(*, translation: Translation, by: User) -> None:
    """The page goes on by itself, from a draft with all that was typed. A repeat changes nothing."""
    save_draft(translation=translation, by=by)
    Translation.objects.filter(pk=translation.pk).update(enabled=False)


@transaction.atomic
def _follow(translation: Translation) -> None:
    """Live as its settled texts say it. What is being read is read anew, with the source as it is now."""
    source: TranslationSource = TranslationSource.objects.get(pk=translation.source_id)
    reading = translation.get_target_instance().current_workflow_state
    page, _created = source.create_or_update_translation(translation.target_locale, publish=False, copy_parent_pages=True, fallback=True)
    with by_itself():
        page.get_latest_revision().publish(log_action=False)
    Translation.objects.filter(pk=translation.pk).update(destination_last_updated_at=now())
    if reading:
        _read_on(translation, reading)


def _read_on(translation: Translation, reading: WorkflowState) -> None:
    """Wagtail ends a workflow when its page is published; but none of what waits there went live. What was sent back stays sent back."""
    if reading.status == WorkflowState.STATUS_NEEDS_CHANGES:
        WorkflowState.objects.filter(pk=reading.pk).update(status=reading.status)
    elif is_behind(translation, translation.get_target_instance()):
        hand_in(translation=translation, by=reading.requested_by)


# Texts -------------------------------------------------------------------------------------------------------------------


@transaction.atomic
def write_text(*, translation: Translation, segment: StringSegment, data: str, read: str, by: User) -> TextInWork | None:
    """What a translator typed, as wagtail-localize stores it. `read` is the mark of what they saw; raises ChangedMeanwhile when
    another has written since, and NoLongerThere. Empty takes back what is in work."""
    _hold(translation, segment)
    there = current_text(translation, segment)
    if data == there:  # saving the form sends every text, also those that nobody has touched
        return _work_of(translation, segment).first()
    if mark(there) != read:
        raise ChangedMeanwhile(there)
    return _write(translation, segment, data, by)


def _write(translation: Translation, segment: StringSegment, data: str, by: User, **fields: object) -> TextInWork | None:
    if not data:
        _work_of(translation, segment).delete()
        return None
    place = {"translation": translation, "context_id": segment.context_id, "string_id": segment.string_id}
    values = {"data": data, "was_of": None, "is_machine": False, "tool": "", "written_by": by, "written_at": now(), **fields}
    work, _created = TextInWork.objects.update_or_create(**place, defaults=values)
    return work


@transaction.atomic
def confirm_text(*, translation: Translation, segment: StringSegment, by: User) -> None:
    """Somebody has read it: it fits the source as it is now. Readers see the same words as before. Raises NoLongerThere."""
    _hold(translation, segment)
    _work_of(translation, segment).update(was_of=None, is_machine=False, written_by=by, written_at=now())
    Outdated.objects.filter(
        translation__locale=translation.target_locale_id,
        translation__context=segment.context_id,
        translation__translation_of=segment.string_id,
    ).delete()


@transaction.atomic
def suggest_text(*, translation: Translation, segment: StringSegment, data: str, tool: str, read: str, by: User) -> TextInWork | None:
    """What a machine proposes, to be read and confirmed. Raises ChangedMeanwhile and NoLongerThere."""
    _hold(translation, segment)
    there = current_text(translation, segment)
    if mark(there) != read:
        raise ChangedMeanwhile(there)
    return _write(translation, segment, data, by, is_machine=True, tool=tool)


def current_text(translation: Translation, segment: StringSegment) -> str:
    """What a translator sees in the field: what is in work, else what was published."""
    work = _work_of(translation, segment).first()
    if work:
        return work.data
    rows = StringTranslation.objects.filter(locale=translation.target_locale_id, context=segment.context_id)
    text = rows.filter(translation_of=segment.string_id).first()
    return text.data if text else ""


def _work_of(translation: Translation, segment: StringSegment) -> QuerySet[TextInWork]:
    return TextInWork.objects.filter(translation=translation, context=segment.context_id, string=segment.string_id)


def _hold(translation: Translation, segment: StringSegment) -> None:
    """Two translators of one page write one after the other, and before or after their source changes. Raises NoLongerThere."""
    Translation.objects.select_for_update().get(pk=translation.pk)
    if not StringSegment.objects.filter(pk=segment.pk).exists():
        raise NoLongerThere
