"""From steps to a state: a fold, so that a question can be taken up after any step, and a whole log replayed to the same state.

The names and rules are those of Moodle's behaviours (question/behaviour/*/behaviour.php); three differences:
- an answer that is there is "complete" also where it waits to be checked (Moodle: "todo"), because the state says what there is to lose;
- to finish without changing the answer that was checked last is no further try, and costs no penalty (Moodle takes one);
- "gave up" is worth 0 at once (Moodle has no fraction and counts it as 0).

No step is an error: one that cannot apply (a save after the end, a grade before it) changes nothing, and a check where nothing is checked
saves what it carries.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

from .definition import Definition, MultiChoice
from .grading import answered, choice_fractions, grade, is_graded_by_hand, is_marked, parts_right
from .responses import CERTAINTY, certainty_of, chosen, filled, ordered, placed
from .state import RIGHT, WRONG, Behaviour, Certainty, QuestionState, Response, StateName, Step, StepKind

RIGHT_SCORES = {Certainty.LOW: 1.0, Certainty.MID: 2.0, Certainty.HIGH: 3.0}
WRONG_SCORES = {Certainty.LOW: 0.0, Certainty.MID: -2.0, Certainty.HIGH: -6.0}


def replay(definition: Definition, behaviour: Behaviour, steps: Sequence[Step]) -> QuestionState:
    state = initial(definition, behaviour)
    for step in steps:
        state = apply(definition, behaviour, state, step)
    return state


def initial(definition: Definition, behaviour: Behaviour) -> QuestionState:
    tries = len(definition.hints) + 1 if behaviour == Behaviour.INTERACTIVE and _is_checked(definition) else None
    return QuestionState(name=answered(definition, {}), response={}, tries_left=tries)


def apply(definition: Definition, behaviour: Behaviour, state: QuestionState, step: Step) -> QuestionState:
    """The state after one more step."""
    if step.kind == StepKind.GRADE:
        return _graded_by_hand(definition, behaviour, state, step)
    if state.name.is_finished:
        return state
    if step.kind == StepKind.FINISH:
        return _finished(definition, behaviour, _saved(definition, behaviour, state, step.response or None))
    saved = _saved(definition, behaviour, state, step.response)
    if step.kind == StepKind.CHECK and can_check(definition, behaviour):
        return _checked(definition, behaviour, saved)
    return saved


def can_check(definition: Definition, behaviour: Behaviour) -> bool:
    """Whether an answer may be checked before the end."""
    return behaviour in (Behaviour.IMMEDIATE_FEEDBACK, Behaviour.INTERACTIVE) and _is_checked(definition)


def bounds(definition: Definition, behaviour: Behaviour) -> tuple[float, float]:
    """The least and the most that a fraction can be."""
    if not is_marked(definition):
        return 0.0, 0.0
    if _has_certainty(definition, behaviour):
        return WRONG_SCORES[Certainty.HIGH], RIGHT_SCORES[Certainty.HIGH]
    return 0.0, 1.0


def with_certainty(fraction: float, certainty: Certainty | None) -> float:
    """question_cbm::adjust_fraction; who does not say how certain they are is taken as least certain."""
    certainty = certainty or Certainty.LOW
    return WRONG_SCORES[certainty] if fraction < WRONG else fraction * RIGHT_SCORES[certainty]


def cleared(definition: Definition, response: Response) -> Response:
    """The answer without what is wrong in it, for a further try (`clear_wrong_from_response` of Moodle's question types). An order is one
    value, and stays."""
    kept = {CERTAINTY: response[CERTAINTY]} if CERTAINTY in response else {}
    if ordered(response):
        return response
    if isinstance(definition, MultiChoice) and not definition.single:
        worth = choice_fractions(definition)
        right = [choice for choice in chosen(response) if worth.get(choice, 0.0) > 0]
        return {"choices": right, **kept} if right else kept
    right_parts = {part for part, fraction in parts_right(definition, response).items() if fraction > RIGHT}
    for key, answers in (("pairs", placed(response, "pairs")), ("gaps", filled(response))):
        left = {place: value for place, value in answers.items() if place in right_parts}
        if left:
            return {key: left, **kept}
    return kept


def _is_checked(definition: Definition) -> bool:
    """By the engine: not what a person grades, and not what has no marks."""
    return is_marked(definition) and not is_graded_by_hand(definition)


def _has_certainty(definition: Definition, behaviour: Behaviour) -> bool:
    return behaviour == Behaviour.DEFERRED_CBM and _is_checked(definition)


def _saved(definition: Definition, behaviour: Behaviour, state: QuestionState, response: Response | None) -> QuestionState:
    """Whatever was saved before has no part in it: of several saves in a row the last is enough."""
    if response is None:
        return state
    name = answered(definition, response)
    if name is StateName.COMPLETE and _has_certainty(definition, behaviour) and certainty_of(response) is None:
        name = StateName.INVALID
    return replace(state, name=name, response=response)


def _checked(definition: Definition, behaviour: Behaviour, state: QuestionState) -> QuestionState:
    """qbehaviour_interactive::process_submit; immediate feedback is the same with one try. What is not whole is not checked."""
    if answered(definition, state.response) is not StateName.COMPLETE:
        return replace(state, name=StateName.INVALID)
    raw = grade(definition, state.response) or 0.0
    if behaviour == Behaviour.IMMEDIATE_FEEDBACK or raw > RIGHT or state.tries_left == 1:
        return _with_fraction(definition, behaviour, state, raw, tries=_tries(state))
    hint = state.hint + 1
    left = _cleared_by(definition, hint, state.response)
    tries_left = (state.tries_left or 1) - 1
    return replace(state, name=StateName.TODO, checked=state.response, response=left, hint=hint, tries_left=tries_left, raw_fraction=raw)


def _finished(definition: Definition, behaviour: Behaviour, state: QuestionState) -> QuestionState:
    if not is_marked(definition):
        return replace(state, name=StateName.FINISHED, checked=state.response)
    is_unchanged = False
    if state.checked is not None:
        is_unchanged = state.response == _cleared_by(definition, state.hint, state.checked)
        state = replace(state, response=state.checked) if is_unchanged else state
    if is_graded_by_hand(definition):
        name = StateName.GAVE_UP if answered(definition, state.response) is StateName.TODO else StateName.NEEDS_GRADING
        return replace(state, name=name, checked=state.response, fraction=0.0 if name is StateName.GAVE_UP else None)
    raw = grade(definition, state.response)
    if raw is None:
        return replace(state, name=StateName.GAVE_UP, checked=state.response, fraction=0.0, raw_fraction=None)
    return _with_fraction(definition, behaviour, state, raw, tries=_tries(state) - is_unchanged)


def _with_fraction(definition: Definition, behaviour: Behaviour, state: QuestionState, raw: float, *, tries: int) -> QuestionState:
    """The name says what the answer was, the fraction what is given for it. `tries` is the number of this try."""
    fraction = raw
    if behaviour == Behaviour.INTERACTIVE:
        fraction = max(0.0, raw - (tries - 1) * definition.penalty)
    elif _has_certainty(definition, behaviour):
        fraction = with_certainty(raw, certainty_of(state.response))
    fraction = _within(fraction, bounds(definition, behaviour))
    tries_left = None if state.tries_left is None else 0
    return replace(state, name=_name(raw), fraction=fraction, raw_fraction=raw, checked=state.response, tries_left=tries_left)


def _graded_by_hand(definition: Definition, behaviour: Behaviour, state: QuestionState, step: Step) -> QuestionState:
    given = step.fraction
    if given is None or not math.isfinite(given) or not state.name.is_finished or not is_marked(definition):
        return state
    fraction = _within(given, bounds(definition, behaviour))
    return replace(state, name=_name(fraction), fraction=fraction)


def _name(fraction: float) -> StateName:
    if fraction > RIGHT:
        return StateName.GRADED_RIGHT
    return StateName.GRADED_WRONG if fraction < WRONG else StateName.GRADED_PARTIAL


def _tries(state: QuestionState) -> int:
    """Which try this is, from 1."""
    return state.hint + 1


def _cleared_by(definition: Definition, hint: int, response: Response) -> Response:
    """What a wrong try leaves in the fields, as its hint says."""
    shown = definition.hints[hint - 1] if 0 < hint <= len(definition.hints) else None
    return cleared(definition, response) if shown and shown.clear_wrong else response


def _within(fraction: float, limits: tuple[float, float]) -> float:
    return min(limits[1], max(limits[0], fraction))
