"""The road: a course as a way with stations, the next one named. Made ready for the templates."""

from dataclasses import dataclass

from courses.catalogue.addresses import address
from courses.catalogue.outline import OutlineActivity, OutlineLesson
from courses.enrolment.progress import LessonProgress, Progress


@dataclass(frozen=True)
class Station:
    """`state` is done, next, started or open."""

    lesson: OutlineLesson
    url: str
    state: str
    is_current: bool
    done: int
    total: int
    missing: tuple[OutlineActivity, ...]

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


def stations(progress: Progress, language: str, *, current: int | None = None) -> list[Stretch]:
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
                _station(by_lesson[lesson.id], f"{here}{module.slug}/{lesson.slug}/", next_id, current) for lesson in module.lessons
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
