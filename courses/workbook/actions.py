"""What changes an answer."""

import hashlib
from contextlib import nullcontext
from typing import cast

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from courses.catalogue.models import ActivityVersion
from courses.enrolment.actions import complete_activity
from lms.core.log.actions import Change, Outcome, append
from lms.core.uploads import CheckedFile

from .kinds import KINDS, NotAccepted
from .models import Entry, EntryFile, EntryRevision
from .rules import Refusal, may_choose_privacy, why_not_write

MAX_FILES = 20


class AnswerRefused(Exception):
    """For good: sending the same again will not help. Carries the reason, to be shown as it is."""

    def __init__(self, reason: Refusal):
        super().__init__(reason.label)
        self.reason = reason


def begin(entry: Entry) -> Entry:
    """The stored log of this answer. A second device that begins it at the same moment gets the same one."""
    return entry if entry.pk else Entry.objects.get_or_create(enrolment=entry.enrolment, activity=entry.activity)[0]


def save_answer(*, entry: Entry, version: ActivityVersion, change: Change, is_private: bool | None = None) -> Outcome:
    """Add a change to an answer; the first that says something completes the exercise.

    `version` is the wording that was answered. `is_private` None leaves that as it is.
    Raises AnswerRefused, NotAccepted, TooManyWriters."""
    if refusal := why_not_write(entry.enrolment, entry.activity):
        raise AnswerRefused(refusal)
    kind = KINDS[entry.activity.kind]
    change = Change(change.id, change.base, kind.clean(change.value, version.content), change.follows_sent)
    also = {} if is_private is None or not may_choose_privacy(entry.activity) else {"is_private": is_private}
    entry = begin(entry)
    was_blank = kind.is_blank(entry.value)
    with transaction.atomic() if was_blank else nullcontext():
        outcome = append(log=entry, change=change, merge=kind.merge, fields={"version": version}, also=also)
        if was_blank and not kind.is_blank(outcome.value):
            complete_activity(enrolment=entry.enrolment, activity=entry.activity)
    if also and entry.is_private != is_private:
        set_privacy(entry=entry, is_private=also["is_private"])
    return outcome


def set_privacy(*, entry: Entry, is_private: bool) -> None:
    """Keep an answer to oneself, or not. Not a change of the answer, so not a revision."""
    if may_choose_privacy(entry.activity):
        entry = begin(entry)
        Entry.objects.filter(pk=entry.pk).update(is_private=is_private)
        entry.is_private = is_private


@transaction.atomic
def restore_revision(*, entry: Entry, revision: EntryRevision, change_id: str, as_sent: bool = False) -> Outcome:
    """Bring back what the answer said at a revision, or what a device sent with it. That is a new change; nothing is taken away."""
    value = revision.sent if as_sent and revision.sent is not None else revision.value
    change = Change(id=change_id, base=entry.revision, value=value)
    version = cast(ActivityVersion, revision.version or entry.version)  # whatever was saved answered some wording
    outcome = save_answer(entry=entry, version=version, change=change)
    dismiss_kept(entry=entry)
    if entry.activity.kind == "file_upload":
        _let_files_follow(entry)
    return outcome


def dismiss_kept(*, entry: Entry) -> None:
    """The learner has seen the version that was kept. It stays in the history."""
    Entry.objects.filter(pk=entry.pk, kept_number__isnull=False).update(kept_number=None)
    entry.kept_number = None


@transaction.atomic
def add_file(*, entry: Entry, version: ActivityVersion, file: CheckedFile, change_id: str) -> EntryFile:
    """Add a file to an answer. The same file once more is the one that is there. Raises AnswerRefused."""
    if refusal := why_not_write(entry.enrolment, entry.activity):
        raise AnswerRefused(refusal)
    entry = begin(entry)
    if len(entry.value.get("files", [])) >= MAX_FILES:
        raise NotAccepted(_("There are %(most)s files here already. Take one out before you add another.") % {"most": MAX_FILES})
    digest = hashlib.sha256(file.data).hexdigest()
    facts = {"name": file.name, "content_type": file.content_type, "size": len(file.data)}
    row, is_new = EntryFile.objects.get_or_create(entry=entry, sha256=digest, defaults=facts)
    if is_new:
        row.file.save(file.name, ContentFile(file.data))
    _change_files(entry=entry, version=version, change_id=change_id, files=[*entry.value.get("files", []), row.pk])
    return row


@transaction.atomic
def remove_file(*, file: EntryFile, change_id: str) -> None:
    """Take a file out of the answer. It stays with the history and can be brought back. A repeat changes nothing."""
    entry = file.entry
    files = [one for one in entry.value.get("files", []) if one != file.pk]
    if files != entry.value.get("files", []):
        _change_files(entry=entry, version=cast(ActivityVersion, entry.version), change_id=change_id, files=files)


def _change_files(*, entry: Entry, version: ActivityVersion, change_id: str, files: list[int]) -> None:
    save_answer(entry=entry, version=version, change=Change(id=change_id, base=entry.revision, value={"files": files}))
    _let_files_follow(entry)


def _let_files_follow(entry: Entry) -> None:
    """The value says which files belong to the answer; the rows follow it."""
    named = entry.value.get("files", [])
    entry.files.filter(pk__in=named).update(removed_at=None)
    entry.files.filter(removed_at=None).exclude(pk__in=named).update(removed_at=now())
