"""The road: a course as a way with stations, the next one named. Made ready for the templates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from courses.catalogue.addresses import address
from courses.catalogue.outline import OutlineActivity, OutlineLesson
from courses.enrolment.progress import LessonProgress, Progress


@dataclass(frozen=True)
class Station:
    """`state` is done, next, started or open. `is_changed`: it means something else since the learner read it. `is_new`: something is asked
    in it since the learner completed the course, which takes nothing back."""

    lesson: OutlineLesson
    url: str
    state: str
    is_current: bool
    done: int
    total: int
    missing: tuple[OutlineActivity, ...]
    is_changed: bool = False
    is_new: bool = False

    @property
    def is_done(self) -> bool:
        return self.state == "done"


@dataclass(frozen=True)
class Stretch:
    """A module of the road."""

    id: int
    title: str
    language: str
    url: str
    lessons: tuple[Station, ...]


def stations(
    progress: Progress,
    language: str,
    *,
    current: int | None = None,
    seen: Mapping[int, int] | None = None,
    completed_at: datetime | None = None,
) -> list[Stretch]:
    """`seen`: by lesson that was read, the latest change that the learner knows; without it no station is called changed."""
    course = progress.outline
    here = address(course.slug, language=language)
    by_lesson = {one.lesson.id: one for one in progress.lessons}
    next_id = progress.next.lesson.id if progress.next else None
    return [
        Stretch(
            id=module.id,
            title=module.title,
            language=module.language,
            url=f"{here}{module.slug}/",
            lessons=tuple(
                _told(_station(by_lesson[lesson.id], f"{here}{module.slug}/{lesson.slug}/", next_id, current), seen or {}, completed_at)
                for lesson in module.lessons
            ),
        )
        for module in course.modules
    ]


def _station(mine: LessonProgress, url: str, next_id: int | None, current: int | None) -> Station:
    if mine.is_done and mine.total:
        state = "done"
    elif mine.lesson.id == next_id:
        state = "next"
    else:
        state = "started" if mine.is_started else "open"
    return Station(mine.lesson, url, state, mine.lesson.id == current, mine.done, mine.total, mine.missing)


def _told(station: Station, seen: Mapping[int, int], completed_at: datetime | None) -> Station:
    lesson = station.lesson
    is_changed = lesson.id in seen and lesson.told_change > seen[lesson.id]
    is_new = completed_at is not None and bool(new_since(station.missing, completed_at))
    return replace(station, is_changed=is_changed, is_new=is_new) if is_changed or is_new else station


def new_since(activities: Iterable[OutlineActivity], at: datetime) -> list[OutlineActivity]:
    """Of these, what nobody was asked yet at that time."""
    return [activity for activity in activities if activity.asked_since and activity.asked_since > at]
