"""The reader of a lesson: what the one opening it has done in this course. A constant number of queries."""

from dataclasses import dataclass

from courses.catalogue.models import Course
from courses.catalogue.outline import Outline, outline
from courses.enrolment.models import ActivityCompletion, Enrolment
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


def reader_of(course: Course, *, person: User, language: str, kept: Outline | None = None, lesson_id: int | None = None) -> Reader:
    """Two queries for somebody enrolled, one for somebody who is not, none for a stranger. `kept`: the outline, where it is at hand."""
    kept = kept or outline(course, language)
    enrolment = _enrolment(course, person, lesson_id) if person.is_authenticated else None
    completed = (
        frozenset(ActivityCompletion.objects.filter(enrolment=enrolment).values_list("activity_id", flat=True))
        if enrolment
        else frozenset()
    )
    last = enrolment.last_lesson_id if enrolment else None
    return Reader(kept, enrolment, completed, progress(kept, completed, last_lesson_id=last))


_MINE = """
    SELECT e.*, p.block_id AS stopped_at, p.read_version_id
    FROM enrolment_enrolment e
    JOIN enrolment_cohort c ON c.id = e.cohort_id AND c.course_id = %s
    LEFT JOIN enrolment_lessonposition p ON p.enrolment_id = e.id AND p.lesson_id = %s
    WHERE e.learner_id = %s
"""  # by hand: the page is opened more than any other, and building this query costs more than asking it


def _enrolment(course: Course, person: User, lesson_id: int | None) -> Enrolment | None:
    """The one being studied, else the latest that can still be read."""
    mine = [one for one in Enrolment.objects.raw(_MINE, [course.pk, lesson_id, person.pk]) if one.state in READABLE]
    found = max(mine, key=lambda one: (one.state in Enrolment.STUDYING, one.pk), default=None)
    if found:
        found.learner = person
    return found
