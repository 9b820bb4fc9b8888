"""The checks, one module for each thing that is looked at. Each takes a `Draft` and yields findings."""

from collections.abc import Callable, Iterable

from ..draft import Draft
from ..findings import Finding
from . import exercises, headings, links, media, page_weight, placeholders, quizzes, reading_level, words

Check = Callable[[Draft], Iterable[Finding]]

CHECKS: tuple[Check, ...] = (
    media.pictures,
    media.recordings,
    headings.order,
    placeholders.left_over,
    exercises.prompts,
    exercises.model_answers,
    links.inside_the_site,
    page_weight.within_budget,
    quizzes.questions,
    reading_level.sentences,
    reading_level.whole,
    words.advised_against,
)
