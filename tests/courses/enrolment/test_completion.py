from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.enrolment.completion import Facts, RuleError, activities_named, evaluate, measures_asked

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


def test_hours_of_practice_are_asked_for_and_proved():
    rule = {"all": [{"all_required": True}, {"confirmed_hours": 40}]}
    short, enough = (Facts({1}, {1: MONDAY}, {"confirmed_hours": Fraction(minutes, 60)}) for minutes in (2399, 2430))

    missing = {"confirmed_hours": Fraction(1, 60)}
    assert (evaluate(rule, short).is_met, evaluate(rule, short).missing_amounts, evaluate(rule, short).missing) == (False, missing, ())
    assert evaluate(rule, enough).as_json() == {"rule": rule, "met_by": {"1": MONDAY.isoformat()}, "confirmed_hours": 40.5}
    assert "confirmed_hours" not in evaluate({}, enough).as_json()


def test_hours_may_be_one_way_of_several():
    rule = {"at_least": 1, "of": [{"activity": 1}, {"confirmed_hours": 2}]}

    assert evaluate(rule, Facts(set(), {1: MONDAY}, {"confirmed_hours": 0})).missing_amounts == {}
    assert evaluate(rule, Facts(set(), {}, {"confirmed_hours": Fraction(1, 2)})).missing_amounts == {"confirmed_hours": Fraction(3, 2)}
    assert (measures_asked(rule), measures_asked({"all": [{"activity": 1}]}), measures_asked({})) == ({"confirmed_hours"}, set(), set())
    assert (activities_named(rule), activities_named({"all": [rule, {"activity": 7}]})) == ({1}, {1, 7})


def test_two_parts_that_ask_for_the_same_want_the_larger_amount():
    rule = {"all": [{"confirmed_hours": 2}, {"confirmed_hours": 5}, {"quiz_average": 70}]}

    proof = evaluate(rule, Facts(set(), {}, {"confirmed_hours": 1, "quiz_average": 70}))

    assert (proof.missing_amounts, proof.amounts) == ({"confirmed_hours": 4}, {"quiz_average": 70})


def test_a_rule_that_asks_for_what_nobody_counts_is_an_error():
    with pytest.raises(RuleError):
        evaluate({"miles_walked": 40}, facts({1}, {1}))


@pytest.mark.parametrize("hours", [0, -1, True, "40"])
def test_hours_are_a_number_above_nothing(hours):
    with pytest.raises(RuleError):
        evaluate({"confirmed_hours": hours}, Facts(set(), {}, {"confirmed_hours": 100}))


@pytest.mark.parametrize("rule", [{"some": 1}, {"activity": "1"}, {"all": 3}, {"at_least": 1}])
def test_a_rule_of_another_shape_is_an_error(rule):
    with pytest.raises(RuleError):
        evaluate(rule, facts({1}, {1}))


def hours(minutes):
    return {"confirmed_hours": Fraction(minutes, 60)}


rules = st.recursive(
    st.just({"all_required": True})
    | st.builds(lambda n: {"activity": n}, st.integers(1, 6))
    | st.builds(lambda n: {"confirmed_hours": n}, st.integers(1, 6)),
    lambda inner: (
        st.builds(lambda many: {"all": many}, st.lists(inner, min_size=1, max_size=3))
        | st.builds(lambda n, many: {"at_least": n, "of": many}, st.integers(1, 3), st.lists(inner, min_size=1, max_size=3))
    ),
    max_leaves=6,
)


@given(
    rule=rules,
    required=st.sets(st.integers(1, 6)),
    before=st.sets(st.integers(1, 6)),
    more=st.sets(st.integers(1, 6)),
    minutes=st.integers(0, 400),
    longer=st.integers(0, 400),
)
def test_doing_more_never_takes_a_completion_back(rule, required, before, more, minutes, longer):
    was_met = evaluate(rule, Facts(required, dict.fromkeys(before, MONDAY), hours(minutes))).is_met

    assert not was_met or evaluate(rule, Facts(required, dict.fromkeys(before | more, MONDAY), hours(minutes + longer))).is_met


@given(rule=rules, required=st.sets(st.integers(1, 6)), completed=st.sets(st.integers(1, 6)), minutes=st.integers(0, 400))
def test_what_is_said_to_be_missing_is_what_is_missing(rule, required, completed, minutes):
    """Whoever does it has completed the course; only a part of the rule that asks for required activities of a course without any is
    never met."""
    required = required | {1}
    proof = evaluate(rule, Facts(required, dict.fromkeys(completed, MONDAY), hours(minutes)))

    counted = hours(minutes)["confirmed_hours"] + proof.missing_amounts.get("confirmed_hours", 0)
    done = Facts(required, dict.fromkeys(completed | set(proof.missing), MONDAY), {"confirmed_hours": counted})
    assert proof.is_met or evaluate(rule, done).is_met or _asks_too_much(rule)


def _asks_too_much(rule) -> bool:
    """For more of a group than it has."""
    inner = [*rule.get("all", ()), *rule.get("of", ())]
    return rule.get("at_least", 0) > len(rule.get("of", ())) or any(map(_asks_too_much, inner))
