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
    course: str
    cohort: str
    language: str
    round: int | None
    due_on: date | None
    today: date
    signs: tuple[Sign, ...]
    offered_until: datetime | None = None
    holder: str = ""
    held_until: datetime | None = None
    is_mine: bool = False  # in the person's hands

    @property
    def pk(self) -> int:
        return self.place.pk


class Source(Protocol):
    key: str

    def waiting(self, asked: Asked, *, after: Place | None, most: int, only_free: bool) -> list[Waiting]:
        """What is not in the person's own hands; `only_free`: in nobody's."""

    def in_hand(self, asked: Asked) -> list[Waiting]:
        """What is in the person's hands now; filters do not matter."""

    def count(self, asked: Asked, most: int) -> int:
        """How much waits that nobody has in hand; nobody counts further than `most`."""

    def take(self, person: User, pk: int) -> str:
        """Into the person's hands. Returns the address of its page. Raises `rules.Refused`."""


_registered: list[Source] = []


def register(source: Source) -> None:
    _registered.append(source)


def registered() -> list[Source]:
    return _registered


def waiting(asked: Asked, *, after: Place | None = None, most: int, only_free: bool = False) -> list[Waiting]:
    found = [source.waiting(asked, after=after, most=most, only_free=only_free) for source in _registered]
    return list(islice(merge(*found, key=lambda row: row.place), most))


def in_hand(asked: Asked) -> list[Waiting]:
    return sorted((row for source in _registered for row in source.in_hand(asked)), key=lambda row: row.place)


def count(asked: Asked, most: int) -> int:
    return sum(source.count(asked, most) for source in _registered)


def free_rows(asked: Asked) -> Iterator[Waiting]:
    """What can be taken, the most due first; looked up anew a few at a time."""
    after = None
    while rows := waiting(asked, after=after, most=TRIED_AT_ONCE, only_free=True):
        yield from rows
        after = rows[-1].place


def source_called(key: str) -> Source:
    return next(source for source in _registered if source.key == key)
