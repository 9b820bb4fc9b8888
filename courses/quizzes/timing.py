"""The clock of an attempt. Pure: points in time in, points in time out; it is the server's clock that is asked."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from .quiz_definition import QuizSettings, WhenTimeIsUp

GRACE = timedelta(seconds=60)  # forgives the network: what was sent in time may arrive late


@dataclass(frozen=True, kw_only=True)
class TimeUp:
    """What the clock does with an attempt whose time is over, and when. `submits` False: it is abandoned."""

    at: datetime
    submits: bool


def deadline(
    started_at: datetime, settings: QuizSettings, *, closes_at: datetime | None = None, extra_minutes: int = 0, is_unofficial: bool = False
) -> datetime | None:
    """The earlier of start + time limit + extra time, and the close (which already has the learner's extension in it). Practice goes on
    after closing, so an unofficial attempt knows the time limit alone."""
    ends = []
    if settings.time_limit:
        ends.append(started_at + timedelta(seconds=settings.time_limit, minutes=extra_minutes))
    if closes_at and not is_unofficial:
        ends.append(closes_at)
    return min(ends, default=None)


def is_late(at: datetime, deadline_at: datetime | None) -> bool:
    """Too late to count, the network forgiven."""
    return deadline_at is not None and at >= deadline_at + GRACE


def time_up(settings: QuizSettings, deadline_at: datetime) -> TimeUp:
    """When the clock ends the attempt for good: by then every packet that counts has arrived."""
    if settings.when_time_is_up == WhenTimeIsUp.OVERDUE:
        return TimeUp(at=deadline_at + timedelta(seconds=settings.overdue_period) + GRACE, submits=False)
    return TimeUp(at=deadline_at + GRACE, submits=settings.when_time_is_up == WhenTimeIsUp.SUBMIT)


def takes_late_submission(settings: QuizSettings) -> bool:
    """Between deadline and end the attempt can still be handed in, without further answers."""
    return settings.when_time_is_up == WhenTimeIsUp.OVERDUE and settings.overdue_period > 0
