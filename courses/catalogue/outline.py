"""The outline of a course: its modules, lessons and activities in order, with titles in one language. The same for everyone, so it is
kept by the course's stamp, which rises with every publication."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import caches
from django.db.models import Max

from .models import Activity, Course, CourseVersion, Lesson, LessonChange, LessonVersion, Module, ModuleVersion


@dataclass(frozen=True)
class OutlineActivity:
    id: int
    block_id: str
    kind: str
    is_required: bool
    asked_since: datetime | None = None


@dataclass(frozen=True)
class OutlineLesson:
    """`told_change` is the latest change that readers of this wording hear of as one of meaning, 0 before the first."""

    id: int
    number: int
    slug: str
    module_slug: str
    title: str
    language: str
    summary: str
    minutes: int
    version_id: int
    activities: tuple[OutlineActivity, ...]
    told_change: int = 0


@dataclass(frozen=True)
class OutlineModule:
    id: int
    slug: str
    title: str
    language: str
    lessons: tuple[OutlineLesson, ...]


@dataclass(frozen=True)
class Outline:
    """`language` is the one the title is in: the reader's where there is one, else the course's source language."""

    course_id: int
    slug: str
    title: str
    language: str
    summary: str
    hours: int
    modules: tuple[OutlineModule, ...]

    @property
    def lessons(self) -> tuple[OutlineLesson, ...]:
        return tuple(lesson for module in self.modules for lesson in module.lessons)

    def lesson(self, lesson_id: int | None) -> OutlineLesson | None:
        return next((lesson for lesson in self.lessons if lesson.id == lesson_id), None)

    def after(self, lesson_id: int) -> OutlineLesson | None:
        return self._neighbour(lesson_id, +1)

    def before(self, lesson_id: int) -> OutlineLesson | None:
        return self._neighbour(lesson_id, -1)

    def _neighbour(self, lesson_id: int, step: int) -> OutlineLesson | None:
        lessons = self.lessons
        place = next((i for i, lesson in enumerate(lessons) if lesson.id == lesson_id), None)
        if place is None or not 0 <= place + step < len(lessons):
            return None
        return lessons[place + step]


def outline(course: Course, language: str) -> Outline:
    """Six queries when it is not kept yet, none when it is."""
    return outlines([course], language)[course.pk]


def outlines(courses: Iterable[Course], language: str) -> dict[int, Outline]:
    """By id of the course. Six queries for all of one source language that are not kept yet."""
    cache, keys = caches["lessons"], {f"outline:{course.pk}:{course.stamp}:{language}": course for course in courses}
    kept = cache.get_many(keys)
    missing: dict[str, list[Course]] = {}
    for key, course in keys.items():
        if key not in kept:
            missing.setdefault(course.source_language, []).append(course)
    read = {one.course_id: one for source, some in missing.items() for one in _read(some, source, language)}
    for key, course in keys.items():
        if course.pk in read:
            cache.set(key, read[course.pk])
    return {one.course_id: one for one in kept.values()} | read


def preferred(versions: Any, *, language: str, source_language: str) -> dict[int, Any]:
    """The current version of each row, by the row's id: in the language asked for, else in the source language."""
    rank = {source_language: 0, language: 1}
    chosen: dict[int, Any] = {}
    for version in versions.current().filter(language__in=rank):
        known = chosen.get(version.of_id)
        if known is None or rank[version.language] > rank[known.language]:
            chosen[version.of_id] = version
    return chosen


def _read(courses: list[Course], source_language: str, language: str) -> Iterable[Outline]:
    pick = {"language": language, "source_language": source_language}
    titles = preferred(CourseVersion.objects.filter(of__in=courses), **pick)
    modules = _modules(courses, pick)
    for course in courses:
        title = titles.get(course.pk)
        yield Outline(
            course_id=course.pk,
            slug=course.slug,
            title=title.title if title else course.slug,
            language=title.title_language if title else source_language,
            summary=title.content.get("summary", "") if title else "",
            hours=course.hours,
            modules=tuple(_numbered(modules.get(course.pk, []))),
        )


Shown = tuple[Module, ModuleVersion, list[tuple[Lesson, LessonVersion, list[OutlineActivity], int]]]


def _modules(courses: list[Course], pick: dict[str, str]) -> dict[int, list[Shown]]:
    """By course: its modules that have a title, with their lessons that have one, in order."""
    modules = preferred(ModuleVersion.objects.filter(of__course__in=courses, of__retired_at=None).select_related("of"), **pick)
    lessons = preferred(LessonVersion.objects.filter(of__course__in=courses), **pick)
    activities: dict[int, list[OutlineActivity]] = {}
    for row in Activity.objects.live().filter(lesson__course__in=courses):
        activities.setdefault(row.lesson_id, []).append(OutlineActivity(row.pk, row.block_id, row.kind, row.is_required, row.asked_since))
    heavy = LessonChange.objects.filter(lesson__course__in=courses).heavy().values_list("lesson_id", "language")
    told = {(lesson_id, language): latest for lesson_id, language, latest in heavy.annotate(latest=Max("pk"))}
    rows: dict[int, list] = {}
    for lesson in Lesson.objects.live().filter(course__in=courses, pk__in=lessons).order_by("position", "pk"):
        rows.setdefault(lesson.module_id, []).append(
            (lesson, lessons[lesson.pk], activities.get(lesson.pk, []), told.get((lesson.pk, lessons[lesson.pk].language), 0))
        )
    shown: dict[int, list[Shown]] = {}
    for version in sorted(modules.values(), key=lambda version: (version.of.position, version.of_id)):
        shown.setdefault(version.of.course_id, []).append((version.of, version, rows.get(version.of_id, [])))
    return shown


def _numbered(modules: list[Shown]) -> Iterable[OutlineModule]:
    """Lessons are counted through the whole course."""
    number = 0
    for module, version, rows in modules:
        lessons = []
        for lesson, wording, activities, told_change in rows:
            number += 1
            lessons.append(_lesson(lesson, number, module, wording, activities, told_change))
        yield OutlineModule(module.pk, module.slug, version.title, version.title_language, tuple(lessons))


def _lesson(
    lesson: Lesson, number: int, module: Module, version: LessonVersion, activities: list[OutlineActivity], told_change: int
) -> OutlineLesson:
    return OutlineLesson(
        id=lesson.pk,
        number=number,
        slug=lesson.slug,
        module_slug=module.slug,
        title=version.title,
        language=version.title_language,
        summary=version.content.get("summary", ""),
        minutes=version.content.get("minutes", 0),
        version_id=version.pk,
        activities=tuple(activities),
        told_change=told_change,
    )
