"""Minutes: notes as they are typed, what is agreed, closing them, corrections afterwards. Who may is asked before (`rules`)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.timezone import now

from courses.workbook.kinds.base import clean_text
from lms.accounts.models import User
from lms.core.log.actions import Change, NoLongerOpen, Outcome, append
from lms.core.log.merge import Merged, merge_text
from lms.core.saving.sent import NotAccepted, not_understood

from ..models import AgreedStep, Case, Correction, Meeting, Note
from ..rules import Refusal, Refused
from .seats import check_begun, check_not_closed, held


@transaction.atomic
def note_of(*, meeting: Meeting, case: Case | None = None) -> Note:
    """The stored one: two that begin it at the same moment get the same. Raises Refused."""
    note = Note.objects.filter(meeting=meeting, case=case).first()
    if note is None:
        check_not_closed(held(meeting))
        note, _is_new = Note.objects.get_or_create(meeting=meeting, case=case)
    return note


def save_note(*, note: Note, by: User, change: Change) -> Outcome:
    """Add a change to what several may be writing. Raises Refused, NotAccepted, TooManyWriters."""
    if note.is_closed:
        raise Refused(Refusal.CLOSED)
    cleaned = Change(change.id, change.base, clean(change.value), change.follows_sent)
    try:
        return append(log=note, change=cleaned, merge=merge, noted={"by": by.pk}, only_while={"is_closed": False})
    except NoLongerOpen:
        raise Refused(Refusal.CLOSED) from None


def clean(value: Any) -> dict[str, str]:
    """Raises NotAccepted."""
    if not isinstance(value, dict):
        raise NotAccepted(not_understood())
    return {"text": clean_text(value.get("text", ""))}


def merge(base: Mapping[str, Any] | None, ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merged:
    before = str(base.get("text", "")) if base is not None else None
    merged = merge_text(before, str(ours.get("text", "")), str(theirs.get("text", "")))
    return Merged({"text": merged.value}, merged.loses)


@transaction.atomic
def agree(
    *, meeting: Meeting, by: User, made_id: str, text: str, case: Case | None = None, who: User | None = None, due_on: date | None = None
) -> AgreedStep:
    """What somebody will do, by when. Sent twice it stands there once. Raises Refused."""
    check_not_closed(held(meeting))
    words = {"text": text[:300], "case": case, "who": who, "due_on": due_on, "by": by}
    step, _is_new = AgreedStep.objects.get_or_create(meeting=meeting, made_id=made_id, defaults=words)
    return step


@transaction.atomic
def take_back(*, step: AgreedStep) -> None:
    """It was not agreed after all. A repeat changes nothing. Raises Refused."""
    check_not_closed(held(step.meeting))
    AgreedStep.objects.filter(pk=step.pk).delete()


def set_done(*, step: AgreedStep, is_done: bool) -> None:
    """Done, or not yet after all; also when the minutes are closed."""
    AgreedStep.objects.filter(pk=step.pk, done_at__isnull=is_done).update(done_at=now() if is_done else None)


@transaction.atomic
def close_minutes(*, meeting: Meeting, by: User) -> Meeting:
    """From now on they stay as they are. A repeat changes nothing. Raises Refused."""
    fresh, at = held(meeting), now()
    if fresh.is_closed:
        return fresh
    if not fresh.is_open:
        raise Refused(Refusal.CANCELLED)
    check_begun(fresh, at)
    fresh.closed_at, fresh.closed_by = at, by
    fresh.save(update_fields=["closed_at", "closed_by"])
    fresh.notes.update(is_closed=True)
    return fresh


@transaction.atomic
def correct(*, meeting: Meeting, by: User, made_id: str, text: str, case: Case | None = None) -> Correction:
    """Added to closed minutes. Sent twice it stands there once. Raises Refused."""
    if not held(meeting).is_closed:
        raise Refused(Refusal.NOT_CLOSED)
    words = {"text": text, "case": case, "by": by}
    correction, _is_new = Correction.objects.get_or_create(meeting=meeting, made_id=made_id, defaults=words)
    return correction
