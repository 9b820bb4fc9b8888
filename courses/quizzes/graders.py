"""Who reads what learners wrote in quizzes, who sees the figures, who may change marks: each asks for the scope."""

from django.db.models import QuerySet

from courses.enrolment.barred import not_barred
from courses.enrolment.models import Cohort
from lms.accounts.models import Role, User
from lms.accounts.rules import has_role_anywhere, within_scopes

from .models import Attempt, AttemptQuestion, Quiz

GRADERS = (Role.MENTOR, Role.SUPERVISOR, Role.COORDINATOR, Role.ADMINISTRATOR)
WATCHERS = (Role.EDITOR, Role.SUPERVISOR, Role.COORDINATOR, Role.ADMINISTRATOR)
REGRADERS = (Role.EDITOR, Role.COORDINATOR, Role.ADMINISTRATOR)


def grades_somewhere(person: User) -> bool:
    return any(has_role_anywhere(person, role) for role in GRADERS)


def watches_somewhere(person: User) -> bool:
    return any(has_role_anywhere(person, role) for role in WATCHERS)


def answers_graded_by(person: User) -> QuerySet[AttemptQuestion]:
    """Questions of the learners in the person's scope; never their own, nor those of people they are barred from, nor what an erased
    account left empty."""
    answers = within_scopes(AttemptQuestion.objects.all(), person, GRADERS, "attempt__enrolment__cohort")
    return (
        not_barred(answers, person=person, learner="attempt__enrolment__learner")
        .exclude(attempt__enrolment__learner=person)
        .filter(attempt__enrolment__learner__erased_at=None)
    )


def attempts_named_to(person: User) -> QuerySet[Attempt]:
    """Whose learners the person knows by name; others see numbers."""
    return within_scopes(Attempt.objects.all(), person, GRADERS, "enrolment__cohort")


def attempts_watched_by(person: User) -> QuerySet[Attempt]:
    """Whose figures the person sees, nobody's name with them."""
    return within_scopes(Attempt.objects.all(), person, WATCHERS, "enrolment__cohort")


def quizzes_watched_by(person: User) -> QuerySet[Quiz]:
    """Those of the courses in scope, and those of the courses of the cohorts in scope."""
    courses = within_scopes(Cohort.objects.all(), person, WATCHERS).values("course")
    within = within_scopes(Quiz.objects.filter(kind="quiz"), person, WATCHERS, "lesson__course")
    return within | Quiz.objects.filter(kind="quiz", lesson__course__in=courses)


def quizzes_regraded_by(person: User) -> QuerySet[Quiz]:
    """A regrade changes the marks of all cohorts of a course, so it takes a role on the course or more. Who corrects a key is an editor, so
    editors regrade too, without reading names."""
    return within_scopes(Quiz.objects.filter(kind="quiz"), person, REGRADERS, "lesson__course")
