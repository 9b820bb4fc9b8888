"""What beat does so that nobody waits longer than promised. Which steps are due: `promises.py`; the table: docs/mentorship.md.

A task's steps and their rows in the ledger are one transaction, which holds the task: two that run at once do a step once, and one that
is killed leaves it to the next."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils.timezone import now

from courses.enrolment.working_days import local_day
from lms.accounts.models import User

from ..letters import post_new_date
from ..models import Reminder, ReviewTask, Submission, TaskEvent
from ..promises import REMINDERS, Due, Step, Waiting, is_to_close, new_date, steps_due
from ..room import hold_room, mentors_with_room, profile_of, supervisors_of
from .claiming import tidy_leases
from .offering import offer, pass_on, queue, record

State = ReviewTask.State


class NoRoomAnyMore(Exception):
    """Somebody else gave the chosen mentor work meanwhile. The task is left to the next run."""


def keep_promises() -> int:
    """Do whatever is due, however long nobody looked. Returns for how many tasks there was something to do."""
    tidy_leases()
    return sum(keep_promise(task_id=task.pk) for task in waiting_too_long(now()))


def waiting_too_long(at: datetime) -> list[ReviewTask]:
    """Those with a step that is due. Two queries, however many wait; each is looked at again when it is held."""
    tasks = ReviewTask.objects.open().select_related("cohort__course", "offered_to__mentor_profile").prefetch_related("reminders")
    return [task for task in tasks.order_by("handed_in_at", "pk") if _due(task, at, {row.step for row in task.reminders.all()})]


def keep_promise(*, task_id: int) -> bool:
    """The steps of one task. A repeat changes nothing."""
    try:
        with transaction.atomic():
            return _keep_promise(task_id)
    except NoRoomAnyMore:
        return False


def _keep_promise(task_id: int) -> bool:
    held = ReviewTask.objects.select_for_update(of=("self",)).open().select_related("cohort__course", "offered_to__mentor_profile")
    task, at = held.filter(pk=task_id).first(), now()
    if task is None:
        return False
    due = _due(task, at, set(task.reminders.values_list("step", flat=True)))
    for each in due:
        record_step(task, each, at)
    return bool(due)


def _due(task: ReviewTask, at: datetime, done: set[str]) -> list[Due]:
    return steps_due(facts_of(task, at), local_day(at, task.cohort), done)


def facts_of(task: ReviewTask, at: datetime) -> Waiting:
    mentor = None if task.is_for_supervisor else task.offered_to
    return Waiting(
        handed_in_on=local_day(task.handed_in_at, task.cohort),
        country=task.cohort.country,
        is_promised=task.promised_on is not None,
        is_offered=mentor is not None,
        is_offer_over=mentor is not None and (not task.is_offered(at) or profile_of(mentor).is_away(local_day(at, task.cohort))),
        is_held=task.is_held(at),
    )


def record_step(task: ReviewTask, due: Due, at: datetime) -> None:
    person = None if due.is_overtaken else _do(task, due.step, at)
    facts = {"person": person, "due_on": due.on, "done_at": at}
    Reminder.objects.get_or_create(task=task, step=due.step, defaults=facts)  # an offer may end more than once


def _do(task: ReviewTask, step: Reminder.Step, at: datetime) -> User | None:
    """Returns who is to be told."""
    if step == Step.TO_QUEUE:
        queue(task=task, at=at)
        task.refresh_from_db(fields=["state", "offered_to", "offered_until", "claimed_by", "claimed_until"])
        return None
    if step in REMINDERS:
        return _whom_to_remind(task, at)
    person = _reassign(task, at) if step == Step.REASSIGNED and not task.is_for_supervisor else None
    person = person or _supervise(task, at)
    _promise_anew(task, at)
    return person


def _whom_to_remind(task: ReviewTask, at: datetime) -> User | None:
    """Whoever has it or is meant to take it. Of those who might take it from the queue one, another one each time: a letter to everybody
    is meant for nobody."""
    if task.is_held(at):
        return task.claimed_by
    if task.offered_to is not None:
        return task.offered_to
    if not task.is_for_supervisor:
        able = mentors_with_room(task, at, besides=_told(task)) or mentors_with_room(task, at)
        if able:
            return _least_reminded(able)
    return _supervisor(task, at)


def _reassign(task: ReviewTask, at: datetime) -> User | None:
    """To another mentor with room: none of those whom it was offered to, and rather one who was not reminded of it either."""
    tried, told = set(task.events.filter(to__isnull=False).values_list("to", flat=True)), _told(task)
    able = mentors_with_room(task, at, besides=tried)
    person = next((each for each in able if each.pk not in told), None) or next(iter(able), None)
    if person is None:
        return None
    if hold_room(person, at) <= 0:
        raise NoRoomAnyMore
    offer(task=task, to=person, at=at, what=TaskEvent.What.REASSIGNED)
    return person


def _supervise(task: ReviewTask, at: datetime) -> User | None:
    """Where nobody supervises, it stays with the mentors."""
    person = _supervisor(task, at)
    if person and not task.is_for_supervisor:
        pass_on(task=task, to=person, at=at)
    elif task.offered_to is not None:
        queue(task=task, at=at)
    return person


def _promise_anew(task: ReviewTask, at: datetime) -> None:
    task.promised_on = new_date(facts_of(task, at), local_day(at, task.cohort))
    if ReviewTask.objects.filter(pk=task.pk).exclude(promised_on=task.promised_on).update(promised_on=task.promised_on):
        post_new_date(task)


def _supervisor(task: ReviewTask, at: datetime) -> User | None:
    """One of them, another one each time."""
    able, told = supervisors_of(task, at), _told(task)
    return _least_reminded([person for person in able if person.pk not in told] or able)


def _told(task: ReviewTask) -> set[int]:
    return set(task.reminders.filter(person__isnull=False).values_list("person", flat=True))


def _least_reminded(people: Sequence[User]) -> User | None:
    """Whom the fewest open tasks have been told about; among equals the first."""
    told = dict(
        Reminder.objects.filter(person__in=people, task__state__in=ReviewTask.OPEN).values_list("person").annotate(Count("pk")).order_by()
    )
    return min(people, key=lambda person: told.get(person.pk, 0), default=None)


def close_what_is_accepted() -> int:
    """A week after the acceptance nothing is answered any more. Returns how many were closed."""
    ripe = Submission.objects.filter(state=Submission.State.ACCEPTED, closes_on__lte=now().date() + timedelta(days=1))
    return sum(_close(submission) for submission in ripe.select_related("enrolment__cohort").order_by("pk"))


@transaction.atomic
def _close(submission: Submission) -> bool:
    at = now()
    if not is_to_close(submission.closes_on, local_day(at, submission.enrolment.cohort)):
        return False
    accepted = Submission.objects.filter(pk=submission.pk, state=Submission.State.ACCEPTED, closes_on=submission.closes_on)
    if not accepted.update(state=Submission.State.CLOSED):
        return False
    task = ReviewTask.objects.filter(submission=submission, state=State.ACCEPTED).order_by("-settled_at", "-pk")[0]
    facts: dict[str, Any] = {"due_on": submission.closes_on, "done_at": at}
    Reminder.objects.get_or_create(task=task, step=Step.CLOSED, defaults=facts)
    record(task, TaskEvent.What.CLOSED, at=at)
    return True
