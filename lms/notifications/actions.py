"""What happens to a letter. States and who moves them: docs/letters.md."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.timezone import now

from lms.accounts.models import User

from . import kinds, tasks
from .message_ids import new_message_id
from .models import Letter, LetterChoice, LetterSettings

State = Letter.State
Reason = Letter.Reason


@transaction.atomic
def post_letter(
    *, kind: str, person: User, subject_key: str, context: dict[str, Any] | None = None, due_at: datetime | None = None
) -> Letter:
    """Put a letter in the ledger, once for (kind, person, subject). A repeat changes nothing. `context` holds ids, never words."""
    priority = kinds.get(kind).priority
    letter, is_new = Letter.objects.get_or_create(
        kind=kind,
        person=person,
        subject_key=subject_key,
        defaults={"context": context or {}, "due_at": due_at or now(), "priority": priority, "message_id": new_message_id()},
    )
    if is_new and letter.due_at <= now():
        tasks.hand_over_letter.delay_on_commit(letter_id=letter.pk)
    return letter


class Draft(NamedTuple):
    """A letter to be, where many are posted. `person` is an id; `context` holds ids and numbers, never words."""

    person: int
    subject_key: str
    context: dict[str, Any]
    due_at: datetime | None = None


def post_letters(*, kind: str, drafts: Iterable[Draft]) -> int:
    """Put many in the ledger by one statement; those that are there stay as they are. No task is called for each of them: the sweep finds
    them. Returns how many were given."""
    priority, at = kinds.get(kind).priority, now()
    letters = [
        Letter(
            kind=kind,
            person_id=draft.person,
            subject_key=draft.subject_key,
            context=draft.context,
            due_at=draft.due_at or at,
            priority=priority,
            message_id=new_message_id(),
        )
        for draft in drafts
    ]
    Letter.objects.bulk_create(letters, ignore_conflicts=True)
    return len(letters)


@transaction.atomic
def forget_letters(*, person: User) -> None:
    """For the eraser: that letters went stays known, what they were about does not."""
    letters = Letter.objects.of(person)
    letters.queued().update(state=State.NOT_SENT, reason=Reason.ERASED)
    letters.update(context={}, answer="", seen_at=None)
    LetterChoice.objects.filter(person=person).delete()
    LetterSettings.objects.filter(person=person).delete()
