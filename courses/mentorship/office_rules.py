"""What coordinators and supervisors see and do in the back office. Nobody answers what is about themselves."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from courses.enrolment.models import Cohort
from lms.accounts.models import User
from lms.accounts.rules import within_scopes

from .figures.load import mentors_of
from .models import Bar, BarEvent, MentorRequest, Report
from .rules import WATCHERS, cohorts_paired_by


def requests_answered_by(person: User) -> QuerySet[MentorRequest]:
    """Of the cohorts that the person looks after; not about the person, not by them."""
    found = within_scopes(MentorRequest.objects.all(), person, WATCHERS, "enrolment__cohort")
    return found.exclude(Q(mentor=person.pk) | Q(enrolment__learner=person.pk))


def reports_seen_by(person: User) -> QuerySet[Report]:
    """The same; never the mentor whom a report is about, whatever else they are."""
    found = within_scopes(Report.objects.all(), person, WATCHERS, "review__task__cohort")
    return found.exclude(Q(review__reviewer=person.pk) | Q(review__task__learner=person.pk))


def bars_kept_by(person: User, cohort: Cohort) -> QuerySet[Bar]:
    """Of the learners of a cohort that the person keeps; not one between the person and somebody else."""
    kept = Bar.objects.filter(learner__enrolments__cohort__in=cohorts_paired_by(person).filter(pk=cohort.pk))
    return kept.exclude(mentor=person.pk).distinct()


def bar_events_kept_by(person: User, cohort: Cohort) -> QuerySet[BarEvent]:
    kept = BarEvent.objects.filter(learner__enrolments__cohort__in=cohorts_paired_by(person).filter(pk=cohort.pk))
    return kept.exclude(mentor=person.pk).distinct()


def mentors_kept_by(person: User) -> QuerySet[User]:
    """Whose profile the person may change: mentors of the cohorts that they pair."""
    return mentors_of(_with_course(cohorts_paired_by(person)))


def _with_course(cohorts: QuerySet[Cohort]) -> Iterable[Cohort]:
    return cohorts.select_related("course")
