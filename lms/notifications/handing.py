"""Handing a letter over: claim it, give it to the mail server, write down what came of it. States and who moves them: docs/letters.md."""

from datetime import timedelta

from django.db.models import F
from django.utils.timezone import now

from . import kinds
from .delivery import Delivery, Outcome, deliver
from .gathering import compose_gathered
from .message import compose
from .models import Letter, LetterQuerySet
from .turns import claim, next_turn

State = Letter.State
Reason = Letter.Reason

BACK_OFF = [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4)]
BACK_OFF += [timedelta(hours=12), timedelta(hours=24), timedelta(hours=24)]


def hand_over(*, letter: Letter) -> None:
    """Give to the mail server what is to go to the letter's person now: the letter, or one that tells it together with others. Of several
    processes that try at once only the one that claims it does; what fails before the claim (a broken template, a missing file) leaves the
    letter queued."""
    turn = next_turn(letter)
    if turn is None:
        return
    message = compose_gathered(turn.letter, turn.told) if turn.told else compose(turn.letter, kinds.get(turn.letter.kind))
    if claim(turn):
        _settle(turn.letter, deliver(message))


def settle_abandoned(*, letter: Letter) -> None:
    """The process died between the claim and the mark. Only a must-send letter goes once more, with the same Message-ID."""
    _interrupted(letter, answer="")


def _settle(letter: Letter, delivery: Delivery) -> None:
    match delivery.outcome:
        case Outcome.HANDED_OVER:
            # Even when a sweep has given up on us meanwhile: now it is known.
            mine = Letter.objects.filter(pk=letter.pk, state__in=[State.HANDING_OVER, State.UNKNOWN])
            mine.update(state=State.HANDED_OVER, handed_over_at=now(), answer="")
        case Outcome.REFUSED:
            _mine(letter).update(state=State.NOT_SENT, reason=Reason.REFUSED, answer=delivery.answer[:200])
        case Outcome.TRY_LATER:
            _try_later(letter, delivery.answer)
        case Outcome.INTERRUPTED:
            _interrupted(letter, delivery.answer)


def _try_later(letter: Letter, answer: str) -> None:
    letter.refresh_from_db(fields=["attempts"])
    if letter.attempts > len(BACK_OFF):
        _mine(letter).update(state=State.NOT_SENT, reason=Reason.UNREACHABLE, answer=answer[:200])
        return
    due_at = now() + BACK_OFF[letter.attempts - 1]
    _mine(letter).update(state=State.QUEUED, due_at=due_at, claimed_at=None, answer=answer[:200])


def _interrupted(letter: Letter, answer: str) -> None:
    count = F("interruptions") + 1
    if kinds.is_must_send(letter.kind) and letter.interruptions == 0:
        _mine(letter).update(state=State.QUEUED, due_at=now(), claimed_at=None, interruptions=count, answer=answer[:200])
    else:
        _mine(letter).update(state=State.UNKNOWN, interruptions=count, answer=answer[:200])


def _mine(letter: Letter) -> LetterQuerySet:
    """The claim we hold, unless somebody else has settled it."""
    return Letter.objects.filter(pk=letter.pk, state=State.HANDING_OVER, claimed_at=letter.claimed_at)
