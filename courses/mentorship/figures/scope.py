"""What figures are about: whose they may be, and what was chosen of it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, cast

from django.db.models import Q, QuerySet
from django.utils.timezone import get_current_timezone

from courses.enrolment.models import Cohort, Enrolment
from lms.accounts.models import Role, User
from lms.accounts.rules import within_scope, within_scopes

from ..models import Pairing, ReviewTask
from ..models.task import ReviewTaskQuerySet
from ..rules import WATCHERS, tasks_seen_by


@dataclass(frozen=True, kw_only=True)
class Scope:
    """`mentor`: only what is theirs — in their hands, answered by them, of the learners they are paired with. `since` and `until` (both
    days belong to it) choose by when something was answered; what waits, waits now."""

    at: datetime
    tasks: ReviewTaskQuerySet
    enrolments: QuerySet[Enrolment]
    mentor: int | None = None
    since: date | None = None
    until: date | None = None

    @property
    def answered_within(self) -> Q:
        zone, days = get_current_timezone(), Q()
        if self.since:
            days &= Q(at__gte=datetime.combine(self.since, time.min, zone))
        if self.until:
            days &= Q(at__lte=datetime.combine(self.until, time.max, zone))
        return days


def watched_cohorts(person: User) -> QuerySet[Cohort]:
    """Those whose figures, with names, the person may see."""
    return within_scopes(Cohort.objects.all(), person, WATCHERS)


def of_watcher(person: User, at: datetime, **chosen: Any) -> Scope:
    """All of the cohorts that the person looks after, as far as it was chosen: `course`, `cohort` (ids), `mentor`, `since`, `until`."""
    cohorts = watched_cohorts(person)
    for name, path in (("course", "course"), ("cohort", "pk")):
        if chosen.get(name):
            cohorts = cohorts.filter(**{path: chosen[name]})
    tasks, enrolments = ReviewTask.objects.filter(cohort__in=cohorts), Enrolment.objects.filter(cohort__in=cohorts)
    scope = Scope(at=at, tasks=tasks, enrolments=enrolments, since=chosen.get("since"), until=chosen.get("until"))
    return _of_mentor(scope, cast(int, chosen["mentor"])) if chosen.get("mentor") else scope


def of_mentor(person: User, at: datetime, *, since: date | None = None, until: date | None = None) -> Scope:
    """A mentor's own: of the cohorts where they are one."""
    enrolments = within_scope(Enrolment.objects.all(), person=person, role=Role.MENTOR, through="cohort")
    tasks = cast(ReviewTaskQuerySet, tasks_seen_by(person))
    return _of_mentor(Scope(at=at, tasks=tasks, enrolments=enrolments, since=since, until=until), person.pk)


def _of_mentor(scope: Scope, mentor: int) -> Scope:
    paired = Pairing.objects.current().filter(mentor=mentor).values("enrolment")
    return replace(scope, mentor=mentor, enrolments=scope.enrolments.filter(pk__in=paired))
