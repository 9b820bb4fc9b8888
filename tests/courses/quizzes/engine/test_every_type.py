"""The promises of the engine, for each type in each behaviour: `test_laws` states them for any question, and may try one pair seldom."""

import json
from dataclasses import asdict

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.quizzes.engine.arranging import arranged
from courses.quizzes.engine.behaviours import apply, bounds, replay
from courses.quizzes.engine.definition import TYPES, UNMARKED, from_json, to_json
from courses.quizzes.engine.state import Behaviour, Step, StepKind

from .strategies import definitions, seeds, steps

few = settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)


@pytest.mark.parametrize("behaviour", Behaviour)
@pytest.mark.parametrize("kind", TYPES.values(), ids=TYPES)
@few
@given(data=st.data(), seed=seeds)
def test_the_promises_hold_for_every_type_in_every_behaviour(kind, behaviour, data, seed):
    definition = data.draw(definitions(kind))
    log = [*data.draw(steps(definition, most=5)), Step(kind=StepKind.FINISH)]
    state = replay(definition, behaviour, log)
    shown = arranged(definition, seed)
    same_key = from_json(json.loads(json.dumps(to_json(definition))))

    least, most = bounds(definition, behaviour)
    assert state.fraction is None or least <= state.fraction <= most
    assert state.fraction is None or not isinstance(definition, UNMARKED)
    assert arranged(same_key, seed) == shown
    assert replay(shown, behaviour, log) == state
    assert replay(same_key, behaviour, log) == state
    assert _step_by_step(definition, behaviour, json.loads(json.dumps([asdict(step) for step in log]))) == state


def _step_by_step(definition, behaviour, stored):
    state = replay(definition, behaviour, [])
    for one in stored:
        state = apply(definition, behaviour, state, Step(kind=StepKind(one["kind"]), response=one["response"], fraction=one["fraction"]))
    return state
