"""What waits, and who is stuck where: as it is now. Each is a queryset, so that a number and its rows are the same."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from courses.enrolment.models import Cohort, Enrolment, Extension

from ..models import Iteration, Reminder, ReviewTask, Submission, TaskEvent
from ..models.assignment import KIND
from ..promises import MOVES
from .scope import Scope

SILENT_DAYS = 14  # days in a row, weekends too: a learner has no working days


def waiting(scope: Scope) -> QuerySet[ReviewTask]:
    """Open tasks. Of a mentor: those that are theirs alone now."""
    tasks = scope.tasks.open()
    return tasks.filter(_in_the_hands_of(scope.mentor, scope.at)) if scope.mentor else tasks


def _in_the_hands_of(mentor: int, at: datetime) -> Q:
    return _held(at, claimed_by=mentor) | _offered(at, offered_to=mentor)


def _held(at: datetime, **whose: int) -> Q:
    return Q(claimed_by__isnull=False, claimed_until__gt=at, **whose)


def _offered(at: datetime, **whose: int) -> Q:
    return Q(offered_to__isnull=False, offered_until__gt=at, **whose) & (Q(claimed_by=None) | Q(claimed_until__lte=at))


def held(scope: Scope) -> QuerySet[ReviewTask]:
    """Open tasks that somebody is reading."""
    return waiting(scope).filter(_held(scope.at))


def offered(scope: Scope) -> QuerySet[ReviewTask]:
    """Open tasks that wait for one mentor alone."""
    return waiting(scope).filter(_offered(scope.at))


def overdue(scope: Scope) -> QuerySet[ReviewTask]:
    """Open tasks whose first promise was not kept: its working day is over on the cohort's clock, or it was moved since."""
    moved = Reminder.objects.filter(task=OuterRef("pk"), step__in=MOVES)
    return waiting(scope).filter(_promise_is_over(scope) | Q(promised_on__isnull=False) & Exists(moved))


def _promise_is_over(scope: Scope) -> Q:
    """Today is another day in another time zone. One query for the zones."""
    over = Q(pk__in=[])
    for zone in Cohort.objects.filter(pk__in=scope.tasks.values("cohort")).values_list("time_zone", flat=True).distinct().order_by():
        over |= Q(cohort__time_zone=zone, promised_on__lt=scope.at.astimezone(ZoneInfo(zone)).date())
    return over


def silent(scope: Scope) -> QuerySet[Submission]:
    """Returned at least SILENT_DAYS ago, of learners who are studying, and nothing was written in it since. With `returned_at`."""
    returned = TaskEvent.objects.filter(task__submission=OuterRef("pk"), what=TaskEvent.What.RETURNED)
    last = returned.order_by().values("task__submission").annotate(last=Max("at")).values("last")
    theirs = Submission.objects.filter(enrolment__in=scope.enrolments.filter(state=Enrolment.State.ACTIVE), state=Submission.State.RETURNED)
    since = theirs.annotate(returned_at=last).filter(returned_at__lte=scope.at - timedelta(days=SILENT_DAYS))
    return since.filter(Q(changed_at=None) | Q(changed_at__lte=F("returned_at")))


def never_handed_in(scope: Scope) -> QuerySet[Enrolment]:
    """Due by the cohort's date, for learners who are studying and have no later close of their own, and no round stands. A row for each
    learner and assignment, with `activity` and `due_at`."""
    due = Q(cohort__activity_dates__due_at__lt=scope.at, cohort__activity_dates__activity__kind=KIND)
    live = Q(cohort__activity_dates__activity__retired_at=None)
    rounds = Iteration.objects.standing().filter(submission__enrolment=OuterRef("pk"), submission__assignment=OuterRef("activity"))
    later = Extension.objects.filter(enrolment=OuterRef("pk"), activity=OuterRef("activity"), closes_at__gt=scope.at)
    studying = scope.enrolments.filter(due, live, state=Enrolment.State.ACTIVE)
    dated = studying.annotate(activity=F("cohort__activity_dates__activity"), due_at=F("cohort__activity_dates__due_at"))
    return dated.filter(~Exists(rounds), ~Exists(later))


def asleep(scope: Scope) -> QuerySet[Enrolment]:
    """Studying in a cohort that is not over, and so silent that no letters go any more."""
    return scope.enrolments.running(scope.at).asleep()  # type: ignore[attr-defined]
