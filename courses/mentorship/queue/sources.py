"""Where what waits comes from. A source is registered once, in `MentorshipConfig.ready`; the desk asks all of them and shows one list.

Each gives its rows in the order of `order.Place`, at most so many, after a place: so a page costs the same however much waits."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from heapq import merge
from itertools import islice
from typing import Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User

from .asking import how_many
from .filters import EVERYTHING, Filters
from .order import Place
from .reach import Reach

TRIED_AT_ONCE = 10


class Sign(models.TextChoices):
    """What a row says of itself at a glance."""

    APPEAL = "appeal", _("The learner asks for a second look")
    FOR_SUPERVISOR = "for_supervisor", _("For a supervisor")
    OWN_LEARNER = "own_learner", _("Your learner")
    QUIZ = "quiz", _("Answer in a quiz")
    UNOFFICIAL = "unofficial", _("Unofficial")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """By whom, and for what. `at` is now; `language` the reader's."""

    person: User
    reach: Reach
    at: datetime
    language: str
    filters: Filters = EVERYTHING


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One thing that waits. `today` is the day on its cohort's calendar, `due_on` None where nothing is promised; `holder` has it in hand
    until `held_until`; it is for the person alone until `offered_until`."""

    source: str
    place: Place
    learner: str
    enrolment: int
    title: str
    title_language: str
    lesson: str
    lesson_language: str
    course: str
    course_language: str
    cohort: str
    language: str
    round: int | None
    due_on: date | None
    today: date
    signs: tuple[Sign, ...]
    question: int | None = None  # its number in the quiz
    offered_until: datetime | None = None
    holder: str = ""
    held_until: datetime | None = None
    is_mine: bool = False  # in the person's hands

    @property
    def pk(self) -> int:
        return self.place.pk


class Source(Protocol):
    key: str

    def rows(self, asked: Asked, *, after: Place | None, most: int, only_free: bool, with_mine: bool) -> list[Waiting]:
        """What is not in the person's own hands, `only_free`: in nobody's; at most so many, in their order. `with_mine`: and what is in
        the person's hands, whatever the filters and the place."""

    def counting(self, asked: Asked, most: int) -> tuple[str, list]:
        """SQL with its parameters: how much waits that nobody has in hand, at most `most`."""

    def take(self, person: User, pk: int) -> str:
        """Into the person's hands. Returns the address of its page. Raises `rules.Refused`."""


_registered: list[Source] = []


def register(source: Source) -> None:
    _registered.append(source)


def registered() -> list[Source]:
    return _registered


def waiting(asked: Asked, *, after: Place | None = None, most: int, only_free: bool = False) -> list[Waiting]:
    found = [source.rows(asked, after=after, most=most, only_free=only_free, with_mine=False) for source in _registered]
    return _merged(found, most)


def in_hand_and_waiting(asked: Asked, *, after: Place | None = None, most: int) -> tuple[list[Waiting], list[Waiting]]:
    """The same with what is in the person's hands: one query for each source."""
    found = [source.rows(asked, after=after, most=most, only_free=False, with_mine=True) for source in _registered]
    mine = sorted((row for rows in found for row in rows if row.is_mine), key=_place)
    return mine, _merged([[row for row in rows if not row.is_mine] for rows in found], most)


def count(asked: Asked, most: int) -> int:
    """One query. Of each source at most `most` are counted."""
    asking = [source.counting(asked, most) for source in _registered]
    return how_many(f"SELECT {' + '.join(f'({sql})' for sql, _ in asking)}", [one for _, parameters in asking for one in parameters])


def _merged(found: list[list[Waiting]], most: int) -> list[Waiting]:
    return list(islice(merge(*found, key=_place), most))


def _place(row: Waiting) -> Place:
    return row.place


def free_rows(asked: Asked) -> Iterator[Waiting]:
    """What can be taken, the most due first; looked up anew a few at a time."""
    after = None
    while rows := waiting(asked, after=after, most=TRIED_AT_ONCE, only_free=True):
        yield from rows
        after = rows[-1].place


def source_called(key: str) -> Source:
    return next(source for source in _registered if source.key == key)
