"""What of a course can practise a competence, for the page on which it is chosen: lesson by lesson, with what is gone."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from courses.catalogue.models import Activity, ActivityVersion, Course, Lesson
from courses.catalogue.outline import OutlineLesson, outline, preferred

from .models import Competence, Practises
from .wording import Text


@dataclass(frozen=True)
class ActivityChoice:
    id: int
    title: str
    language: str
    is_chosen: bool


@dataclass(frozen=True)
class LessonChoice:
    lesson: OutlineLesson
    is_chosen: bool
    activities: tuple[ActivityChoice, ...]

    @property
    def has_some(self) -> bool:
        return self.is_chosen or any(one.is_chosen for one in self.activities)


class Choices:
    """Of one competence in one course."""

    def __init__(self, competence: Competence, course: Course, language: str):
        self.competence, self.course, self.language = competence, course, language

    @cached_property
    def _chosen(self) -> list[Practises]:
        found = Practises.objects.filter(competence=self.competence).in_course(self.course)
        return list(found.select_related("lesson", "activity__lesson"))

    @cached_property
    def lessons(self) -> list[LessonChoice]:
        """Two queries beside the outline, which is kept."""
        found = outline(self.course, self.language)
        lessons = {one.lesson_id for one in self._chosen}
        activities = {one.activity_id for one in self._chosen}
        titles = self._titles(activity.id for lesson in found.lessons for activity in lesson.activities if activity.kind != Activity.READ)
        return [
            LessonChoice(
                lesson,
                lesson.id in lessons,
                tuple(
                    ActivityChoice(one.id, titles[one.id].title, titles[one.id].language, one.id in activities)
                    for one in lesson.activities
                    if one.id in titles
                ),
            )
            for lesson in found.lessons
        ]

    def _titles(self, ids: Iterable[int]) -> dict[int, ActivityVersion]:
        versions = ActivityVersion.objects.filter(of__in=list(ids))
        return preferred(versions, language=self.language, source_language=self.course.source_language)

    @cached_property
    def gone(self) -> list[str]:
        """What was chosen and is retired: it counts for nothing as long as it is."""
        lessons = {one.lesson.id for one in self.lessons}
        activities = {one.id for lesson in self.lessons for one in lesson.activities}
        gone = [one for one in self._chosen if one.lesson_id not in lessons and one.activity_id not in activities]
        return [_name(one) for one in gone]

    def picked(self, lessons: Iterable[str], activities: Iterable[str]) -> tuple[list[Lesson], list[Activity]]:
        """The rows of what was sent; what is not offered is left out."""
        offered = [one.lesson.id for one in self.lessons]
        mine = {str(pk) for pk in offered}
        parts = {str(one.id) for lesson in self.lessons for one in lesson.activities}
        return (
            list(Lesson.objects.filter(pk__in=[one for one in lessons if one in mine])),
            list(Activity.objects.filter(pk__in=[one for one in activities if one in parts])),
        )


def _name(one: Practises) -> str:
    if one.activity is None:
        return one.lesson.slug if one.lesson else ""
    version = one.activity.versions.current().first()
    return f"{one.activity.lesson.slug}: {version.title if version else one.activity.block_id}"


def practised_activities(competence: Competence) -> set[int]:
    """The ids of all that practises it: single activities, and those of whole lessons. One query."""
    live = Practises.objects.live().filter(competence=competence)
    lessons = Q(lesson__in=live.filter(lesson__isnull=False).values("lesson"))
    return set(Activity.objects.live().filter(lessons | Q(pk__in=live.values("activity"))).values_list("pk", flat=True))


def where_practised(competence: Competence, language: str) -> list[tuple[Course, Text, int]]:
    """The courses in which something live practises it, with how much does."""
    counts: dict[Course, int] = {}
    found = Practises.objects.live().filter(competence=competence).select_related("lesson__course", "activity__lesson__course")
    for one in found:
        course = one.lesson.course if one.lesson else one.activity.lesson.course
        counts[course] = counts.get(course, 0) + 1
    return [(course, title_in(course, language), number) for course, number in counts.items()]


def title_in(course: Course, language: str) -> Text:
    found = outline(course, language)
    return Text(found.title, found.language)
