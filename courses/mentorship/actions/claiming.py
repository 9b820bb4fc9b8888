"""A mentor's hold on a task. Of two who try at once one gets it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Case, Q, Value, When
from django.utils.timezone import now

from courses.quizzes.grading_list import held_by as answers_held_by
from lms.accounts.models import User

from ..defaults import LEASE, MOST_OPEN
from ..models import Review, ReviewTask, TaskEvent
from ..readiness import concerns, what_comes_first, where
from ..rules import Refusal, Refused
from .offering import record

State = ReviewTask.State
What = TaskEvent.What


def back(at: datetime) -> Case:
    """Where a task goes when nobody has it in hand any more: as before it was taken."""
    return Case(
        When(is_for_supervisor=True, then=Value(State.ESCALATED.value)),
        When(offered_to__isnull=False, offered_until__gt=at, then=Value(State.OFFERED.value)),
        default=Value(State.QUEUED.value),
    )


@transaction.atomic
def claim(*, task: ReviewTask, person: User) -> datetime:
    """Take a task that the person may take (`rules.tasks_taken_by`), or keep it. Returns until when. Raises Refused.

    The person's own row is held meanwhile, so that two clicks do not make five open ones of four; answers of quizzes are among them. It is
    held against others who hold it and not against rows that name it: beat, which has the task, may be giving it to this very person."""
    _check_ready(task, person)
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    at = now()
    if ReviewTask.objects.held_by(person, at).exclude(pk=task.pk).count() + answers_held_by(person, at).count() >= MOST_OPEN:
        raise Refused(Refusal.TOO_MANY)
    was_mine = ReviewTask.objects.held_by(person, at).filter(pk=task.pk).exists()
    until = hold(task=task, person=person)
    if until is None:
        raise why_not(task)
    if not was_mine:
        record(task, What.CLAIMED, by=person, at=at)
    return until


def _check_ready(task: ReviewTask, person: User) -> None:
    """Who has begun to write about this very task goes on. Raises Refused."""
    first = what_comes_first(person, [where(task.cohort)]) if concerns(task.course_id) else []
    if first and not Review.objects.filter(task=task, reviewer=person).exists():
        raise Refused(Refusal.NOT_READY, first=first[0])


def hold(*, task: ReviewTask, person: User) -> datetime | None:
    """Have it for another 45 minutes, also after the lease ran out if nobody took it meanwhile. None: it is not to be had any more."""
    at = now()
    free = Q(claimed_by=None) | Q(claimed_by=person) | Q(claimed_until__lte=at)
    mine = ReviewTask.objects.open().filter(free, pk=task.pk)
    state = Case(When(state=State.IN_REVIEW, claimed_by=person, then=Value(State.IN_REVIEW.value)), default=Value(State.CLAIMED.value))
    return at + LEASE if mine.update(state=state, claimed_by=person, claimed_until=at + LEASE) else None


def renew(*, task_id: int, person: User) -> datetime | None:
    """Another 45 minutes for what is in the person's hands. None: it is not, or not any more."""
    at = now()
    held = ReviewTask.objects.filter(pk=task_id, state__in=[State.CLAIMED, State.IN_REVIEW], claimed_by=person, claimed_until__gt=at)
    return at + LEASE if held.update(claimed_until=at + LEASE) else None


@transaction.atomic
def open_review(*, task: ReviewTask, person: User) -> Review:
    """The holder looks at what was handed in: from now on it cannot be taken back. Raises Refused."""
    at = now()
    held = ReviewTask.objects.held_by(person, at).filter(pk=task.pk)
    first = held.filter(opened_at=None).update(state=State.IN_REVIEW, opened_at=at)
    if not first and not held.update(state=State.IN_REVIEW):
        raise why_not(task)
    if first:
        record(task, What.OPENED, by=person, at=at)
    return Review.objects.get_or_create(task=task, reviewer=person)[0]


@transaction.atomic
def release(*, task: ReviewTask, person: User) -> None:
    """Back to where it came from. The draft stays with whoever wrote it. A repeat changes nothing."""
    mine = ReviewTask.objects.filter(pk=task.pk, claimed_by=person, state__in=[State.CLAIMED, State.IN_REVIEW])
    if mine.update(state=back(now()), claimed_by=None, claimed_until=None):
        record(task, What.RELEASED, by=person)


@transaction.atomic
def tidy_leases() -> int:
    """For beat: tasks whose lease ran out say so. Returns how many."""
    at, count = now(), 0
    stale = ReviewTask.objects.filter(state__in=[State.CLAIMED, State.IN_REVIEW], claimed_until__lte=at)
    for task in stale.order_by("pk").select_related("claimed_by"):
        gone = ReviewTask.objects.filter(pk=task.pk, claimed_by=task.claimed_by_id, claimed_until=task.claimed_until)
        if gone.update(state=back(now()), claimed_by=None, claimed_until=None):
            record(task, What.LEASE_RAN_OUT, by=task.claimed_by, at=at)
            count += 1
    return count


def why_not(task: ReviewTask) -> Refused:
    """Why the task is not to be had."""
    task = ReviewTask.objects.select_related("claimed_by").get(pk=task.pk)
    if task.state == State.WITHDRAWN:
        return Refused(Refusal.WITHDRAWN)
    if not task.is_open:
        return Refused(Refusal.SETTLED)
    return Refused(Refusal.TAKEN, holder=task.claimed_by, until=task.claimed_until)
