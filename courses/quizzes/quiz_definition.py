"""What an editor says about a quiz in its block: settings and slots, as a published version keeps them. Pure.

The rules of a quiz come from the version in the course's source language; the other languages only translate title and introduction."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from .engine.state import Behaviour


class Grading(StrEnum):
    """Which of several attempts counts."""

    HIGHEST = "highest"
    LAST = "last"
    FIRST = "first"
    AVERAGE = "average"


class WhenTimeIsUp(StrEnum):
    SUBMIT = "autosubmit"  # what is there is submitted by itself
    OVERDUE = "graceperiod"  # no more answers, but the attempt may still be submitted for a while
    ABANDON = "autoabandon"  # what was not submitted in time does not count


class Navigation(StrEnum):
    FREE = "free"
    SEQUENTIAL = "sequential"  # a page that was left does not come back


class Moment(StrEnum):
    """When something is looked at: see `review.moment_of`."""

    DURING = "during"
    JUST_AFTER = "just_after"  # two minutes
    WHILE_OPEN = "while_open"
    AFTER_CLOSE = "after_close"


class Shown(StrEnum):
    """What a review may show. One's own answers are always shown during an attempt."""

    ANSWERS = "answers"
    CORRECTNESS = "correctness"
    MARKS = "marks"
    SPECIFIC_FEEDBACK = "specific_feedback"
    GENERAL_FEEDBACK = "general_feedback"
    RIGHT_ANSWER = "right_answer"


EVERYTHING = frozenset(Shown)
DEFAULT_REVIEW: dict[Moment, frozenset[Shown]] = {
    Moment.DURING: frozenset({Shown.ANSWERS, Shown.CORRECTNESS, Shown.MARKS, Shown.SPECIFIC_FEEDBACK, Shown.GENERAL_FEEDBACK}),
    Moment.JUST_AFTER: EVERYTHING,
    Moment.WHILE_OPEN: EVERYTHING,
    Moment.AFTER_CLOSE: EVERYTHING,
}  # "during" only ever applies to questions that were checked, in behaviours that check


@dataclass(frozen=True, kw_only=True)
class FixedSlot:
    """One question of the bank. `mark` None is the question's own."""

    question: int
    mark: float | None = None
    page_break: bool = False  # only where a page holds several questions


@dataclass(frozen=True, kw_only=True)
class DrawSlot:
    """`count` questions drawn at random from a category (with those below it) that carry all of the tags."""

    category: int
    count: int = 1
    tags: tuple[str, ...] = ()
    mark: float | None = None


Slot = FixedSlot | DrawSlot


@dataclass(frozen=True, kw_only=True)
class QuizSettings:
    """Times are in seconds. `attempts_allowed` 0 is any number. `pass_mark` is a part of the whole (0.6 is 60 %); 0 asks for nothing
    but an end."""

    behaviour: Behaviour = Behaviour.DEFERRED_FEEDBACK
    shuffle_questions: bool = False
    shuffle_within_questions: bool = True
    attempts_allowed: int = 0
    delay_between_attempts: int = 0
    grading: Grading = Grading.HIGHEST
    pass_mark: float = 0.0
    time_limit: int = 0  # 0 is none
    when_time_is_up: WhenTimeIsUp = WhenTimeIsUp.SUBMIT
    overdue_period: int = 0
    questions_per_page: int = 1  # 0 is all on one page
    navigation: Navigation = Navigation.FREE
    review: dict[Moment, frozenset[Shown]] = field(default_factory=lambda: dict(DEFAULT_REVIEW))


@dataclass(frozen=True, kw_only=True)
class QuizDefinition:
    settings: QuizSettings = field(default_factory=QuizSettings)
    slots: tuple[Slot, ...] = ()


@cache
def _adapter() -> TypeAdapter[QuizDefinition]:
    return TypeAdapter(QuizDefinition)


def to_json(quiz: QuizDefinition) -> dict[str, Any]:
    """What has its default is left out. The same quiz is the same JSON in every process: sets are put in order."""
    content = _adapter().dump_python(quiz, mode="json", exclude_defaults=True)
    review = content.get("settings", {}).get("review", {})
    review.update({moment: sorted(what) for moment, what in review.items()})
    return content


def from_json(content: Any) -> QuizDefinition:
    """From what a version keeps (`content["quiz"]`). Raises ValueError for anything else."""
    return _adapter().validate_python(content)
