"""What a question says to the answer that was checked or finished last. All of it: which of it a learner sees now is the quiz's to say.

Texts are in the definition's format. An answer that a part is about, and which was not given, has no feedback of its own.
"""

from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from .definition import Cloze, Definition, MultiChoice, Numerical, ShortAnswer, TrueFalse
from .grading import choice_fractions, grade, parts_right, right_count
from .matching import matching_answer, matching_number
from .responses import TRUE, chosen, filled, in_gap, is_blank, typed
from .state import RIGHT, WRONG, QuestionState, Response, StateName


@dataclass(frozen=True, kw_only=True)
class PartFeedback:
    """`part` is the id of the choice, stem, gap or item, "" where the answer has only one. `is_right` None is neither: partly right."""

    part: str
    text: str = ""
    is_right: bool | None = None
    fraction: float | None = None


@dataclass(frozen=True, kw_only=True)
class Feedback:
    """`hint` is there while there is a further try; `right_count` (right, of how many) only where the hint tells it. `general` is there
    once the question is at its end."""

    parts: tuple[PartFeedback, ...] = ()
    combined: str = ""
    hint: str = ""
    right_count: tuple[int, int] | None = None
    general: str = ""


def feedback(definition: Definition, state: QuestionState) -> Feedback:
    general = definition.general_feedback if state.name.is_finished else ""
    if state.checked is None:
        return Feedback(general=general)
    parts = () if is_blank(definition, state.checked) else _parts(definition, state.checked)
    hint = definition.hints[state.hint - 1] if not state.name.is_finished and 0 < state.hint <= len(definition.hints) else None
    return Feedback(
        parts=parts,
        combined=_combined(definition, state),
        hint=hint.text if hint else "",
        right_count=right_count(definition, state.checked) if hint and hint.show_right_count else None,
        general=general,
    )


def part(name: str, text: str, fraction: float) -> PartFeedback:
    is_right = True if fraction > RIGHT else False if fraction < WRONG else None
    return PartFeedback(part=name, text=text, is_right=is_right, fraction=fraction)


def _combined(definition: Definition, state: QuestionState) -> str:
    """By what the answer was worth. A try that was wrong leaves the state open, so it is asked again."""
    if state.name.is_finished:
        by_name = {
            StateName.GRADED_RIGHT: definition.correct_feedback,
            StateName.GRADED_PARTIAL: definition.partially_correct_feedback,
            StateName.GRADED_WRONG: definition.incorrect_feedback,
            StateName.GAVE_UP: definition.incorrect_feedback,
        }
        return by_name.get(state.name, "")
    worth = grade(definition, state.checked or {}) or 0.0
    return definition.incorrect_feedback if worth < WRONG else definition.partially_correct_feedback


@singledispatch
def _parts(definition: Any, response: Response) -> tuple[PartFeedback, ...]:
    return tuple(part(name, "", fraction) for name, fraction in parts_right(definition, response).items())


@_parts.register
def _(definition: MultiChoice, response: Response) -> tuple[PartFeedback, ...]:
    """Of several choices one that is worth anything was right to choose."""
    picked = [choice for choice in definition.choices if choice.id in chosen(response)]
    if definition.single:
        return tuple(part(choice.id, choice.feedback, choice.fraction) for choice in picked)
    return tuple(PartFeedback(part=one.id, text=one.feedback, is_right=one.fraction > 0, fraction=one.fraction) for one in picked)


@_parts.register
def _(definition: TrueFalse, response: Response) -> tuple[PartFeedback, ...]:
    worth = choice_fractions(definition)
    texts = {TRUE: definition.true_feedback}
    return tuple(part(one, texts.get(one, definition.false_feedback), worth[one]) for one in chosen(response) if one in worth)


@_parts.register
def _(definition: ShortAnswer, response: Response) -> tuple[PartFeedback, ...]:
    answer = matching_answer(definition, typed(response))
    return (part("", answer.feedback, answer.fraction),) if answer else (part("", "", 0.0),)


@_parts.register
def _(definition: Numerical, response: Response) -> tuple[PartFeedback, ...]:
    found = matching_number(definition, typed(response))
    return (part("", found.answer.feedback if found else "", grade(definition, response) or 0.0),)


@_parts.register
def _(definition: Cloze, response: Response) -> tuple[PartFeedback, ...]:
    """Each gap with what its own question says, of several choices all of it."""
    told = []
    for gap in definition.gaps:
        answer = in_gap(gap, filled(response).get(gap.id))
        inner = () if is_blank(gap.question, answer) else _parts(gap.question, answer)
        texts = "\n".join(one.text for one in inner if one.text)
        told.append(part(gap.id, texts, grade(gap.question, answer) or 0.0))
    return tuple(told)
