"""Which steps of a promise are due. Pure: no database, no clock. The table of steps: docs/mentorship.md.

A day is the number of working days since the work was handed in. What nobody did in time is done once, as soon as somebody looks again;
of several steps that would do the same thing only the last is carried out, the others are noted as overtaken."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from courses.enrolment.working_days import add_working_days, working_days_between

from .defaults import LAST_DAY, OWN_MENTOR_DAYS, REASSIGN_DAY, REMINDER_DAYS, SUPERVISOR_DAY
from .models import Reminder

Step = Reminder.Step

DAYS = {
    Step.TO_QUEUE: OWN_MENTOR_DAYS,
    Step.THIRD_DAY: REMINDER_DAYS[0],
    Step.FIFTH_DAY: REMINDER_DAYS[1],
    Step.REASSIGNED: REASSIGN_DAY,
    Step.TO_SUPERVISOR: SUPERVISOR_DAY,
}
REMINDERS = (Step.THIRD_DAY, Step.FIFTH_DAY)
MOVES = (Step.REASSIGNED, Step.TO_SUPERVISOR)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What the rules ask of an open task. `is_offered`: it waits for one mentor alone; `is_offer_over`: they have had their time, or are
    away. `is_held`: somebody is reading it. `is_promised`: the learner was given a day."""

    handed_in_on: date
    country: str
    is_promised: bool
    is_offered: bool = False
    is_offer_over: bool = False
    is_held: bool = False


@dataclass(frozen=True)
class Due:
    step: Reminder.Step
    on: date
    is_overtaken: bool = False


def steps_due(waiting: Waiting, today: date, done: Collection[str]) -> list[Due]:
    """In their order. What is being read is not moved: its turn comes when the lease has run out. An offer that is over ends, however
    often that happens to a task; every other step is done once."""
    passed = working_days_between(waiting.handed_in_on, today, waiting.country)
    reached = [step for step in (*REMINDERS, *MOVES) if waiting.is_promised and step not in done and passed >= DAYS[step]]
    if waiting.is_offered and waiting.is_offer_over:
        reached.insert(0, Step.TO_QUEUE)
    if waiting.is_held:
        reached = [step for step in reached if step in REMINDERS]
    return [Due(step, due_on(waiting, step), _is_overtaken(step, reached)) for step in reached]


def due_on(waiting: Waiting, step: Reminder.Step) -> date:
    return add_working_days(waiting.handed_in_on, DAYS[step], waiting.country)


def new_date(waiting: Waiting, today: date) -> date:
    """What the learner is told when the promise was not kept: day 10; after a long downtime the next working day."""
    return max(
        add_working_days(waiting.handed_in_on, LAST_DAY, waiting.country),
        add_working_days(add_working_days(today, 0, waiting.country), 1, waiting.country),
    )


def is_to_close(closes_on: date | None, today: date) -> bool:
    """The last day belongs to the learner."""
    return closes_on is not None and today > closes_on


def _is_overtaken(step: Reminder.Step, reached: Collection[str]) -> bool:
    """A reminder by a later one or by a move, a move by a later move: who gets it now has just been told."""
    later = [*REMINDERS, *MOVES] if step in REMINDERS else MOVES
    return any(DAYS[each] > DAYS[step] for each in later if each in reached)
