"""What a published version keeps of a quiz's block."""

from collections.abc import Iterator
from typing import Any

from courses.catalogue.activity_kinds import ActivityContent

from .blocks import tags_in
from .engine.definition import Description
from .engine.state import Behaviour
from .quiz_definition import (
    DrawSlot,
    FixedSlot,
    Grading,
    Moment,
    Navigation,
    QuizDefinition,
    QuizSettings,
    Shown,
    Slot,
    WhenTimeIsUp,
    to_json,
)

MINUTE = 60


def describe(value: Any) -> ActivityContent:
    """`questions` is how many a learner will have to answer, texts between them not counted."""
    children = list(value.get("questions") or [])
    quiz = QuizDefinition(settings=_settings(value.get("settings") or {}, value.get("review") or {}), slots=tuple(_slots(children)))
    return ActivityContent(
        title=value.get("title") or "",
        content={
            "introduction": value.get("introduction") or "",
            "quiz": to_json(quiz),
            "questions": sum(_count(child) for child in children),
        },
        is_required=bool(value.get("is_required", True)),
    )


def _slots(children: list[Any]) -> Iterator[Slot]:
    """A question or category whose row is gone is left out."""
    for child in children:
        value = child.value
        if child.block_type == "draw" and value["category"]:
            yield DrawSlot(
                category=value["category"].pk, count=value["count"] or 1, tags=tags_in(value.get("tags")), mark=value.get("mark")
            )
        elif child.block_type == "question" and value["question"]:
            yield FixedSlot(question=value["question"].pk, mark=value.get("mark"), page_break=bool(value.get("page_break")))


def _count(child: Any) -> int:
    if child.block_type == "draw":
        return child.value["count"] or 1 if child.value["category"] else 0
    question = child.value["question"]
    return int(bool(question) and question.type != Description.type)


def _settings(said: Any, review: Any) -> QuizSettings:
    """What is not said has its default."""
    return QuizSettings(
        behaviour=Behaviour(said.get("behaviour") or Behaviour.DEFERRED_FEEDBACK),
        shuffle_questions=bool(said.get("shuffle_questions")),
        shuffle_within_questions=bool(said.get("shuffle_within_questions", True)),
        attempts_allowed=said.get("attempts_allowed") or 0,
        delay_between_attempts=(said.get("wait_minutes") or 0) * MINUTE,
        grading=Grading(said.get("grading") or Grading.HIGHEST),
        pass_mark=(said.get("pass_percent") or 0) / 100,
        time_limit=(said.get("time_limit_minutes") or 0) * MINUTE,
        when_time_is_up=WhenTimeIsUp(said.get("when_time_is_up") or WhenTimeIsUp.SUBMIT),
        overdue_period=(said.get("overdue_minutes") or 0) * MINUTE,
        questions_per_page=1 if said.get("questions_per_page") is None else said["questions_per_page"],
        navigation=Navigation(said.get("navigation") or Navigation.FREE),
        **(
            {"review": {moment: frozenset(map(Shown, review[moment.value])) for moment in Moment if moment.value in review}}
            if review
            else {}
        ),
    )
