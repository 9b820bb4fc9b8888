"""The reader of a lesson: what the one opening it has done in this course. A constant number of queries."""

from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from courses.catalogue.models import Course
from courses.catalogue.outline import Outline, outline
from courses.enrolment.models import ActivityCompletion, Cohort, CourseCompletion, Enrolment, LessonPosition
from courses.enrolment.progress import Progress, progress
from lms.accounts.models import User
from lms.core.joined import Columns, Joined, plain

READABLE = [*Enrolment.STUDYING, Enrolment.State.PAUSED, Enrolment.State.WITHDRAWN, Enrolment.State.EXPIRED]


@dataclass(frozen=True)
class Reader:
    """`enrolment` is None for a visitor; `position` is about the lesson asked for."""

    outline: Outline
    enrolment: Enrolment | None
    completed: frozenset[int]
    progress: Progress
    position: LessonPosition | None = None
    completed_at: datetime | None = None

    @property
    def stopped_at(self) -> str:
        return self.position.block_id if self.position else ""

    @property
    def read_version_id(self) -> int | None:
        return self.position.read_version_id if self.position else None

    @property
    def seen_change_id(self) -> int | None:
        return self.position.seen_change_id if self.position else None

    @property
    def is_studying(self) -> bool:
        return self.enrolment is not None and self.enrolment.state in Enrolment.STUDYING


def reader_of(course: Course, *, person: User, language: str, kept: Outline | None = None, lesson_id: int | None = None) -> Reader:
    """Two queries for somebody enrolled, one for somebody who is not, none for a stranger. `kept`: the outline, where it is at hand."""
    kept = kept or outline(course, language)
    enrolment, position, completion = _mine(course, person, lesson_id) if person.is_authenticated else (None, None, None)
    completed = frozenset(chain.from_iterable(plain(ActivityCompletion, _COMPLETED, [enrolment.pk]))) if enrolment else frozenset()
    last = enrolment.last_lesson_id if enrolment else None
    completed_at = completion.completed_at if completion else None
    return Reader(kept, enrolment, completed, progress(kept, completed, last_lesson_id=last), position, completed_at)


# By hand: the page is opened more than any other, and building its queries costs more than asking them
_MINE = Joined(
    Columns(Enrolment, "e"),
    Columns(Cohort, "c"),
    Columns(LessonPosition, "p", "block_id", "read_version_id", "seen_change_id"),
    Columns(CourseCompletion, "d", "completed_at"),
    source="""
    FROM enrolment_enrolment e
    JOIN enrolment_cohort c ON c.id = e.cohort_id AND c.course_id = %s
    LEFT JOIN enrolment_lessonposition p ON p.enrolment_id = e.id AND p.lesson_id = %s
    LEFT JOIN enrolment_coursecompletion d ON d.enrolment_id = e.id
    WHERE e.learner_id = %s
    """,
)
_COMPLETED = "SELECT activity_id FROM enrolment_activitycompletion WHERE enrolment_id = %s"


def _mine(course: Course, person: User, lesson_id: int | None) -> tuple[Enrolment | None, LessonPosition | None, CourseCompletion | None]:
    """The enrolment being studied, else the latest that can still be read; with its learner, its cohort and its course."""
    mine = [one for one in _MINE.rows([course.pk, lesson_id, person.pk]) if one[0].state in READABLE]
    if not mine:
        return None, None, None
    enrolment, cohort, position, completion = max(mine, key=lambda one: (one[0].state in Enrolment.STUDYING, one[0].pk))
    enrolment.learner, enrolment.cohort, cohort.course = person, cohort, course
    return enrolment, position, completion
