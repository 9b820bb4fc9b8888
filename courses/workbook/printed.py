"""The whole workbook of one enrolment: every exercise of the course in order, with the learner's answer or the room for it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString

from courses.catalogue.addresses import address
from courses.catalogue.models import Activity, ActivityVersion
from courses.catalogue.outline import Outline, OutlineLesson, outline, preferred
from courses.catalogue.rendering import Slot
from courses.enrolment.models import Enrolment

from .kinds import KINDS, Shown
from .kinds.base import Content
from .models import Entry, EntryFile
from .slots import markdown_html, room_html


@dataclass(frozen=True)
class PrintedFile:
    pk: int
    name: str
    size: int


@dataclass(frozen=True)
class PrintedExercise:
    block_id: str
    kind: str
    title: str
    language: str
    answer: Shown
    files: tuple[PrintedFile, ...]
    is_blank: bool
    is_required: bool
    is_private: bool
    is_retired: bool

    content: Content
    earlier: ActivityVersion | None = None  # what was answered, where the exercise asks something else by now

    @property
    def prompt_html(self) -> SafeString:
        return markdown_html(self.content.get("prompt") or "")

    @property
    def earlier_html(self) -> SafeString:
        return markdown_html(self.earlier.content.get("prompt") or "") if self.earlier else SafeString()

    @property
    def room(self) -> SafeString:
        return room_html(Slot(self.block_id, self.kind, self.title, self.content))


@dataclass(frozen=True)
class PrintedLesson:
    number: int
    title: str
    url: str
    exercises: tuple[PrintedExercise, ...]


@dataclass(frozen=True)
class PrintedWorkbook:
    course: Outline
    lessons: tuple[PrintedLesson, ...]
    retired: tuple[PrintedExercise, ...]

    @property
    def empty_count(self) -> int:
        return sum(exercise.is_blank for lesson in self.lessons for exercise in lesson.exercises)

    @property
    def exercises(self) -> Iterator[PrintedExercise]:
        for lesson in self.lessons:
            yield from lesson.exercises
        yield from self.retired


def whole_workbook(enrolment: Enrolment, language: str) -> PrintedWorkbook:
    """A constant number of queries: the exercises, their wordings, the answers, the files (and the outline, when it is not kept)."""
    course = outline(enrolment.cohort.course, language)
    entries = {entry.activity_id: entry for entry in Entry.objects.filter(enrolment=enrolment).select_related("version")}
    activities = {
        activity.pk: activity
        for activity in Activity.objects.filter(lesson__course=enrolment.cohort.course_id, kind__in=KINDS).select_related("lesson")
    }
    wordings = preferred(
        ActivityVersion.objects.filter(of__in=activities), language=language, source_language=enrolment.cohort.course.source_language
    )
    files: dict[int, list[EntryFile]] = {}
    for file in EntryFile.objects.filter(entry__enrolment=enrolment, removed_at=None).order_by("pk"):
        files.setdefault(file.entry_id, []).append(file)

    def printed(activity: Activity) -> PrintedExercise:
        entry = entries.get(activity.pk)
        return _exercise(activity, entry, wordings.get(activity.pk), files.get(entry.pk, []) if entry else [])

    by_lesson = [(lesson, [activities[one.id] for one in lesson.activities if one.id in activities]) for lesson in course.lessons]
    shown = {activity.pk for _lesson, inside in by_lesson for activity in inside}
    gone = [activity for activity in activities.values() if activity.pk not in shown and activity.pk in entries]
    return PrintedWorkbook(
        course=course,
        lessons=tuple(_lesson(course, lesson, language, [printed(one) for one in inside]) for lesson, inside in by_lesson if inside),
        retired=tuple(exercise for exercise in map(printed, gone) if not exercise.is_blank),
    )


def _lesson(course: Outline, lesson: OutlineLesson, language: str, exercises: list[PrintedExercise]) -> PrintedLesson:
    url = address(course.slug, lesson.module_slug, lesson.slug, language=language)
    return PrintedLesson(number=lesson.number, title=lesson.title, url=url, exercises=tuple(exercises))


def _exercise(activity: Activity, entry: Entry | None, wording: ActivityVersion | None, files: list[EntryFile]) -> PrintedExercise:
    """In today's wording; an exercise that is no longer there, or was never translated, in the wording that was answered. Where today's
    asks something else, the answer is read beside the words it answered: a line that has gone from a list is still in them."""
    kind = KINDS[activity.kind]
    value = entry.value if entry else {}
    answered = entry.version if entry else None
    wording = wording or answered
    earlier = answered if answered and answered.is_superseded and answered != wording else None
    content = wording.content if wording else {}
    names = {"names": {file.pk: file.name for file in files}}
    return PrintedExercise(
        block_id=activity.block_id,
        kind=activity.kind,
        title=wording.title if wording else activity.block_id,
        language=wording.language if wording else "",
        answer=kind.shown(value, {**(earlier.content if earlier else content), **names}),
        files=tuple(PrintedFile(file.pk, file.name, file.size) for file in files),
        is_blank=kind.is_blank(value),
        is_required=activity.is_required,
        is_private=activity.is_private or bool(entry and entry.is_private),
        is_retired=activity.retired_at is not None,
        content={**content, **names},
        earlier=None if kind.is_blank(value) else earlier,
    )
