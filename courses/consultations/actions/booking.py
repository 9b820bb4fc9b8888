"""What a learner does, or somebody does for them: booking, asking, moving, cancelling."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.timezone import now

from courses.enrolment.models import Cohort
from lms.accounts.models import User

from ..letters import post_booked, post_cancelled, post_changed
from ..models import Consultation, Slot, Visitor
from ..rules import Refusal, Refused
from .seats import (
    State,
    What,
    check_bookable,
    check_not_apart,
    check_room_of,
    free_seat,
    held_rows,
    hold_people,
    hold_slots,
    hold_studying,
    move_up,
    place_in_line,
    record,
    seat,
    touch,
)


@dataclass(frozen=True)
class Booked:
    """What came of it: booked, or the `place` on the waiting list. `is_new` is False for a second click."""

    consultation: Consultation
    place: int
    is_new: bool


@transaction.atomic
def book(*, slot: Slot, by: User, learner: User | None = None, visitor: Visitor | None = None, wish: str = "") -> Booked:
    """The lowest free seat; where none is free, the end of the waiting list. A repeat changes nothing. Raises Refused."""
    studies_in = hold_studying(learner, [slot.cohort_id]) if learner else set()
    held, at = hold_slots([slot.pk])[slot.pk], now()
    check_bookable(held, at)
    check_not_apart(learner or (visitor.account if visitor else None), held)
    there = held.consultations.filter(learner=learner, visitor=visitor, state__in=Consultation.OPEN).first()
    if there:
        return Booked(there, place_in_line(there), is_new=False)
    if learner:
        if held.cohort_id not in studies_in:
            raise Refused(Refusal.NOT_STUDYING)
        hold_people(learner)
        check_room_of(learner, held, at)
    number = free_seat(held)
    made = Consultation(
        cohort=held.cohort, slot=held, learner=learner, visitor=visitor, mentor=held.offered_by, state=State.ASKED, wish=wish, asked_at=at
    )
    made.starts_at, made.minutes = held.starts_at, held.minutes
    if number is None:
        touch(made, at)
        record(made, What.ASKED, by=by, at=at, tells=held.offered_by)
        return Booked(made, place_in_line(made), is_new=True)
    seat(made, held, number, at)
    record(made, What.BOOKED, by=by, at=at, tells=held.offered_by)
    post_booked(made)
    return Booked(made, 0, is_new=True)


@transaction.atomic
def ask_for_time(*, learner: User, cohort: Cohort, mentor: User | None, wish: str) -> Consultation:
    """No time suits: the learner asks for one. One wish at a time in a cohort; asking again changes its words. Raises Refused."""
    if not hold_studying(learner, [cohort.pk]):
        raise Refused(Refusal.NOT_STUDYING)
    hold_people(learner)
    at = now()
    asked = held_rows(Consultation.objects.filter(learner=learner, cohort=cohort, state=State.ASKED, slot=None)).first()
    if asked:
        asked.wish, asked.mentor = wish, mentor
        asked.save(update_fields=["wish"])
        touch(asked, at)
        return asked
    asked = Consultation(cohort=cohort, learner=learner, mentor=mentor, state=State.ASKED, wish=wish, asked_at=at)
    touch(asked, at)
    record(asked, What.ASKED, by=learner, at=at, tells=mentor)
    return asked


@transaction.atomic
def move(*, consultation: Consultation, to: Slot, by: User) -> Consultation:
    """To a seat of another slot: from one that was booked, from the waiting list, or from asking for a time. The old seat goes to who
    waits. With no seat there everything stays as it was. Raises Refused."""
    learner, before = consultation.learner, [consultation.slot_id] if consultation.slot_id else []
    studies_in = hold_studying(learner, {consultation.cohort_id, to.cohort_id}) if learner else set()
    slots, at = hold_slots([*before, to.pk]), now()
    hold_people(*([learner] if learner else []), waiting_in=before)
    fresh, target = fresh_of(consultation), slots[to.pk]
    if not fresh.is_open or fresh.slot_id != consultation.slot_id:
        raise Refused(Refusal.SETTLED)
    if fresh.slot_id == target.pk and fresh.state == State.BOOKED:
        return fresh
    if fresh.state == State.BOOKED and fresh.has_begun(at):
        raise Refused(Refusal.BEGUN)
    check_bookable(target, at)
    check_not_apart(fresh.person, target)
    if fresh.learner:
        if target.cohort_id not in studies_in:
            raise Refused(Refusal.NOT_STUDYING)
        check_room_of(fresh.learner, target, at, apart_from=fresh)
    number = free_seat(target)
    twice = target.consultations.filter(learner=fresh.learner, visitor=fresh.visitor, state__in=Consultation.OPEN).exclude(pk=fresh.pk)
    if number is None or twice.exists():
        raise Refused(Refusal.FULL if number is None else Refusal.OVERLAPS)
    was_booked, old, mentor = fresh.state == State.BOOKED, slots.get(fresh.slot_id or 0), fresh.mentor
    seat(fresh, target, number, at)
    record(fresh, What.MOVED if was_booked else What.BOOKED, by=by, at=at, tells=target.offered_by)
    if mentor and mentor.pk != target.offered_by_id:
        record(fresh, What.MOVED, by=by, at=at, tells=mentor)
    post_changed(fresh) if was_booked else post_booked(fresh)
    if old and was_booked:
        move_up(old, at)
    return fresh


@transaction.atomic
def cancel(*, consultation: Consultation, by: User, reason: str = "", what: str = What.CANCELLED) -> Consultation:
    """Before it begins; whoever keeps the slot also afterwards. The seat goes to who waits. A repeat changes nothing. Raises Refused."""
    numbers = [consultation.slot_id] if consultation.slot_id else []
    slots, at = hold_slots(numbers), now()
    hold_people(waiting_in=numbers)
    fresh = fresh_of(consultation)
    if fresh.state == State.CANCELLED:
        return fresh
    if not fresh.is_open or fresh.slot_id != consultation.slot_id:
        raise Refused(Refusal.SETTLED)
    is_own = fresh.person is not None and fresh.person.pk == by.pk
    if is_own and fresh.state == State.BOOKED and fresh.has_begun(at):
        raise Refused(Refusal.BEGUN)
    end(fresh, by=by, reason=reason, what=what)
    if fresh.slot_id:
        move_up(slots[fresh.slot_id], at)
    return fresh


def end(consultation: Consultation, *, by: User | None, reason: str, what: str = What.CANCELLED) -> None:
    """Cancelled, with the letter that says so where somebody else did it or the calendar has it. The slot is held. Who has left the group
    is not told of places on waiting lists, which they have left with it."""
    at, was_booked = now(), consultation.state == State.BOOKED
    consultation.state, consultation.seat, consultation.settled_at = State.CANCELLED, None, at
    touch(consultation, at)
    record(consultation, what, by=by, at=at, reason=reason, tells=consultation.mentor)
    is_by_others = by is None or consultation.person is None or by.pk != consultation.person.pk
    if was_booked or (is_by_others and what == What.CANCELLED):
        post_cancelled(consultation)


def fresh_of(consultation: Consultation) -> Consultation:
    """As it is now, held. Its slot is held before."""
    around = ("learner", "visitor__account", "mentor", "cohort", "slot__offered_by")
    # Those who may be empty are joined, so only the row itself is held.
    return held_rows(Consultation.objects.select_related(*around)).get(pk=consultation.pk)


def change_wish(*, consultation: Consultation, wish: str) -> None:
    """What the learner would like to talk about, until it is settled. No calendar needs to know."""
    Consultation.objects.filter(pk=consultation.pk, state__in=Consultation.OPEN).update(wish=wish)
