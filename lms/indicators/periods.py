"""Whole quarters, whole calendar years, or all of it: no free dates, so that no two reports differ by a few days. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

ALL = "all"
_KEY = re.compile(r"(?P<year>[12]\d{3})(?:-q(?P<quarter>[1-4]))?", re.ASCII)


@dataclass(frozen=True)
class Period:
    """Both days belong to it. Without days it has no end there."""

    key: str
    since: date | None = None
    until: date | None = None

    def has(self, day: date) -> bool:
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)

    @property
    def label(self) -> str:
        found = _KEY.fullmatch(self.key)
        if not found:
            return _("From the first day to the last")
        if not found["quarter"]:
            return _("The year %(year)s") % {"year": found["year"]}
        return _("%(quarter)s quarter of %(year)s") % {
            "quarter": ["I", "II", "III", "IV"][int(found["quarter"]) - 1],
            "year": found["year"],
        }


def read(key: str, first: date | None, last: date | None) -> Period | None:
    """The part of it between the first and the last day; None where there is none, or the key is no period."""
    if key == ALL:
        return Period(ALL, first, last)
    found = _KEY.fullmatch(key)
    if not found:
        return None
    since, until = _days(int(found["year"]), int(found["quarter"] or 0))
    since, until = max(since, first or since), min(until, last or until)
    return Period(key, since, until) if since <= until else None


def between(first: date, last: date) -> list[Period]:
    """All that can be chosen: the whole, then each year with its quarters, the latest first."""
    keys = [f"{year}{part}" for year in range(last.year, first.year - 1, -1) for part in ("", "-q4", "-q3", "-q2", "-q1")]
    return [Period(ALL, first, last), *(period for key in keys if (period := read(key, first, last)))]


def _days(year: int, quarter: int) -> tuple[date, date]:
    if not quarter:
        return date(year, 1, 1), date(year, 12, 31)
    first = date(year, 3 * quarter - 2, 1)
    after = date(year + 1, 1, 1) if quarter == 4 else date(year, 3 * quarter + 1, 1)
    return first, after - timedelta(days=1)
