"""When a person may get a letter, and together with what: nothing but a calculation. The rules in words: docs/letters.md.

What is not a must comes at most once on each of the person's own calendar days and, unless they chose otherwise, three times on any seven
days in a row, only by day. When one may go, all that waits goes in it, so whatever waits is told at the latest when the week has room."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum, auto
from zoneinfo import ZoneInfo

from .models import Letter, LetterSettings

Priority = Letter.Priority
Reason = Letter.Reason
Rhythm = LetterSettings.Rhythm
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Hours:
    """Where the person lives: the day, and when what can wait has waited long enough for company that came by itself."""

    first: time = time(8)
    evening: time = time(17)
    last: time = time(20)


HOURS = Hours()
A_WEEK = {Rhythm.AS_IT_COMES: 3, Rhythm.DAILY: 7, Rhythm.WEEKLY: 1}  # letters on any seven days in a row
KEPT_FOR_TIMELY = 1  # of the week's letters: what can wait does not take the last one


class Verb(Enum):
    GO = auto()  # now, by itself
    GATHER = auto()  # now, together with others
    WAIT = auto()
    NOT_SENT = auto()


@dataclass(frozen=True)
class Verdict:
    verb: Verb
    until: datetime | None = None
    reason: str = ""

    @property
    def goes(self) -> bool:
        return self.verb in (Verb.GO, Verb.GATHER)


GO, GATHER = Verdict(Verb.GO), Verdict(Verb.GATHER)


@dataclass(frozen=True)
class Waiting:
    """A letter whose time has come. `hindrance`: why it is not sent, whenever it would be."""

    priority: int
    hindrance: str = ""
    good_until: datetime | None = None


@dataclass(frozen=True)
class Receiver:
    """`claimed`: when governed letters were claimed that went, are on their way, or may have gone."""

    zone: ZoneInfo
    rhythm: str = Rhythm.AS_IT_COMES
    claimed: tuple[datetime, ...] = ()


def judge(waiting: Sequence[Waiting], receiver: Receiver, at: datetime) -> list[Verdict]:
    """What becomes of each letter that waits for this person."""
    fit = [one for one in waiting if not _hindrance(one, at) and one.priority != Priority.MUST]
    opens = {priority: opens_at(priority, receiver, at) for priority in {one.priority for one in fit}}
    goes = any(moment <= at for moment in opens.values())
    together = GATHER if len(fit) > 1 else GO
    return [_verdict(one, at, together if goes else None, opens) for one in waiting]


def _verdict(one: Waiting, at: datetime, goes: Verdict | None, opens: dict[int, datetime]) -> Verdict:
    if hindrance := _hindrance(one, at):
        return Verdict(Verb.NOT_SENT, reason=hindrance)
    if one.priority == Priority.MUST:
        return GO
    if goes:
        return goes
    until = opens[one.priority]
    return Verdict(Verb.WAIT, until=min(until, one.good_until) if one.good_until else until)


def _hindrance(one: Waiting, at: datetime) -> str:
    return one.hindrance or (Reason.NOT_NEEDED if one.good_until and one.good_until <= at else "")


def opens_at(priority: int, receiver: Receiver, at: datetime) -> datetime:
    """From when on a governed letter may go to this person; `at` itself if it may now."""
    limit = A_WEEK[Rhythm(receiver.rhythm)]
    is_patient = receiver.rhythm != Rhythm.AS_IT_COMES
    if priority == Priority.CAN_WAIT and not is_patient:
        limit, is_patient = limit - KEPT_FOR_TIMELY, True
    taken = [moment.astimezone(receiver.zone).date() for moment in receiver.claimed]
    for day in _days_from(at.astimezone(receiver.zone).date()):
        moment = max(at, _on(day, HOURS.evening if is_patient else HOURS.first, receiver.zone))
        if moment < _on(day, HOURS.last, receiver.zone) and _has_room(day, taken, limit):
            return moment
    raise AssertionError("There is always another day.")


def _days_from(day: date) -> Iterator[date]:
    while True:
        yield day
        day += DAY


def _on(day: date, hour: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, hour, zone)


def _has_room(day: date, taken: list[date], limit: int) -> bool:
    """Whether one more on this day keeps the limits: of the day, and of each seven days in a row that it is one of. (There may be letters
    on later days: somebody flew west, or a clock was put right.)"""
    if day in taken:
        return False
    weeks = (day - DAY * back for back in range(7))
    return all(sum(first <= one < first + 7 * DAY for one in taken) < limit for first in weeks)
