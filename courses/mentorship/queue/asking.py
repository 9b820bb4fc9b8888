"""Asking the database for the queue. By hand: building these queries with the ORM costs more than the whole page may."""

from datetime import UTC, date, datetime
from typing import Any, overload
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils.translation import gettext as _

from .order import Place

# The titles of lesson and course in the reader's language, else in the course's own, each with its language. `k` is the course.
TITLE_COLUMNS = """
    COALESCE(lr.title, ls.title, '') AS lesson, COALESCE(lr.language, ls.language, '') AS lesson_language,
    COALESCE(kr.title, ks.title, k.slug) AS course, COALESCE(kr.language, ks.language, '') AS course_language
"""
TITLES = """
    LEFT JOIN catalogue_courseversion kr ON kr.of_id = k.id AND kr.is_current AND kr.language = %s
    LEFT JOIN catalogue_courseversion ks ON ks.of_id = k.id AND ks.is_current AND ks.language = k.source_language
    LEFT JOIN catalogue_lessonversion lr ON lr.of_id = y.lesson_id AND lr.is_current AND lr.language = %s
    LEFT JOIN catalogue_lessonversion ls ON ls.of_id = y.lesson_id AND ls.is_current AND ls.language = k.source_language
"""


class Conditions:
    """All of them must be true. Texts never come from outside; what does is a parameter."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self.parameters: list[Any] = []

    def add(self, text: str, *parameters: Any) -> None:
        self._texts.append(f"({text})")
        self.parameters += [in_sql(one) for one in parameters]

    def __str__(self) -> str:
        return " AND ".join(self._texts)


NOTHING = Conditions()
NOTHING.add("FALSE")


def within(column: str, numbers: frozenset[int] | None) -> tuple[str, list[int]]:
    """A condition and its parameters. None is no limit."""
    if numbers is None:
        return "TRUE", []
    if not numbers:
        return "FALSE", []
    return f"{column} IN ({', '.join(['%s'] * len(numbers))})", sorted(numbers)


def after(place: Place | None, *, source: int, rank: str, since: str, pk: str) -> tuple[str, list[Any]]:
    if place is None:
        return "TRUE", []
    return f"({rank}, {since}, {pk}) > (%s, %s, %s)", [place.is_unpromised, place.since, place.least_pk(source)]


def in_sql(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def rows(sql: str, parameters: list[Any]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def how_many(sql: str, parameters: list[Any]) -> int:
    return rows(sql, parameters)[0][0]


@overload
def as_time(value: datetime) -> datetime: ...
@overload
def as_time(value: None) -> None: ...
def as_time(value: datetime | None) -> datetime | None:
    """SQLite gives times without a zone where no model reads them."""
    return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


def day_there(at: datetime, time_zone: str) -> date:
    """The day on a cohort's calendar."""
    return at.astimezone(ZoneInfo(time_zone)).date()


def person_words(name: str | None, email: str | None) -> str:
    """As `str(User)` says it."""
    return name or email or _("Someone")
