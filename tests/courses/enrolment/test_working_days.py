"""Working days as promises count them, in the four countries. The days named here are from the governments' calendars."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.enrolment.models import Cohort, Country
from courses.enrolment.working_days import add_working_days, is_working_day, local_day, promised_day, working_days_between

COUNTRIES = ["", *Country.values]
days = st.dates(min_value=date(1991, 1, 1), max_value=date(2099, 11, 30))
numbers, countries = st.integers(min_value=0, max_value=25), st.sampled_from(COUNTRIES)


@pytest.mark.parametrize(
    ("day", "country", "is_working"),
    [
        (date(2026, 11, 26), "", True),  # a Thursday
        (date(2026, 11, 28), "", False),  # a Saturday
        (date(2026, 11, 29), "", False),  # a Sunday
        (date(2026, 12, 25), "", True),  # without a country Christmas is a Friday
        (date(2026, 12, 25), "CZ", False),
        (date(2026, 4, 6), "CZ", False),  # Easter Monday
        (date(2026, 4, 13), "CZ", True),  # that of the Orthodox
        (date(2026, 4, 13), "BG", False),
        (date(2026, 4, 6), "BG", True),
        (date(2026, 3, 3), "BG", False),  # Liberation Day
        (date(2026, 5, 25), "BG", False),  # 24 May was a Sunday
        (date(2026, 6, 12), "RU", False),  # Russia Day
        (date(2026, 1, 9), "RU", False),  # moved from 3 January
        (date(2026, 12, 31), "RU", False),  # moved from 4 January
        (date(2025, 11, 1), "RU", True),  # a Saturday on which people work, for the Monday after
        (date(2025, 11, 3), "RU", False),
        (date(2026, 8, 24), "UA", True),  # under martial law holidays are working days
        (date(2021, 8, 24), "UA", False),  # before it they were not
    ],
)
def test_what_is_a_working_day(day, country, is_working):
    assert is_working_day(day, country) is is_working


def test_over_christmas_and_the_new_year():
    assert add_working_days(date(2026, 12, 23), 5, "CZ") == date(2027, 1, 4)
    assert add_working_days(date(2026, 12, 23), 5, "UA") == date(2026, 12, 30)
    assert add_working_days(date(2026, 12, 30), 1, "RU") == date(2027, 1, 11)


def test_what_is_handed_in_on_a_free_day_counts_from_the_next_working_day():
    saturday, monday = date(2026, 11, 28), date(2026, 11, 30)

    assert add_working_days(saturday, 0, "CZ") == monday
    assert add_working_days(saturday, 5, "CZ") == add_working_days(monday, 5, "CZ") == date(2026, 12, 7)
    assert working_days_between(saturday, date(2026, 12, 6), "CZ") == 4


@pytest.mark.parametrize(
    ("zone", "at", "day", "promised"),
    [
        ("Europe/Kyiv", datetime(2026, 11, 26, 21, 59, tzinfo=UTC), date(2026, 11, 26), date(2026, 12, 3)),  # 23:59 in Kyiv
        ("Europe/Kyiv", datetime(2026, 11, 26, 22, 0, tzinfo=UTC), date(2026, 11, 27), date(2026, 12, 4)),  # midnight in Kyiv
        ("Europe/Kyiv", datetime(2026, 11, 27, 22, 0, tzinfo=UTC), date(2026, 11, 28), date(2026, 12, 7)),  # Saturday there already
        ("Asia/Yekaterinburg", datetime(2026, 11, 26, 19, 0, tzinfo=UTC), date(2026, 11, 27), date(2026, 12, 4)),
        ("Europe/Prague", datetime(2026, 11, 26, 22, 59, tzinfo=UTC), date(2026, 11, 26), date(2026, 12, 3)),
    ],
)
def test_a_day_ends_as_the_cohorts_clock_says(zone, at, day, promised):
    cohort = Cohort(time_zone=zone, country="UA")

    assert (local_day(at, cohort), promised_day(at, 5, cohort)) == (day, promised)


def test_beyond_what_the_library_knows_weekends_are_free():
    christmas = {year: date(year, 12, 25) for year in (1950, 2098, 2102)}  # a Monday, a Thursday, a Monday

    assert {year: is_working_day(day, "CZ") for year, day in christmas.items()} == {1950: True, 2098: False, 2102: True}


@given(day=days, number=numbers, country=countries)
def test_a_promised_day_is_a_working_day_and_has_just_so_many_before_it(day, number, country):
    found = add_working_days(day, number, country)

    between = [day + timedelta(n) for n in range((found - day).days)]
    assert is_working_day(found, country)
    assert sum(is_working_day(each, country) for each in between) == number


@given(day=days, number=numbers, country=countries)
def test_counting_undoes_adding(day, number, country):
    found = add_working_days(day, number, country)

    assert working_days_between(day, found, country) == number
    assert working_days_between(day, add_working_days(found + timedelta(1), 0, country), country) == number + 1


@given(day=days, first=numbers, second=numbers, country=countries)
def test_days_add_up(day, first, second, country):
    assert add_working_days(add_working_days(day, first, country), second, country) == add_working_days(day, first + second, country)


@given(day=days, other=days, country=countries)
def test_nothing_has_passed_before_it_began(day, other, country):
    assert working_days_between(max(day, other), min(day, other), country) == 0


@given(start=st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 1, 1)), country=st.sampled_from(Country.values))
def test_there_are_never_more_than_eleven_free_days_in_a_row(start, country):
    assert any(is_working_day(start + timedelta(n), country) for n in range(12))


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Europe/Kyiv", "UA"),
        ("Europe/Prague", "CZ"),
        ("Europe/Sofia", "BG"),
        ("Asia/Yekaterinburg", "RU"),
        ("Europe/Berlin", ""),
        ("UTC", ""),
    ],
)
def test_the_country_of_a_time_zone(zone, country):
    assert Country.by_time_zone(zone) == country
