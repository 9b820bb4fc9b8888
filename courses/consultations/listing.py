"""The times that a learner may choose from, by day: one page of them, however many there are."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.timezone import localtime, now
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from courses.enrolment.models import Enrolment
from lms.core.prepared import Prepared
from lms.core.skeletons import skeleton

from .models import Consultation, Mode, Slot
from .rules import MOST_AHEAD, offered_to
from .wording import day_words, offered_how, other_clock, time_words

A_PAGE = 30
ROW = ("pk", "starts_at", "ends_at", "time_zone", "mode", "where", "about", "seats", "taken", "offered_by__name")
State = Consultation.State


@dataclass(frozen=True)
class Time:
    """One offered time as a learner sees it: its row is rendered once for each way it can look, and what is its own is joined in. `mine` is
    the state of their own consultation there, if they have one."""

    pk: int
    starts_at: datetime
    free: int
    mine: "Mine | None"
    html: SafeString


@dataclass(frozen=True)
class Day:
    words: str
    times: tuple[Time, ...]


@dataclass
class Times:
    """`after` is the place behind which the page goes on: "moment_number" of the last slot before it. `apart_from` is the consultation that
    is being moved."""

    enrolment: Enrolment
    mode: str = ""
    after: str = ""
    apart_from: Consultation | None = None
    days: list[Day] = field(default_factory=list)
    more: str = ""
    ahead: int = 0

    @property
    def has_enough(self) -> bool:
        return self.apart_from is None and self.ahead >= MOST_AHEAD


def times_for(enrolment: Enrolment, *, mode: str = "", after: str = "", apart_from: Consultation | None = None) -> Times:
    """Four queries."""
    learner, at = enrolment.learner_id, now()
    page = Times(enrolment, mode if mode in Mode.values else "", after, apart_from)
    rows = with_free(offered_to(Slot.objects.open().ahead(at).filter(cohort=enrolment.cohort_id), learner, in_cohort=enrolment.cohort_id))
    if page.mode:
        rows = rows.filter(mode=page.mode)
    if apart_from and apart_from.slot_id and apart_from.state == State.BOOKED:
        rows = rows.exclude(pk=apart_from.slot_id)
    if place := read_place(after):
        rows = rows.filter(Q(starts_at__gt=place[0]) | Q(starts_at=place[0], pk__gt=place[1]))
    found = list(rows.order_by("starts_at", "pk").values_list(*ROW, named=True)[: A_PAGE + 1])
    mine = open_of(learner)
    page.ahead = sum(one.state == State.BOOKED and one.starts_at is not None and one.starts_at > at for one in mine)
    by_slot = {one.slot_id: one for one in mine if one.slot_id}
    page.days = list(_days([_time(row, by_slot.get(row.pk), page) for row in found[:A_PAGE]]))
    if len(found) > A_PAGE:
        last = found[A_PAGE - 1]
        page.more = f"{last.starts_at:%Y%m%dT%H%M%S%f}_{last.pk}"
    return page


def with_free(rows: QuerySet[Slot]) -> QuerySet[Slot]:
    """Each with how many of its seats are `taken`."""
    seated = Consultation.objects.seated().filter(slot=OuterRef("pk")).order_by().values("slot").annotate(count=Count("pk")).values("count")
    return rows.annotate(taken=Coalesce(Subquery(seated), 0))


def slots_with_room() -> list[int]:
    """The numbers of those where a seat is free and somebody waits all the same: they had no room for it when it became free."""
    waiting = Exists(Consultation.objects.waiting().order_by().filter(slot=OuterRef("pk")))
    rows = with_free(Slot.objects.open().ahead().filter(waiting)).order_by("pk")
    return [slot.pk for slot in rows if slot.taken < slot.seats]  # type: ignore[attr-defined]


def passed_and_waited_for() -> list[int]:
    """The numbers of those that have begun while somebody waited."""
    waiting = Consultation.objects.waiting().order_by().filter(starts_at__lte=now())
    return sorted(set(waiting.values_list("slot", flat=True)))


class Mine(NamedTuple):
    """What somebody waits for or has booked."""

    pk: int
    slot_id: int | None
    state: str
    starts_at: datetime | None


open_of = Prepared(
    Consultation,
    lambda person: Consultation.objects.filter(learner=person, state__in=Consultation.OPEN).values_list(*Mine._fields),
    count=1,
    into=Mine,
)
enrolment_of: Prepared[Enrolment] = Prepared(
    Enrolment,
    lambda pk, person: Enrolment.objects.filter(pk=pk, learner=person).studying().select_related("cohort"),
    count=2,
)


def read_place(text: str) -> tuple[datetime, int] | None:
    """What is none of our places is the beginning."""
    moment, _sign, number = text.partition("_")
    try:
        at = datetime.strptime(f"{moment}+0000", "%Y%m%dT%H%M%S%f%z")
    except ValueError:
        return None
    return (at, int(number)) if number.isascii() and number.isdecimal() and len(number) < 18 else None


def _days(times: list[Time]) -> Iterator[Day]:
    for _day, rows in groupby(times, key=lambda time: localtime(time.starts_at).date()):
        of_day = tuple(rows)
        yield Day(day_words(of_day[0].starts_at), of_day)


def _time(row: Any, mine: Mine | None, page: Times) -> Time:
    free = row.seats - row.taken
    deed = _deed(free, mine, page)
    clock = other_clock(row.starts_at, row.time_zone)
    look = {"deed": deed, "has_clock": bool(clock), "has_about": bool(row.about)}
    words = {
        "number": str(row.pk),
        "time": time_words(row.starts_at, row.ends_at),
        "clock": escape(clock),
        "how": escape(offered_how(row.mode, row.where)),
        "name": escape(row.offered_by__name or _("Someone")),
        "about": escape(row.about),
        "free": escape(free_words(free, row.seats)),
        "url": reverse("consultation", args=[mine.pk]) if mine else "",
    }
    html = skeleton("consultations/_time.html", (get_language(), *look.values()), lambda: look).fill(words)
    return Time(row.pk, row.starts_at, free, mine, html)


def _deed(free: int, mine: Mine | None, page: Times) -> str:
    """What can be done about a time: what is theirs leads to its page; else book, wait or move there, or nothing."""
    if mine and mine.state == State.BOOKED:
        return "booked"
    if mine and (page.apart_from is None or mine.pk != page.apart_from.pk):
        return "waits"
    if page.apart_from:
        return "move" if free > 0 else ""
    if free <= 0:
        return "wait"
    return "" if page.has_enough else "book"


def free_words(free: int, seats: int) -> str:
    if free <= 0:
        return _("All places are taken")
    if seats == 1:
        return _("For you alone")
    return ngettext("%(count)d place is free", "%(count)d places are free", free) % {"count": free}
