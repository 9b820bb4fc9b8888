"""Whom a task waits for. States and who moves them: docs/mentorship.md."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.timezone import now

from courses.enrolment.models import Cohort, Enrolment
from courses.enrolment.working_days import local_day, promised_day
from lms.accounts.models import Role, User
from lms.accounts.rules import has_role

from ..defaults import OWN_MENTOR_DAYS, PROMISE_DAYS
from ..models import Iteration, Pairing, ReviewTask, TaskEvent
from ..readiness import is_ready
from ..room import hold_room, profile_of
from ..rules import is_barred

State = ReviewTask.State
What = TaskEvent.What


@transaction.atomic
def open_task(*, iteration: Iteration, reason: ReviewTask.Reason, is_last_round: bool = False, appeal: str = "") -> ReviewTask:
    """The task of reading an iteration: for the learner's own mentor, for everybody, or for a supervisor."""
    enrolment, at = iteration.submission.enrolment, now()
    cohort = enrolment.cohort
    is_for_supervisor = is_last_round or reason == ReviewTask.Reason.APPEAL
    mentor = None if is_for_supervisor else own_mentor(enrolment, at)
    state = State.ESCALATED if is_for_supervisor else State.OFFERED if mentor else State.QUEUED
    task = ReviewTask.objects.create(
        iteration=iteration,
        submission=iteration.submission,
        course=cohort.course,
        cohort=cohort,
        learner=enrolment.learner,
        language=iteration.language,
        reason=reason,
        appeal=appeal,
        state=state,
        is_for_supervisor=is_for_supervisor,
        handed_in_at=at,
        promised_on=None if iteration.is_unofficial else promised_day(at, PROMISE_DAYS, cohort),
        offered_to=mentor,
        offered_until=end_of_offer(at, cohort) if mentor else None,
    )
    record(task, What.HANDED_IN, by=enrolment.learner, at=at)
    match state:
        case State.OFFERED:
            record(task, What.OFFERED, to=mentor, at=at)
        case State.ESCALATED:
            record(task, What.ESCALATED, at=at)
        case _:
            record(task, What.QUEUED, at=at)
    return task


def own_mentor(enrolment: Enrolment, at: datetime) -> User | None:
    """The mentor of this learner who can be asked now: still one of the cohort, not away, not barred, with room for it.

    The enrolment is held before the pairing is read, and the mentor's profile before it is: of a change at this very moment either this
    learns, or the change finds the task that is made."""
    Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
    pairing = Pairing.objects.current().filter(enrolment=enrolment).select_related("mentor").first()
    if pairing is None:
        return None
    has_room = hold_room(pairing.mentor, at) > 0
    return pairing.mentor if has_room and can_be_asked(pairing.mentor, enrolment.cohort, enrolment.learner_id, at) else None


def can_be_asked(mentor: User, cohort: Cohort, learner_id: int, at: datetime) -> bool:
    return can_mentor(mentor, cohort, learner_id, at) and is_ready(mentor, cohort)


def can_mentor(mentor: User, cohort: Cohort, learner_id: int, at: datetime) -> bool:
    """Can have the learner as their own: also who has something to do before they read."""
    is_away = profile_of(mentor).is_away(local_day(at, cohort))
    return not is_away and has_role(mentor, Role.MENTOR, cohort) and not is_barred(mentor, learner_id)


def end_of_offer(at: datetime, cohort: Cohort) -> datetime:
    """The last moment of the second working day, on the cohort's clock."""
    last = promised_day(at, OWN_MENTOR_DAYS, cohort)
    return datetime.combine(last, time.max, ZoneInfo(cohort.time_zone))


def offer(*, task: ReviewTask, to: User, at: datetime, by: User | None = None, what: TaskEvent.What = What.OFFERED) -> bool:
    """Let a task that nobody has in hand wait for this mentor alone. False: somebody was quicker."""
    free = ReviewTask.objects.open().free(at).filter(pk=task.pk, is_for_supervisor=False)
    new = {"state": State.OFFERED, "offered_to": to, "offered_until": end_of_offer(at, task.cohort)}
    if not free.update(**new, claimed_by=None, claimed_until=None):
        return False
    record(task, what, by=by, to=to, at=at)
    return True


def queue(*, task: ReviewTask, at: datetime, by: User | None = None, reason: str = "") -> bool:
    """Let a task that waits for one mentor, and that nobody has in hand, wait for all of them. False: somebody was quicker."""
    offered = ReviewTask.objects.open().free(at).filter(pk=task.pk, offered_to=task.offered_to_id, is_for_supervisor=False)
    if not offered.update(state=State.QUEUED, offered_to=None, offered_until=None, claimed_by=None, claimed_until=None):
        return False
    record(task, What.QUEUED, by=by, reason=reason, at=at)
    return True


def pass_on(*, task: ReviewTask, to: User, at: datetime) -> bool:
    """From now on it is for supervisors; this one is told. False: somebody was quicker."""
    free = ReviewTask.objects.open().free(at).filter(pk=task.pk, is_for_supervisor=False)
    new = {"state": State.ESCALATED, "is_for_supervisor": True, "offered_to": None, "offered_until": None}
    if not free.update(**new, claimed_by=None, claimed_until=None):
        return False
    record(task, What.ESCALATED, to=to, at=at)
    return True


def record(
    task: ReviewTask, what: TaskEvent.What, *, by: User | None = None, to: User | None = None, reason: str = "", at: datetime | None = None
) -> None:
    TaskEvent.objects.create(task=task, what=what, by=by, to=to, reason=reason[:500], at=at or now())
