"""Who may. Figures are for those who may see the people anyway: whoever looks after every cohort that is counted. For others there is no
page. What leaves the house is made by whoever keeps the programme."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from courses.consultations.rules import KEEPERS, WATCHERS, cohorts_watched, keeps_somewhere
from courses.enrolment.models import Cohort
from lms.accounts.models import User
from lms.accounts.rules import has_role, has_role_anywhere, within_scopes

from .models import Programme, Release

__all__ = [
    "cohorts_watched",
    "keeps",
    "keeps_programmes",
    "keeps_somewhere",
    "programmes_kept_by",
    "programmes_seen_by",
    "releases_kept_by",
    "sees",
]


def keeps_programmes(person: User) -> bool:
    return any(has_role_anywhere(person, role) for role in KEEPERS)


def programmes_seen_by(person: User) -> QuerySet[Programme]:
    """Those of which the person looks after each cohort; without cohorts, those that they keep."""
    watched = cohorts_watched(person).values("pk")
    of_cohorts = Programme.cohorts.through.objects
    hidden = of_cohorts.exclude(cohort__in=watched).values("programme")
    theirs = Q(pk__in=of_cohorts.filter(cohort__in=watched).values("programme")) | Q(pk__in=_of_own_organisations(person).values("pk"))
    return Programme.objects.filter(theirs).exclude(pk__in=hidden)


def programmes_kept_by(person: User) -> QuerySet[Programme]:
    """Those of organisations that the person coordinates, as far as they may see the figures."""
    return programmes_seen_by(person).filter(pk__in=_of_own_organisations(person).values("pk"))


def sees(person: User, programme: Programme, cohorts: Sequence[Cohort]) -> bool:
    """Of one whose cohorts are known, with their courses: the same without a query."""
    if not cohorts:
        return keeps(person, programme)
    return all(any(has_role(person, role, cohort) for role in WATCHERS) for cohort in cohorts)


def keeps(person: User, programme: Programme) -> bool:
    """Of one that the person sees."""
    return any(has_role(person, role, programme.owner) for role in KEEPERS)


def releases_kept_by(person: User) -> QuerySet[Release]:
    return Release.objects.filter(programme__in=programmes_kept_by(person).values("pk"))


def cohorts_offered_to(person: User, programme: Programme | None) -> QuerySet[Cohort]:
    """Which cohorts the person may put into a programme: what they coordinate. What is in it stays."""
    kept = Q(pk__in=within_scopes(Cohort.objects.all(), person, KEEPERS).values("pk"))
    return Cohort.objects.filter(kept | Q(programmes=programme) if programme else kept).distinct().order_by("name", "pk")


def _of_own_organisations(person: User) -> QuerySet[Programme]:
    return within_scopes(Programme.objects.all(), person, KEEPERS, "owner")
