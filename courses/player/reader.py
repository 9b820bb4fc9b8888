"""The reader of a lesson: what the one opening it has done in this course. A constant number of queries."""

from dataclasses import dataclass

from django.db.models import Case, OuterRef, Subquery, Value, When

from courses.catalogue.models import Course
from courses.catalogue.outline import Outline, outline
from courses.enrolment.models import ActivityCompletion, Enrolment, LessonPosition
from courses.enrolment.progress import Progress, progress
from lms.accounts.models import User

READABLE = [*Enrolment.STUDYING, Enrolment.State.PAUSED, Enrolment.State.WITHDRAWN, Enrolment.State.EXPIRED]


@dataclass(frozen=True)
class Reader:
    """`enrolment` is None for a visitor; `stopped_at` and `read_version_id` are about the lesson asked for."""

    outline: Outline
    enrolment: Enrolment | None
    completed: frozenset[int]
    progress: Progress

    @property
    def stopped_at(self) -> str:
        return getattr(self.enrolment, "stopped_at", None) or ""

    @property
    def read_version_id(self) -> int | None:
        return getattr(self.enrolment, "read_version_id", None)

    @property
    def is_studying(self) -> bool:
        return self.enrolment is not None and self.enrolment.state in Enrolment.STUDYING


def reader_of(course: Course, *, person: User, language: str, lesson_id: int | None = None) -> Reader:
    """Two queries for somebody enrolled, one for somebody who is not, none for a stranger (and the outline, which is kept)."""
    kept = outline(course, language)
    enrolment = _enrolment(course, person, lesson_id) if person.is_authenticated else None
    completed = (
        frozenset(ActivityCompletion.objects.filter(enrolment=enrolment).values_list("activity_id", flat=True))
        if enrolment
        else frozenset()
    )
    last = enrolment.last_lesson_id if enrolment else None
    return Reader(kept, enrolment, completed, progress(kept, completed, last_lesson_id=last))


def _enrolment(course: Course, person: User, lesson_id: int | None) -> Enrolment | None:
    """The one being studied, else the latest that can still be read."""
    position = LessonPosition.objects.filter(enrolment=OuterRef("pk"), lesson=lesson_id)
    found = (
        Enrolment.objects.of(person)
        .filter(cohort__course=course, state__in=READABLE)
        .select_related("cohort")
        .annotate(
            is_over=Case(When(state__in=Enrolment.STUDYING, then=Value(0)), default=Value(1)),
            stopped_at=Subquery(position.values("block_id")),
            read_version_id=Subquery(position.values("read_version_id")),
        )
        .order_by("is_over", "-pk")
        .first()
    )
    if found:
        found.cohort.course = course
        found.learner = person
    return found
