"""How long answers took, and after how many rounds work is accepted. Numbers come as tuples: no row becomes an object.

A time to answer is a number of working days of the cohort, from the day of handing in to the day of the answer, as promises count them
(`courses/enrolment/working_days.py`): 0 is the same working day, 5 the day that is promised."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from courses.enrolment.working_days import working_days_between

from ..models import ReviewTask, TaskEvent
from .scope import Scope

What = TaskEvent.What
FIELDS = (
    "task", "task__submission", "task__handed_in_at", "at", "by", "what", "task__iteration__round", "task__reason",
    "task__cohort__time_zone", "task__cohort__country",
)  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """`days`: working days from hand-in to answer."""

    task: int
    submission: int
    handed_in_at: datetime
    at: datetime
    by: int | None
    what: str
    round: int
    reason: str
    days: int

    @property
    def is_first(self) -> bool:
        return self.round == 1 and self.reason == ReviewTask.Reason.HAND_IN

    @property
    def is_accepted(self) -> bool:
        return self.what == What.ACCEPTED


def answers(scope: Scope) -> list[Answer]:
    """Every answer within the chosen days, in their order; of a mentor: theirs. One query."""
    events = TaskEvent.objects.filter(scope.answered_within, task__in=scope.tasks, what__in=[What.RETURNED, What.ACCEPTED])
    if scope.mentor:
        events = events.filter(by=scope.mentor)
    return [_answer(*row) for row in events.order_by("at", "pk").values_list(*FIELDS)]


def _answer(
    task: int, submission: int, handed_in_at: datetime, at: datetime, by: int | None, what: str, round_: int, reason: str, zone: str,
    country: str,
) -> Answer:  # fmt: skip
    clock = ZoneInfo(zone)
    days = _days(handed_in_at.astimezone(clock).date(), at.astimezone(clock).date(), country)
    return Answer(task, submission, handed_in_at, at, by, what, round_, reason, days)


@lru_cache(maxsize=4096)
def _days(begun: date, on: date, country: str) -> int:
    return working_days_between(begun, on, country)


def first_answers(found: Iterable[Answer]) -> list[Answer]:
    """To the first round of a submission; not to an appeal."""
    return [answer for answer in found if answer.is_first]


def acceptances(found: Iterable[Answer]) -> list[Answer]:
    """The last acceptance of each submission: an appeal may bring another one."""
    return list({answer.submission: answer for answer in found if answer.is_accepted}.values())
