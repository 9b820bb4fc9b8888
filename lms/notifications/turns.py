"""Whose turn it is: of all that waits for a person, what goes now; and the claim, which one process alone succeeds in."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.timezone import now

from . import kinds
from .gathering import DIGEST, Told, tell
from .governor import Priority, opens_at
from .message_ids import new_message_id
from .models import Letter
from .pile import CANNOT_BE_TOLD, ROWS_ARE_GONE, Pile, log, pile_of, receiver_of

State = Letter.State


@dataclass(frozen=True)
class Turn:
    """`letter` goes, by itself or telling others (`told`). `joins`: what it gathers with this turn."""

    letter: Letter
    priority: int
    told: tuple[Told, ...] = ()
    joins: tuple[int, ...] = ()


def next_turn(letter: Letter) -> Turn | None:
    """What of all that waits for this person goes now. What does not is marked as not sent, or held back until it may."""
    pile = pile_of(letter, now())
    if letter not in pile.waiting:
        return None
    if any(verdict.goes for verdict in pile.judged().values()):
        pile.ask_whether_needed(in_hand=letter)
    verdicts = pile.judged()
    pile.write_down(verdicts)
    going = [one for one in pile.waiting if verdicts[one].goes]
    return _turn(pile, going, in_hand=letter) if going else None


def _turn(pile: Pile, going: list[Letter], *, in_hand: Letter) -> Turn | None:
    digests = [one for one in going if one.kind == DIGEST]
    letters = [one for one in going if one.kind != DIGEST] + pile.fit_members(digests)
    if not digests and len(letters) == 1:
        return _alone(letters[0])
    told = _told(letters, in_hand=in_hand)
    if not told:
        return None
    if not digests and len(told) == 1:
        return _alone(told[0].letter)
    priority = min(one.letter.priority for one in told)
    vessel = digests[0] if digests else _new_digest(pile, priority)
    others = {one.letter.pk for one in told if one.letter.gathered_in_id != vessel.pk or vessel.pk is None} | {
        one.pk for one in digests[1:]
    }
    return Turn(vessel, priority, tuple(told), tuple(sorted(others)))


def _alone(letter: Letter) -> Turn:
    return Turn(letter, kinds.get(letter.kind).priority)


def _told(letters: list[Letter], *, in_hand: Letter) -> list[Told]:
    """The most timely first."""
    told = []
    for one in sorted(letters, key=lambda one: (one.priority, one.due_at, one.pk)):
        try:
            told.append(tell(one))
        except ROWS_ARE_GONE:
            if one == in_hand:
                raise
            log.exception(CANNOT_BE_TOLD, one.pk)
    return told


def _new_digest(pile: Pile, priority: int) -> Letter:
    message_id = new_message_id()
    key = message_id.partition("@")[0]
    return Letter(kind=DIGEST, person=pile.person, subject_key=key, priority=priority, due_at=pile.at, message_id=message_id)


def claim(turn: Turn) -> bool:
    """Whoever asks for a governed letter holds the person's settings meanwhile, so that two processes never both find room for one more.
    What the letter gathers becomes gathered in the same transaction."""
    with transaction.atomic():
        at = now()
        if turn.priority != Priority.MUST and opens_at(turn.priority, receiver_of(turn.letter.person, at, lock=True), at) > at:
            return False
        if not _claimed(turn.letter, at):
            return False
        joining = Letter.objects.filter(pk__in=turn.joins, state__in=[State.QUEUED, State.GATHERED])
        if joining.update(state=State.GATHERED, gathered_in=turn.letter, held_until=None) != len(turn.joins):
            transaction.set_rollback(True)  # something of it was stopped, seen or taken meanwhile: the next sweep asks again
            return False
    return True


def _claimed(letter: Letter, at: datetime) -> bool:
    letter.claimed_at = at
    if letter.pk is None:
        letter.state, letter.attempts = State.HANDING_OVER, 1
        letter.save()
        return True
    mine = Letter.objects.ripe(at).filter(pk=letter.pk)
    return bool(mine.update(state=State.HANDING_OVER, claimed_at=at, held_until=None, attempts=F("attempts") + 1))
