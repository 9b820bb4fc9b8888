"""Who makes examples, who reviews them, who reads that."""

from django.db.models import Q, QuerySet

from courses.catalogue.models import Course
from courses.enrolment.models import Cohort
from courses.mentorship.models import Assignment
from courses.mentorship.models.assignment import KIND
from courses.mentorship.rules import SUPERVISORS, WATCHERS
from courses.quizzes.editors import EDITORS, READERS
from lms.accounts.models import Role, User
from lms.accounts.rules import has_role, within_scopes

from .models import Example, TrialReview
from .models.example import ExampleQuerySet


def examples_edited_by(person: User) -> ExampleQuerySet:
    return within_scopes(Example.objects.all(), person, EDITORS, "course")


def examples_seen_by(person: User) -> ExampleQuerySet:
    """In the back office."""
    return within_scopes(Example.objects.all(), person, READERS, "course")


def assignments_with_examples_by(person: User) -> QuerySet[Assignment]:
    """That the person may make examples for."""
    live = Assignment.objects.live().filter(kind=KIND, lesson__retired_at=None, lesson__course__retired_at=None)
    return within_scopes(live, person, EDITORS, "lesson__course")


def courses_mentored_by(person: User) -> QuerySet[Course]:
    """Where they mentor the course or a cohort of it."""
    cohorts = within_scopes(Cohort.objects.all(), person, [Role.MENTOR]).order_by().values("course")
    courses = within_scopes(Course.objects.all(), person, [Role.MENTOR]).order_by().values("pk")
    return Course.objects.filter(Q(pk__in=cohorts) | Q(pk__in=courses))


def mentors_somewhere(person: User) -> bool:
    return courses_mentored_by(person).exists()


def examples_reviewed_by(person: User) -> ExampleQuerySet:
    """That they may begin a trial with."""
    return Example.objects.published().filter(course__in=courses_mentored_by(person).values("pk"))


def cohorts_watched_by(person: User) -> QuerySet[Cohort]:
    """Where the person sees who has done their trials."""
    return within_scopes(Cohort.objects.all(), person, WATCHERS)


def cohorts_supervised_by(person: User) -> QuerySet[Cohort]:
    """Where the person reads them, and may waive them."""
    return within_scopes(Cohort.objects.all(), person, SUPERVISORS)


def trial_read_by(person: User, pk: int) -> TrialReview | None:
    """With what its pages show; None where it is not the person's to read."""
    trials = TrialReview.objects.select_related("example", "version__version", "version__rubric", "reviewer")
    trial = trials.filter(pk=pk).first()
    if trial is None or not may_read(person, trial):
        return None
    trial.version.example = trial.example
    return trial


def may_read(person: User, trial: TrialReview) -> bool:
    """The reviewer; what was sent also whoever supervises a cohort of the course in which the reviewer is a mentor."""
    if trial.reviewer_id == person.pk:
        return True
    if trial.sent_at is None:
        return False
    supervised = cohorts_supervised_by(person).filter(course=trial.example.course_id).select_related("course")
    return any(has_role(trial.reviewer, Role.MENTOR, cohort) for cohort in supervised)
