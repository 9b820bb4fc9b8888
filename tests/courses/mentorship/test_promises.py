"""Which steps are due, as the table in docs/mentorship.md says. No database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.enrolment.working_days import add_working_days
from courses.mentorship.promises import MOVES, REMINDERS, Due, Step, Waiting, due_on, is_to_close, new_date, steps_due

MONDAY = date(2026, 11, 23)  # day n is n working days later
DAY = {number: add_working_days(MONDAY, number, "CZ") for number in range(15)}


def waiting(**facts):
    return Waiting(**{"handed_in_on": MONDAY, "country": "CZ", "is_promised": True, **facts})


def steps(today, done=(), **facts):
    return [(due.step.value, due.is_overtaken) for due in steps_due(waiting(**facts), today, done)]


@pytest.mark.parametrize(
    ("day", "done", "due"),
    [
        (2, [], []),
        (3, [], [("third_day", False)]),
        (3, ["third_day"], []),
        (5, ["third_day"], [("fifth_day", False)]),
        (6, ["third_day", "fifth_day"], []),
        (7, ["third_day", "fifth_day"], [("reassigned", False)]),
        (9, ["third_day", "fifth_day", "reassigned"], [("to_supervisor", False)]),
        (14, ["third_day", "fifth_day", "reassigned", "to_supervisor"], []),
    ],
)
def test_one_step_after_the_other(day, done, due):
    assert steps(DAY[day], done) == due


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (6, [("third_day", True), ("fifth_day", False)]),
        (8, [("third_day", True), ("fifth_day", True), ("reassigned", False)]),
        (13, [("third_day", True), ("fifth_day", True), ("reassigned", True), ("to_supervisor", False)]),
    ],
)
def test_after_days_without_beat_only_the_last_of_several_is_carried_out(day, due):
    assert steps(DAY[day]) == due


def test_an_offer_that_is_over_ends_and_whoever_it_waits_for_then_is_reminded():
    assert steps(DAY[3], is_offered=True, is_offer_over=True) == [("to_queue", False), ("third_day", False)]
    assert steps(DAY[8], is_offered=True, is_offer_over=True)[0] == ("to_queue", True)


def test_an_offer_ends_before_its_time_when_the_mentor_goes_away():
    assert steps(DAY[0], is_offered=True, is_offer_over=True) == [("to_queue", False)]


def test_what_is_being_read_is_not_moved():
    assert steps(DAY[8], is_held=True, is_offered=True, is_offer_over=True) == [("third_day", True), ("fifth_day", False)]
    assert steps(DAY[9], ["third_day", "fifth_day"], is_held=True) == []


def test_where_nothing_is_promised_only_the_offer_ends():
    assert steps(DAY[9], is_promised=False) == []
    assert steps(DAY[9], is_promised=False, is_offered=True, is_offer_over=True) == [("to_queue", False)]


def test_a_step_names_the_day_on_which_it_was_due():
    assert steps_due(waiting(), DAY[4], []) == [Due(Step.THIRD_DAY, DAY[3])]


@pytest.mark.parametrize(("today", "promised"), [(7, 10), (9, 10), (10, 11), (13, 14)])
def test_the_new_date_is_day_ten_or_after_a_long_downtime_the_next_working_day(today, promised):
    assert new_date(waiting(), DAY[today]) == DAY[promised]


def test_the_last_day_before_closing_belongs_to_the_learner():
    assert [is_to_close(MONDAY, day) for day in (date(2026, 11, 22), MONDAY, date(2026, 11, 24))] == [False, False, True]
    assert not is_to_close(None, MONDAY)


looks = st.lists(st.integers(min_value=0, max_value=25), max_size=12)
facts = st.builds(
    waiting,
    handed_in_on=st.dates(min_value=date(2026, 1, 1), max_value=date(2030, 1, 1)),
    country=st.sampled_from(["", "UA", "RU", "BG", "CZ"]),
)


def runs(task, days):
    """What a beat that looks only on these days does: (day, step, is overtaken)."""
    found, done = [], set()
    for day in sorted(days):
        today = add_working_days(task.handed_in_on, day, task.country)
        due = steps_due(task, today, done)
        found += [(day, each.step, each.is_overtaken) for each in due]
        done |= {each.step for each in due}
    return found


@given(task=facts, days=looks)
def test_whenever_beat_looks_each_step_is_done_once_and_never_early(task, days):
    found = runs(task, days)

    names = [step for _day, step, _overtaken in found]
    last = add_working_days(task.handed_in_on, max(days, default=0), task.country)
    assert len(names) == len(set(names))
    assert set(names) == {step for step in (*REMINDERS, *MOVES) if due_on(task, step) <= last}


@given(task=facts, days=looks)
def test_however_long_beat_was_down_a_run_says_and_moves_at_most_one_thing(task, days):
    found = runs(task, days)

    for day in set(days):
        carried_out = [step for when, step, overtaken in found if when == day and not overtaken]
        assert len(carried_out) <= 1


@given(task=facts, days=looks, more=looks)
def test_looking_more_often_leaves_out_nothing_that_was_done(task, days, more):
    assert {step for _day, step, _overtaken in runs(task, days)} <= {step for _day, step, _overtaken in runs(task, [*days, *more])}
