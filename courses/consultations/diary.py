"""What whoever offers times looks at: who comes, who waits, what is to be written down."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localtime, now
from django.utils.translation import ngettext

from courses.enrolment.barred import not_barred
from lms.accounts.models import User

from .listing import read_place
from .models import Consultation, Slot
from .rules import bookings_to_settle, consultations_kept_by, coordinates_somewhere, slots_kept_by
from .wording import day_words, other_clock, slot_how, time_words, when_of

A_PAGE = 30
LATELY = 10
State = Consultation.State


@dataclass(frozen=True)
class OfferedTime:
    slot: Slot
    time: str
    clock: str
    how: str
    taken: str
    coming: tuple[Consultation, ...]
    waiting: int


@dataclass(frozen=True)
class DiaryDay:
    words: str
    times: tuple[OfferedTime, ...]


@dataclass
class Diary:
    """`to_write`: begun and not yet said what came of it. `asked`: wishes for a time. `to_settle`: with somebody who works for the group no
    more or is kept away from the learner; whoever coordinates the group sees them."""

    person: User
    is_of_all: bool
    after: str
    to_write: list[tuple[Consultation, str]] = field(default_factory=list)
    asked: list[Consultation] = field(default_factory=list)
    to_settle: list[tuple[Consultation, str]] = field(default_factory=list)
    days: list[DiaryDay] = field(default_factory=list)
    lately: list[tuple[Consultation, str]] = field(default_factory=list)
    more: str = ""


def diary_of(person: User, *, is_of_all: bool = False, after: str = "") -> Diary:
    """The person's own, or of all cohorts that they coordinate. Six queries, one for whoever coordinates, and one for roles."""
    at, diary = now(), Diary(person, is_of_all, after)
    kept = consultations_kept_by(person) if is_of_all else consultations_kept_by(person).filter(_own(person))
    kept = kept.select_related("slot", "learner", "visitor", "mentor", "cohort")
    begun = kept.filter(state=State.BOOKED, starts_at__lte=at).order_by("starts_at", "pk")
    diary.to_write = [(one, when_of(one)) for one in begun[: A_PAGE * 2]]
    diary.asked = list(kept.filter(state=State.ASKED, slot=None).order_by("asked_at", "pk")[: A_PAGE * 2])
    if coordinates_somewhere(person):
        around = ("slot__offered_by", "learner", "visitor", "cohort")
        alone = bookings_to_settle(person).select_related(*around).order_by("starts_at", "pk")
        diary.to_settle = [(one, when_of(one)) for one in alone[: A_PAGE * 2]]
    slots = slots_kept_by(person).filter(state=Slot.State.OPEN, ends_at__gt=at)
    found = _page(slots if is_of_all else slots.filter(offered_by=person), after)
    diary.days = list(_days(found[:A_PAGE], person))
    if len(found) > A_PAGE:
        diary.more = f"{found[A_PAGE - 1].starts_at:%Y%m%dT%H%M%S%f}_{found[A_PAGE - 1].pk}"
    lately = kept.filter(state__in=[State.HELD, State.NO_SHOW]).order_by("-settled_at", "-pk")
    diary.lately = [(one, when_of(one)) for one in lately[:LATELY]]
    return diary


def _own(person: User) -> Q:
    return Q(mentor=person.pk) | Q(mentor=None)


def _page(slots: QuerySet[Slot], after: str) -> list[Slot]:
    if place := read_place(after):
        slots = slots.filter(Q(starts_at__gt=place[0]) | Q(starts_at=place[0], pk__gt=place[1]))
    return list(slots.select_related("cohort", "offered_by").order_by("starts_at", "pk")[: A_PAGE + 1])


def _days(slots: list[Slot], person: User) -> Iterator[DiaryDay]:
    of_slot = who_comes(slots, person)
    for _day, rows in groupby(slots, key=lambda slot: localtime(slot.starts_at).date()):
        times = tuple(offered_time(slot, of_slot.get(slot.pk, [])) for slot in rows)
        yield DiaryDay(day_words(times[0].slot.starts_at), times)


def who_comes(slots: Iterable[Slot], person: User) -> dict[int, list[Consultation]]:
    """By slot: those with a seat by its number, then those who wait, in order of asking. Each says whether its name is for the person
    (`is_named`): they are not told of people whom they are kept away from."""
    states = [*Consultation.SEATED, State.ASKED]
    rows = Consultation.objects.filter(slot__in=[slot.pk for slot in slots], state__in=states).select_related("learner", "visitor")
    named = not_barred(Consultation.objects.filter(pk=OuterRef("pk")), person=person, learner="learner")
    rows = rows.annotate(is_named=Exists(not_barred(named, person=person, learner="visitor__account")))
    found: dict[int, list[Consultation]] = {}
    for one in sorted(rows, key=lambda one: (one.seat is None, one.seat or 0, one.asked_at, one.pk)):
        found.setdefault(one.slot_id or 0, []).append(one)
    return found


def offered_time(slot: Slot, consultations: list[Consultation]) -> OfferedTime:
    seated = [one for one in consultations if one.seat is not None]
    coming = tuple(one for one in seated if one.is_named)  # type: ignore[attr-defined]
    taken = ngettext(
        "%(taken)d of %(seats)d place is taken", "%(taken)d of %(seats)d places are taken", slot.seats
    ) % {"taken": len(seated), "seats": slot.seats}  # fmt: skip
    return OfferedTime(
        slot=slot,
        time=time_words(slot.starts_at, slot.ends_at),
        clock=other_clock(slot.starts_at, slot.time_zone),
        how=slot_how(slot),
        taken=taken,
        coming=coming,
        waiting=len(consultations) - len(seated),
    )
