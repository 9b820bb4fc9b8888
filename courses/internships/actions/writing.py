"""What a learner writes, and the photos with it. States and who moves them: docs/internships.md."""

import hashlib
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.timezone import now

from lms.core.log.actions import Change, NoLongerOpen, Outcome, append
from lms.core.log.ulid import new_ulid
from lms.core.uploads import CheckedFile

from ..models import Participation, PracticeEntry, PracticeFile
from ..models.entry import day_of
from ..rules import Refusal, Refused, why_not_change, why_not_write
from ..said import clean, merge

MAX_FILES = 12


def begin(*, participation: Participation, made_id: str) -> PracticeEntry:
    """The stored entry of this name. Two devices that begin it at the same moment get the same. Raises Refused."""
    if refusal := why_not_write(participation):
        raise Refused(refusal)
    entry, _is_new = PracticeEntry.objects.get_or_create(participation=participation, made_id=made_id)
    entry.participation = participation
    return entry


def save_entry(*, entry: PracticeEntry, change: Change) -> Outcome:
    """Add a change to what is being written. Raises Refused, NotAccepted, TooManyWriters."""
    if refusal := why_not_change(entry):
        raise Refused(refusal)
    return _append(entry, Change(change.id, change.base, clean(change.value, entry.file_ids), change.follows_sent))


def _append(entry: PracticeEntry, change: Change) -> Outcome:
    """What is being handed in at this very moment is frozen without it, and whoever sent it is told."""
    try:
        outcome = append(log=entry, change=change, merge=merge, follow=_columns, only_while={"state": entry.state})
    except NoLongerOpen:
        raise Refused(why_not_change(entry) or Refusal.HANDED_IN) from None
    for name, value in _columns(entry.value).items():
        setattr(entry, name, value)
    return outcome


def _columns(value: dict[str, Any]) -> dict[str, Any]:
    return {"day": day_of(value), "minutes": value.get("minutes")}


@transaction.atomic
def add_file(*, entry: PracticeEntry, file: CheckedFile) -> PracticeFile:
    """Add a photo or file to the entry. The same once more is the one that is there. Raises Refused."""
    if refusal := why_not_change(entry):
        raise Refused(refusal)
    digest = hashlib.sha256(file.data).hexdigest()
    there = PracticeFile.objects.filter(entry=entry, sha256=digest).first()
    if len(entry.file_ids) >= MAX_FILES and (there is None or there.pk not in entry.file_ids):
        raise Refused(Refusal.TOO_MANY_FILES)
    facts = {"name": file.name, "content_type": file.content_type, "size": len(file.data)}
    row, is_new = PracticeFile.objects.get_or_create(entry=entry, sha256=digest, defaults=facts)
    if is_new:
        row.file.save(file.name, ContentFile(file.data))
    if row.pk not in entry.file_ids:
        _name_files(entry, [*entry.file_ids, row.pk])
    return row


@transaction.atomic
def remove_file(*, entry: PracticeEntry, file: PracticeFile) -> None:
    """Take a file out of the entry. A repeat changes nothing. Raises Refused."""
    if refusal := why_not_change(entry):
        raise Refused(refusal)
    if file.pk in entry.file_ids:
        _name_files(entry, [one for one in entry.file_ids if one != file.pk])


def _name_files(entry: PracticeEntry, files: list[int]) -> None:
    value = {**clean({**entry.value}, []), **({"files": files} if files else {})}
    _append(entry, Change(new_ulid(), entry.revision, value))
    named = entry.file_ids
    entry.files.filter(pk__in=named).update(removed_at=None)
    entry.files.filter(removed_at=None).exclude(pk__in=named).update(removed_at=now())


@transaction.atomic
def discard(*, entry: PracticeEntry) -> None:
    """Throw away a draft that was never handed in: nobody has seen it, and no link speaks of it. Raises Refused."""
    files = [(file.file.storage, file.file.name) for file in entry.files.all()]
    drafts = PracticeEntry.objects.filter(pk=entry.pk, state=PracticeEntry.State.DRAFT, last_number=0)
    if not drafts.delete()[0] and PracticeEntry.objects.filter(pk=entry.pk).exists():
        raise Refused(Refusal.HANDED_IN)
    for storage, name in files:
        transaction.on_commit(partial(storage.delete, str(name)))
