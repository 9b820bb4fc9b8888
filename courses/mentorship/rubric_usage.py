"""Where rubrics are used: by what is published now."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from courses.catalogue.models import ActivityVersion, CourseVersion, Lesson, LessonVersion
from courses.catalogue.models.versions import Version

from .models import Iteration, Rubric
from .models.assignment import KIND


@dataclass(frozen=True)
class Use:
    """An assignment that names the rubric."""

    course_id: int
    course: str
    lesson: Lesson
    lesson_title: str
    assignment: str


def uses_of(rubric: Rubric, language: str) -> list[Use]:
    """Published assignments that name it, with titles in `language` where there are any. Four queries."""
    versions = ActivityVersion.objects.current().filter(of__kind=KIND, of__retired_at=None, content__rubric=rubric.pk)
    found = _in_language(versions.select_related("of__lesson__course"), language)
    lessons = {version.of.lesson for version in found}
    courses = {lesson.course_id: lesson.course.source_language for lesson in lessons}
    sources = {lesson.pk: courses[lesson.course_id] for lesson in lessons}
    lesson_titles = _titles(LessonVersion.objects.current().filter(of__in=lessons), language, sources)
    course_titles = _titles(CourseVersion.objects.current().filter(of__in=courses), language, courses)
    uses = [
        Use(
            course_id=version.of.lesson.course_id,
            course=course_titles.get(version.of.lesson.course_id, str(version.of.lesson.course)),
            lesson=version.of.lesson,
            lesson_title=lesson_titles.get(version.of.lesson_id, str(version.of.lesson)),
            assignment=version.title,
        )
        for version in found
    ]
    return sorted(uses, key=lambda use: (use.course, use.lesson.position, use.assignment))


def use_counts(rubrics: Iterable[Rubric]) -> dict[int, int]:
    """By rubric, how many published assignments name it. One query."""
    wanted = [rubric.pk for rubric in rubrics]
    named = Q(of__kind=KIND, of__retired_at=None, content__rubric__in=wanted)
    pairs = set(ActivityVersion.objects.current().filter(named).values_list("content__rubric", "of_id"))
    counts = dict.fromkeys(wanted, 0)
    for rubric_id, _activity in pairs:
        counts[rubric_id] += 1
    return counts


def rounds_read_by(rubric: Rubric) -> int:
    """How many rounds were handed in with one of its versions."""
    return Iteration.objects.standing().filter(rubric__rubric=rubric).count()


def _in_language(versions: Iterable[ActivityVersion], language: str) -> list[ActivityVersion]:
    by_activity: dict[int, ActivityVersion] = {}
    for version in sorted(versions, key=lambda one: (one.language == language, one.language == one.of.lesson.course.source_language)):
        by_activity[version.of_id] = version
    return list(by_activity.values())


def _titles(versions: Iterable[Version], language: str, sources: dict[int, str]) -> dict[int, str]:
    """By row; in `language`, else in the language that the course is written in. `sources`: those languages, by row."""
    by_rank = sorted(versions, key=lambda one: (one.language == language, one.language == sources[one.of_id]))  # type: ignore[attr-defined]
    return {one.of_id: one.title for one in by_rank}  # type: ignore[attr-defined]
