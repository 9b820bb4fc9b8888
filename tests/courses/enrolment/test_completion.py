from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.enrolment.completion import Facts, RuleError, evaluate

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


def facts(required, completed):
    return Facts(required=set(required), completed=dict.fromkeys(completed, MONDAY))


def test_all_required_activities_are_asked_for_by_default():
    proof = evaluate({}, facts({1, 2}, {1}))

    assert (proof.is_met, proof.missing, dict(proof.met_by)) == (False, (2,), {1: MONDAY})


def test_the_proof_keeps_the_rule_and_what_met_it():
    proof = evaluate({"all_required": True}, facts({1, 2}, {1, 2, 3}))

    assert proof.is_met
    assert proof.as_json() == {"rule": {"all_required": True}, "met_by": {"1": MONDAY.isoformat(), "2": MONDAY.isoformat()}}


def test_a_course_without_required_activities_is_never_completed():
    assert not evaluate({}, facts((), {1})).is_met


def test_at_least_some_of_a_group():
    rule = {"at_least": 2, "of": [{"activity": 1}, {"activity": 2}, {"activity": 3}]}

    assert evaluate(rule, facts((), {1, 3})).is_met
    assert evaluate(rule, facts((), {3})).missing == (1, 2)


def test_groups_nest():
    rule = {"all": [{"all_required": True}, {"at_least": 1, "of": [{"activity": 8}, {"activity": 9}]}]}

    assert evaluate(rule, facts({1}, {1, 9})).is_met
    assert evaluate(rule, facts({1}, {1})).missing == (8, 9)


@pytest.mark.parametrize("rule", [{"some": 1}, {"activity": "1"}, {"all": 3}, {"at_least": 1}])
def test_a_rule_of_another_shape_is_an_error(rule):
    with pytest.raises(RuleError):
        evaluate(rule, facts({1}, {1}))


rules = st.recursive(
    st.just({"all_required": True}) | st.builds(lambda n: {"activity": n}, st.integers(1, 6)),
    lambda inner: (
        st.builds(lambda many: {"all": many}, st.lists(inner, min_size=1, max_size=3))
        | st.builds(lambda n, many: {"at_least": n, "of": many}, st.integers(1, 3), st.lists(inner, min_size=1, max_size=3))
    ),
    max_leaves=6,
)


@given(rule=rules, required=st.sets(st.integers(1, 6)), before=st.sets(st.integers(1, 6)), more=st.sets(st.integers(1, 6)))
def test_doing_more_never_takes_a_completion_back(rule, required, before, more):
    was_met = evaluate(rule, facts(required, before)).is_met

    assert not was_met or evaluate(rule, facts(required, before | more)).is_met
