"""The one link of a letter: it opens right at the learner's next step."""

from typing import NamedTuple

from django.utils.translation import get_language

from courses.catalogue.addresses import address
from courses.catalogue.models import Activity
from courses.catalogue.outline import Outline
from lms.core.links import absolute

from .progress import LessonProgress, Progress


class Step(NamedTuple):
    """A lesson by its id, how many of its exercises are missing, and the first of those, once something in the lesson is done."""

    lesson: int
    exercises: int
    block: str


def step_in(progress: Progress) -> Step | None:
    """None when everything is done."""
    return _step(progress.next) if progress.next else None


def _step(lesson: LessonProgress) -> Step:
    missing = [activity.block_id for activity in lesson.missing if activity.kind != Activity.READ]
    return Step(lesson.lesson.id, len(missing), missing[0] if missing and lesson.is_started else "")


def step_in_words(outline: Outline, step: Step) -> dict[str, str]:
    """The title and the link, in the language of the letter."""
    lesson = outline.lesson(step.lesson)
    if lesson is None:
        raise LookupError(f"Lesson {step.lesson} is not in the course any more.")
    path = address(outline.slug, lesson.module_slug, lesson.slug, language=get_language())
    return {"lesson": lesson.title, "link": absolute(path) + (f"#b-{step.block}" if step.block else "")}


def next_step(progress: Progress) -> dict[str, str]:
    """Of somebody who has one."""
    step = step_in(progress)
    if step is None:
        raise LookupError("Nothing is left to do.")
    return step_in_words(progress.outline, step)
