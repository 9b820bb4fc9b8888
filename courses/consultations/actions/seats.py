"""Giving seats. Rows are held in one order everywhere: the learner's enrolment, slots by number, people by number, then consultations."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import now

from courses.enrolment.barred import is_barred
from courses.enrolment.models import Enrolment
from lms.accounts.models import User

from ..letters import post_moved_up
from ..models import Consultation, ConsultationEvent, Slot
from ..rules import MOST_AHEAD, Refusal, Refused, offers_in

What = ConsultationEvent.What
State = Consultation.State
# What giving and taking seats changes; the words of a consultation may be written meanwhile.
SEATING = ("slot", "seat", "cohort", "mentor", "state", "starts_at", "minutes", "booked_at", "settled_at", "sequence", "changed_at")


def hold_slots(numbers: Collection[int]) -> dict[int, Slot]:
    """Whoever else gives seats of these slots waits for us."""
    slots = Slot.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=numbers)
    slots = slots.select_related("cohort__course", "offered_by")
    return {slot.pk: slot for slot in slots.order_by("pk")}


def hold_studying(learner: User, cohorts: Collection[int]) -> set[int]:
    """In which of these groups they study. Whoever leaves one meanwhile waits for us, and takes with them what we have booked. Before any
    slot is held."""
    held = Enrolment.objects.of(learner).studying().select_for_update(of=("self",), no_key=True).filter(cohort__in=cohorts)
    return set(held.order_by("pk").values_list("cohort", flat=True))


def held_rows(rows: QuerySet[Consultation]) -> QuerySet[Consultation]:
    """As they are when nobody else writes to them any more: what another has just settled or said is not written over."""
    return rows.select_for_update(of=("self",), no_key=True)


def hold_people(*people: User, waiting_in: Collection[int] = ()) -> None:
    """So that nobody gets more than one may have ahead, by two clicks in two windows or by two slots that move them up at once.
    `waiting_in`: slots, which are held; whoever waits there may get a seat. All at once, because everybody holds them in one order."""
    waiting = Consultation.objects.filter(slot__in=waiting_in, state=State.ASKED).values("learner")
    meant = User.objects.filter(Q(pk__in=[person.pk for person in people]) | Q(pk__in=waiting))
    list(meant.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))


def free_seat(slot: Slot) -> int | None:
    """The lowest free number; None when all are taken. The slot is held."""
    taken = set(slot.consultations.seated().values_list("seat", flat=True))
    return next((number for number in range(1, slot.seats + 1) if number not in taken), None)


def check_bookable(slot: Slot, at: datetime) -> None:
    if not slot.is_open:
        raise Refused(Refusal.CANCELLED)
    if slot.has_begun(at):
        raise Refused(Refusal.BEGUN)
    if not offers_in(slot.offered_by, slot.cohort):
        raise Refused(Refusal.CANCELLED)


def check_not_apart(person: User | None, slot: Slot) -> None:
    if person and is_barred(slot.offered_by_id, person.pk):
        raise Refused(Refusal.KEPT_APART)


def check_room_of(person: User, slot: Slot, at: datetime, *, apart_from: Consultation | None = None) -> None:
    """At most three ahead, and not two at the same time."""
    booked = Consultation.objects.filter(learner=person, state=State.BOOKED, starts_at__gt=at)
    if apart_from:
        booked = booked.exclude(pk=apart_from.pk)
    if booked.filter(slot__starts_at__lt=slot.ends_at, slot__ends_at__gt=slot.starts_at).exists():
        raise Refused(Refusal.OVERLAPS)
    if booked.count() >= MOST_AHEAD:
        raise Refused(Refusal.TOO_MANY)


def seat(consultation: Consultation, slot: Slot, number: int, at: datetime) -> None:
    """Write down that it has this seat. The caller says to the diary what happened."""
    consultation.slot, consultation.seat, consultation.cohort = slot, number, slot.cohort
    consultation.mentor, consultation.starts_at, consultation.minutes = slot.offered_by, slot.starts_at, slot.minutes
    consultation.state, consultation.booked_at = State.BOOKED, at
    touch(consultation, at)


def touch(consultation: Consultation, at: datetime) -> None:
    """Something changed that matters to whoever is invited."""
    consultation.sequence += 1
    consultation.changed_at = at
    consultation.save(update_fields=SEATING if consultation.pk else None)


def move_up(slot: Slot, at: datetime) -> list[Consultation]:
    """Give what is free to those who wait, in order of asking. The slot and they are held. Who could not book it now keeps waiting."""
    moved: list[Consultation] = []
    is_bookable = slot.is_open and not slot.has_begun(at) and offers_in(slot.offered_by, slot.cohort)
    number = free_seat(slot) if is_bookable else None
    if number is None:
        return moved
    for consultation in slot.consultations.waiting().select_related("learner", "visitor__account"):
        if number is None:
            break
        if consultation.learner and not may_sit(consultation.learner, slot, at):
            continue
        seat(consultation, slot, number, at)
        record(consultation, What.MOVED_UP, by=None, at=at, tells=slot.offered_by)
        post_moved_up(consultation)
        moved.append(consultation)
        number = free_seat(slot)
    return moved


@transaction.atomic
def move_up_in(number: int) -> int:
    """For who had no room when the seat became free, and has now. Returns how many got a seat."""
    slot = hold_slots([number]).get(number)
    hold_people(waiting_in=[number])
    return len(move_up(slot, now())) if slot else 0


def may_sit(person: User, slot: Slot, at: datetime) -> bool:
    """Studies in the group, is not kept away from who offers it, has fewer than three ahead, and nothing else at that time."""
    if not person.is_active or not Enrolment.objects.of(person).studying().filter(cohort=slot.cohort_id).exists():
        return False
    try:
        check_not_apart(person, slot)
        check_room_of(person, slot, at)
    except Refused:
        return False
    return True


def place_in_line(consultation: Consultation) -> int:
    """1 for who is next."""
    if consultation.slot is None:
        return 0
    line = list(consultation.slot.consultations.waiting().values_list("pk", flat=True))
    return line.index(consultation.pk) + 1 if consultation.pk in line else 0


def record(
    consultation: Consultation, what: str, *, by: User | None, at: datetime | None = None, reason: str = "", tells: User | None = None
) -> None:
    """`tells` hears of it with the day's letter, unless they did it themselves."""
    hears = tells if tells and (by is None or tells.pk != by.pk) else None
    ConsultationEvent.objects.create(consultation=consultation, what=what, by=by, reason=reason[:200], at=at or now(), tells=hears)


def settle_passed(numbers: Collection[int]) -> int:
    """Whoever still waits for a time that has come waits no more. Nobody gets a letter about it. Returns how many."""
    return sum(_settle_passed(number) for number in numbers)


@transaction.atomic
def _settle_passed(number: int) -> int:
    slot, at = hold_slots([number]).get(number), now()
    if slot is None or not slot.has_begun(at):
        return 0
    late = list(held_rows(slot.consultations.filter(state=State.ASKED)).order_by("pk"))
    for consultation in late:
        consultation.state, consultation.settled_at = State.CANCELLED, at
        touch(consultation, at)
        record(consultation, What.PASSED, by=None, at=at)
    return len(late)


def move_down(seated: Sequence[Any], seats: int) -> None:
    """Of rows with a seat, which are held and no more than `seats`: numbers above the last seat move down to free ones."""
    taken = {one.seat for one in seated}
    for one in seated:
        if one.seat is not None and one.seat > seats:
            one.seat = next(number for number in range(1, seats + 1) if number not in taken)
            taken.add(one.seat)
            one.save(update_fields=["seat"])
