"""Writing down what came of a letter that was claimed. States and who moves them: docs/letters.md."""

from datetime import timedelta

from django.db.models import F
from django.utils.timezone import now

from . import bounces, kinds, outbox
from .delivery import Delivery
from .models import Letter, LetterQuerySet

State = Letter.State
Reason = Letter.Reason
Trouble = Letter.Trouble

# What is the server's trouble is tried every quarter of an hour without end; what is the letter's, for days and not for ever
QUARTERS = [timedelta(minutes=minutes) for minutes in (1, 5, 15)]
GREYLISTED = [timedelta(minutes=minutes) for minutes in (5, 10, 20, 60, 240, 720, 1440, 1440)]
FULL = [timedelta(hours=hours) for hours in (1, 6, 24, 24, 24)]
BACK_OFF = {Trouble.AWAY: QUARTERS, Trouble.BUSY: QUARTERS, Trouble.KEY: QUARTERS, Trouble.LATER: GREYLISTED, Trouble.FULL: FULL}


def settle(letter: Letter, delivery: Delivery) -> None:
    match delivery.trouble:
        case None:
            _handed_over(letter)
        case Trouble.BROKEN:
            interrupted(letter, delivery)
        case Trouble.NOBODY | Trouble.UNWANTED:
            _mine(letter).update(state=State.NOT_SENT, reason=Reason.REFUSED, **_said(delivery))
        case trouble:
            _try_later(letter, delivery, BACK_OFF[trouble])
    bounces.learn(letter=letter, delivery=delivery)


def interrupted(letter: Letter, delivery: Delivery) -> None:
    """Nobody knows whether it went. Only a must-send letter goes once more, with the same Message-ID."""
    count = F("interruptions") + 1
    if kinds.is_must_send(letter.kind) and letter.interruptions == 0:
        _mine(letter).update(state=State.QUEUED, due_at=now(), claimed_at=None, interruptions=count, **_said(delivery))
    else:
        _mine(letter).update(state=State.UNKNOWN, interruptions=count, **_said(delivery))


def _handed_over(letter: Letter) -> None:
    """Even when a sweep has given up on us meanwhile: now it is known."""
    mine = Letter.objects.filter(pk=letter.pk, state__in=[State.HANDING_OVER, State.UNKNOWN])
    mine.update(state=State.HANDED_OVER, handed_over_at=now(), answer="", trouble="")


def _try_later(letter: Letter, delivery: Delivery, back_off: list[timedelta]) -> None:
    letter.refresh_from_db(fields=["attempts"])
    if delivery.trouble in Letter.OUT_OF_ORDER:
        outbox.hold(delivery)
    elif letter.attempts > len(back_off):
        _mine(letter).update(state=State.NOT_SENT, reason=Reason.UNREACHABLE, **_said(delivery))
        return
    due_at = now() + back_off[min(letter.attempts, len(back_off)) - 1]
    _mine(letter).update(state=State.QUEUED, due_at=due_at, claimed_at=None, **_said(delivery))


def _said(delivery: Delivery) -> dict[str, str]:
    return {"trouble": delivery.trouble or "", "answer": delivery.answer[:200]}


def _mine(letter: Letter) -> LetterQuerySet:
    """The claim we hold, unless somebody else has settled it."""
    return Letter.objects.filter(pk=letter.pk, state=State.HANDING_OVER, claimed_at=letter.claimed_at)
