"""Working days, as promises count them: not Saturdays, not Sundays, not the public holidays of the cohort's country (days moved by a
government count as it moved them; where holidays are working days, as in Ukraine under martial law, they are). Pure; the holidays are
those of the library `holidays`, which knows the years 1991 to 2100; beyond them only weekends are free.

A day begins and ends as the cohort's clock says. What is handed in on a free day counts as handed in on the next working day."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from .models import Cohort

_DAY = timedelta(days=1)


def is_working_day(day: date, country: str) -> bool:
    """`country` is a code of ISO 3166, or empty: then only weekends are free."""
    return _calendar(country, day.year).is_working_day(day) if country else day.weekday() < 5


def add_working_days(day: date, number: int, country: str) -> date:
    """The working day that is `number` (0 or more) working days after `day`; 0 is the day itself, or the first working day after it."""
    days = _from(day, country)
    found = next(days)
    for _ in range(number):
        found = next(days)
    return found


def working_days_between(begun: date, on: date, country: str) -> int:
    """How many working days have passed on `on`: the largest number for which `add_working_days(begun, number)` is not after `on`; 0 before
    that."""
    passed = -1
    for found in _from(begun, country):
        if found > on:
            return max(passed, 0)
        passed += 1
    raise AssertionError("There is always another working day.")


def local_day(at: datetime, cohort: Cohort) -> date:
    return at.astimezone(ZoneInfo(cohort.time_zone)).date()


def promised_day(at: datetime, number: int, cohort: Cohort) -> date:
    """`number` working days of the cohort after what happened `at`."""
    return add_working_days(local_day(at, cohort), number, cohort.country)


def _from(day: date, country: str) -> Iterator[date]:
    while True:
        if is_working_day(day, country):
            yield day
        day += _DAY


@lru_cache(maxsize=256)
def _calendar(country: str, year: int) -> holidays.HolidayBase:
    """A year by itself, complete before anybody sees it: the library fills a calendar while it is asked, which two threads must not see."""
    return holidays.country_holidays(country, years=year, expand=False)
