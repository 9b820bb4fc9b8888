"""How far a learner is. Only required activities count; an activity that an editor retired counts for nobody."""

from collections.abc import Iterable, Set
from dataclasses import dataclass

from django.utils.translation import get_language

from courses.catalogue.outline import Outline, OutlineActivity, OutlineLesson, outlines

from .models import ActivityCompletion, Enrolment


@dataclass(frozen=True)
class LessonProgress:
    """`done` of `total` required activities of one lesson; `missing` in the order of the lesson."""

    lesson: OutlineLesson
    done: int
    missing: tuple[OutlineActivity, ...]

    @property
    def total(self) -> int:
        return self.done + len(self.missing)

    @property
    def is_done(self) -> bool:
        return not self.missing

    @property
    def is_started(self) -> bool:
        return 0 < self.done < self.total


@dataclass(frozen=True)
class Progress:
    outline: Outline
    lessons: tuple[LessonProgress, ...]
    next: LessonProgress | None
    facts: int = 0  # all that is completed, also what does not count any more

    @property
    def done(self) -> int:
        return sum(lesson.done for lesson in self.lessons)

    @property
    def total(self) -> int:
        return sum(lesson.total for lesson in self.lessons)

    @property
    def lessons_done(self) -> int:
        return sum(lesson.is_done for lesson in self.lessons)

    def of_lesson(self, lesson_id: int) -> LessonProgress | None:
        return next((lesson for lesson in self.lessons if lesson.lesson.id == lesson_id), None)


def progress(course: Outline, completed: Set[int], *, last_lesson_id: int | None = None) -> Progress:
    """The next step is the lesson last seen while something is missing in it, else the first with something missing, else none.

    `completed` holds ids of activities. A course without lessons has neither progress nor a next step.
    """
    lessons = tuple(_lesson_progress(lesson, completed) for lesson in course.lessons)
    missing = [lesson for lesson in lessons if not lesson.is_done]
    last = next((lesson for lesson in missing if lesson.lesson.id == last_lesson_id), None)
    return Progress(outline=course, lessons=lessons, next=last or (missing[0] if missing else None), facts=len(completed))


def _lesson_progress(lesson: OutlineLesson, completed: Set[int]) -> LessonProgress:
    required = [activity for activity in lesson.activities if activity.is_required]
    missing = tuple(activity for activity in required if activity.id not in completed)
    return LessonProgress(lesson=lesson, done=len(required) - len(missing), missing=missing)


def progress_of(enrolment: Enrolment, language: str | None = None) -> Progress:
    """The progress of one enrolment, titles in `language` (the active one by default)."""
    return progress_of_many([enrolment], language)[enrolment.pk]


def progress_of_many(enrolments: Iterable[Enrolment], language: str | None = None) -> dict[int, Progress]:
    """Progress by enrolment id: one query for the facts of all of them, and the outlines, which are kept."""
    enrolments = list(enrolments)
    completed: dict[int, set[int]] = {enrolment.pk: set() for enrolment in enrolments}
    for enrolment_id, activity_id in ActivityCompletion.objects.filter(enrolment__in=completed).values_list("enrolment_id", "activity_id"):
        completed[enrolment_id].add(activity_id)
    courses = {enrolment.cohort.course_id: enrolment.cohort.course for enrolment in enrolments}
    known = outlines(courses.values(), language or get_language() or "en")
    return {
        enrolment.pk: progress(known[enrolment.cohort.course_id], completed[enrolment.pk], last_lesson_id=enrolment.last_lesson_id)
        for enrolment in enrolments
    }
