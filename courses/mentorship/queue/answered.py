"""What has been answered, the latest first: reviews that were sent and answers that were graded."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from courses.quizzes.engine.state import StepKind
from courses.quizzes.graders import answers_graded_by
from courses.quizzes.grading_list import number_called
from courses.quizzes.models import AttemptStep
from lms.accounts.models import User

from ..kept_back import kept_from
from ..models import Review
from ..rules import tasks_seen_by
from .filters import Filters
from .order import Place

REVIEWS, GRADES = 0, 1  # sources, as in `order.Place`
WITH_REVIEW = ("reviewer", "task__learner", "task__cohort", "task__iteration__version")
WITH_GRADE = ("by", "log__attempt__version", "log__attempt__enrolment__learner", "log__attempt__enrolment__cohort")


@dataclass(frozen=True)
class Answered:
    """A review that was sent, or a step that gave marks: one of them."""

    place: Place
    review: Review | None = None
    grade: AttemptStep | None = None


def answered(person: User, filters: Filters, *, by_everybody: bool, before: Place | None, most: int) -> list[Answered]:
    """The person's own, or all that they may look into and that is not kept from them for now."""
    reviews = Review.objects.sent().filter(task__in=tasks_seen_by(person)).select_related(*WITH_REVIEW)
    grades = AttemptStep.objects.filter(kind=StepKind.GRADE.value, log__in=answers_graded_by(person))
    grades = grades.select_related(*WITH_GRADE).annotate(called=number_called("log__"))
    if by_everybody:
        reviews = reviews.exclude(pk__in=kept_from(person).values("pk"))
    else:
        reviews, grades = reviews.filter(reviewer=person), grades.filter(by=person)
    reviews = _narrowed(reviews, filters, "task__course", "task__cohort", "task__submission__assignment", "task__language")
    in_cohort, quiz = "log__attempt__enrolment__cohort", "log__attempt__quiz"
    grades = _narrowed(grades, filters, f"{in_cohort}__course", in_cohort, quiz, "log__attempt__language")
    found = [Answered(Place(False, one.sent_at, REVIEWS, one.pk), review=one) for one in _page(reviews, "sent_at", REVIEWS, before, most)]
    given = _page(grades, "created_at", GRADES, before, most)
    found += [Answered(Place(False, one.created_at, GRADES, one.pk), grade=one) for one in given]
    return sorted(found, key=lambda one: one.place, reverse=True)[:most]


def _narrowed(rows: QuerySet, filters: Filters, course: str, cohort: str, activity: str, language: str) -> QuerySet:
    chosen = {course: filters.course, cohort: filters.cohort, activity: filters.activity, language: filters.language}
    return rows.filter(**{path: value for path, value in chosen.items() if value})


def _page(rows: QuerySet, at: str, source: int, before: Place | None, most: int) -> list[Any]:
    if before is not None:
        most_pk = before.pk if source == before.source else (2**62 if source < before.source else -1)
        rows = rows.filter(Q(**{f"{at}__lt": before.since}) | Q(**{at: before.since, "pk__lt": most_pk}))
    return list(rows.order_by(f"-{at}", "-pk")[:most])
