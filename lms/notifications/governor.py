"""Whether a letter may go now: docs/letters.md."""

from .kinds import LetterKind
from .models import Letter, LetterChoice

Reason = Letter.Reason


def why_not(letter: Letter, kind: LetterKind) -> Reason | None:
    person = letter.person
    if person.erased_at:
        return Reason.ERASED
    if not person.email:
        return Reason.NO_ADDRESS
    if kind.can_stop and LetterChoice.objects.filter(person=person, kind=kind.key).exclude(channel=LetterChoice.Channel.EMAIL).exists():
        return Reason.STOPPED
    return None if kind.still_needed(letter) else Reason.NOT_NEEDED
