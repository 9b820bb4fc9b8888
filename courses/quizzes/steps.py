"""The steps of questions as the engine takes them, from their logs."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Max, OuterRef, Q, Subquery

from .engine import behaviours
from .engine.state import Behaviour, QuestionState, Step, StepKind
from .models import AttemptQuestion, AttemptStep
from .wording import wording

CHECKING = (Behaviour.IMMEDIATE_FEEDBACK, Behaviour.INTERACTIVE)


def steps_of(question_ids: Iterable[int]) -> dict[int, list[Step]]:
    """By question, in their order. One query: of the saves only the last one of each question is asked for, because a save matters until
    the next step and no longer. What came too late is no step."""
    wanted = list(question_ids)
    steps: dict[int, list[Step]] = {question_id: [] for question_id in wanted}
    official = AttemptStep.objects.filter(is_unofficial=False)
    saves = official.filter(log=OuterRef("log"), kind=StepKind.SAVE.value).order_by()
    last_save = Subquery(saves.values("log").annotate(last=Max("number")).values("last"))
    rows = official.filter(log__in=wanted).filter(~Q(kind=StepKind.SAVE.value) | Q(number=last_save))
    for log_id, kind, value, fraction in rows.order_by("log", "number").values_list("log_id", "kind", "value", "fraction"):
        steps[log_id].append(step(kind, value, fraction))
    return steps


def step(kind: str, value: Any, fraction: float | None = None) -> Step:
    """A finish and a grade are about the answer that there is."""
    name = StepKind(kind)
    has_answer = name in (StepKind.SAVE, StepKind.CHECK)
    return Step(kind=name, response=value if has_answer else None, fraction=fraction if name == StepKind.GRADE else None)


def replayed(question: AttemptQuestion, steps: Iterable[Step]) -> QuestionState:
    """What the engine makes of these steps; `question` with its version, its attempt and the attempt's version."""
    attempt = question.attempt
    return behaviours.replay(wording(question.version, attempt.language), attempt.rules.settings.behaviour, list(steps))


def state_of(question: AttemptQuestion) -> QuestionState:
    """The whole state of one question. One query."""
    return replayed(question, steps_of([question.pk])[question.pk])
