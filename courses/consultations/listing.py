"""The times that a learner may choose from, by day: one page of them, however many there are."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby, islice
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.enrolment.models import Enrolment
from lms.accounts.models import User

from .models import Consultation, Mode, Slot
from .rules import MOST_AHEAD
from .wording import day_words, offered_how, other_clock, time_words

A_PAGE = 40
State = Consultation.State


@dataclass(frozen=True)
class Time:
    """One offered time as a learner sees it. `mine` is the state of their own consultation there, if they have one."""

    slot: Slot
    time: str
    clock: str
    how: str
    free: int
    free_words: str
    mine: Consultation | None

    @property
    def is_full(self) -> bool:
        return self.free <= 0


@dataclass(frozen=True)
class Day:
    words: str
    times: tuple[Time, ...]


@dataclass
class Times:
    """`after` is the place behind which the page goes on: "moment_number" of the last slot before it."""

    enrolment: Enrolment
    mode: str = ""
    after: str = ""
    apart_from: Consultation | None = None
    days: list[Day] = field(default_factory=list)
    more: str = ""
    ahead: int = 0
    has_any: bool = False

    @property
    def has_enough(self) -> bool:
        return self.apart_from is None and self.ahead >= MOST_AHEAD


def times_for(enrolment: Enrolment, *, mode: str = "", after: str = "", apart_from: Consultation | None = None) -> Times:
    """Two queries."""
    learner, at = enrolment.learner, now()
    page = Times(enrolment, mode if mode in Mode.values else "", after, apart_from)
    rows = with_free(Slot.objects.open().ahead(at).filter(cohort=enrolment.cohort_id).exclude(offered_by=learner.pk))
    if page.mode:
        rows = rows.filter(mode=page.mode)
    if apart_from and apart_from.slot_id and apart_from.state == State.BOOKED:
        rows = rows.exclude(pk=apart_from.slot_id)
    if place := read_place(after):
        rows = rows.filter(Q(starts_at__gt=place[0]) | Q(starts_at=place[0], pk__gt=place[1]))
    found = list(islice(rows.select_related("offered_by").order_by("starts_at", "pk")[: A_PAGE + 1], A_PAGE + 1))
    mine = open_of(learner)
    page.ahead = sum(one.state == State.BOOKED and not one.has_begun(at) for one in mine)
    by_slot = {one.slot_id: one for one in mine if one.slot_id}
    page.has_any = bool(found)
    page.days = list(_days(found[:A_PAGE], by_slot))
    if len(found) > A_PAGE:
        last = found[A_PAGE - 1]
        page.more = f"{last.starts_at:%Y%m%dT%H%M%S%f}_{last.pk}"
    return page


def with_free(rows: QuerySet[Slot]) -> QuerySet[Slot]:
    """Each with how many of its seats are `taken`."""
    seated = Consultation.objects.seated().filter(slot=OuterRef("pk")).order_by().values("slot").annotate(count=Count("pk")).values("count")
    return rows.annotate(taken=Coalesce(Subquery(seated), 0))


def open_of(person: User) -> list[Consultation]:
    """What a person waits for and has booked."""
    return list(Consultation.objects.filter(learner=person, state__in=Consultation.OPEN))


def read_place(text: str) -> tuple[datetime, int] | None:
    """What is none of our places is the beginning."""
    moment, _sign, number = text.partition("_")
    try:
        at = datetime.strptime(f"{moment}+0000", "%Y%m%dT%H%M%S%f%z")
    except ValueError:
        return None
    return (at, int(number)) if number.isascii() and number.isdecimal() and len(number) < 18 else None


def _days(slots: list[Slot], mine: dict[int, Consultation]) -> Iterator[Day]:
    for _day, rows in groupby(slots, key=lambda slot: localtime(slot.starts_at).date()):
        of_day = tuple(_time(slot, mine.get(slot.pk)) for slot in rows)
        yield Day(day_words(of_day[0].slot.starts_at), of_day)


def _time(slot: Any, mine: Consultation | None) -> Time:
    free = slot.seats - slot.taken
    return Time(
        slot=slot,
        time=time_words(slot.starts_at, slot.ends_at),
        clock=other_clock(slot.starts_at, slot.time_zone),
        how=offered_how(slot),
        free=free,
        free_words=free_words(free, slot.seats),
        mine=mine,
    )


def free_words(free: int, seats: int) -> str:
    if free <= 0:
        return _("All places are taken")
    if seats == 1:
        return _("For you alone")
    return ngettext("%(count)d place is free", "%(count)d places are free", free) % {"count": free}
