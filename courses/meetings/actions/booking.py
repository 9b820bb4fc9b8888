"""What mentors do, or whoever keeps the meeting does for them: booking, moving, cancelling; inviting learners."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import now

from lms.accounts.models import User

from ..letters import post_booked, post_cancelled, post_changed
from ..models import Attendance, Meeting
from ..rules import Refusal, Refused, comes_to, learners_of
from .seats import (
    State,
    What,
    check_bookable,
    check_room_of,
    free_seat,
    held,
    held_rows,
    hold_meetings,
    hold_people,
    move_up,
    place_in_line,
    record,
    seat,
    touch,
)


@dataclass(frozen=True)
class Booked:
    """What came of it: booked, or the `place` on the waiting list. `is_new` is False for a second click."""

    attendance: Attendance
    place: int
    is_new: bool


@transaction.atomic
def book(*, meeting: Meeting, person: User) -> Booked:
    """The lowest free seat; where none is free, the end of the waiting list. A repeat changes nothing. Raises Refused."""
    fresh, at = held(meeting), now()
    check_bookable(fresh, at)
    if fresh.offered_by_id == person.pk:
        raise Refused(Refusal.OWN)
    there = fresh.attendances.filter(person=person, state__in=Attendance.OPEN).first()
    if there:
        return Booked(there, place_in_line(there), is_new=False)
    if not comes_to(person, fresh.cohort):
        raise Refused(Refusal.NOT_MENTORING)
    hold_people(person)
    check_room_of(person, fresh)
    return _seated_or_waiting(Attendance(meeting=fresh, person=person, asked_at=at), fresh, by=person, at=at)


def _seated_or_waiting(made: Attendance, meeting: Meeting, *, by: User, at: datetime) -> Booked:
    number = free_seat(meeting)
    if number is None:
        made.state = State.WAITING
        touch(made, at)
        record(made, What.WAITS, by=by, at=at)
        return Booked(made, place_in_line(made), is_new=True)
    seat(made, meeting, number, at)
    record(made, What.BOOKED, by=by, at=at)
    post_booked(made)
    return Booked(made, 0, is_new=True)


@transaction.atomic
def invite(*, meeting: Meeting, learner: User, by: User) -> Attendance:
    """A learner of the placement that the meeting is about gets a seat and a letter. A repeat changes nothing. Raises Refused."""
    fresh, at = held(meeting), now()
    check_bookable(fresh, at)
    there = fresh.attendances.filter(person=learner, state__in=Attendance.OPEN).first()
    if there:
        return there
    if not learners_of(fresh).filter(pk=learner.pk).exists():
        raise Refused(Refusal.NOT_IN_PLACEMENT)
    hold_people(learner)
    check_room_of(learner, fresh, refusal=Refusal.OVERLAPS_OTHERS)
    number = free_seat(fresh)
    if number is None:
        raise Refused(Refusal.FULL)
    made = Attendance(meeting=fresh, person=learner, is_learner=True, asked_at=at)
    seat(made, fresh, number, at)
    record(made, What.INVITED, by=by, at=at)
    post_booked(made)
    return made


@transaction.atomic
def move(*, attendance: Attendance, to: Meeting, by: User) -> Attendance:
    """To a seat of another meeting, from one that was booked or from the waiting list. The old seat goes to who waits. With no seat there
    everything stays as it was. Raises Refused."""
    meetings, at = hold_meetings([attendance.meeting_id, to.pk]), now()
    hold_people(attendance.person, waiting_in=[attendance.meeting_id])
    fresh, target = fresh_of(attendance), meetings[to.pk]
    if not fresh.is_open or fresh.is_learner or fresh.meeting_id != attendance.meeting_id:
        raise Refused(Refusal.SETTLED)
    if fresh.meeting_id == target.pk:
        return fresh
    old = meetings[fresh.meeting_id]
    if fresh.state == State.BOOKED and old.has_begun(at):
        raise Refused(Refusal.BEGUN)
    check_bookable(target, at)
    if target.offered_by_id == fresh.person_id:
        raise Refused(Refusal.OWN)
    if not comes_to(fresh.person, target.cohort):
        raise Refused(Refusal.NOT_MENTORING)
    check_room_of(fresh.person, target, apart_from=fresh)
    number = free_seat(target)
    if number is None or target.attendances.standing().filter(person=fresh.person).exists():
        raise Refused(Refusal.FULL if number is None else Refusal.OVERLAPS)
    was_booked = fresh.state == State.BOOKED
    seat(fresh, target, number, at)
    record(fresh, What.MOVED if was_booked else What.BOOKED, by=by, at=at)
    post_changed(fresh) if was_booked else post_booked(fresh)
    if was_booked:
        move_up(old, at)
    return fresh


@transaction.atomic
def cancel(*, attendance: Attendance, by: User, reason: str = "") -> Attendance:
    """Before it begins; whoever keeps the meeting also afterwards. The seat goes to who waits. A repeat changes nothing. Raises Refused."""
    meetings, at = hold_meetings([attendance.meeting_id]), now()
    hold_people(waiting_in=[attendance.meeting_id])
    fresh = fresh_of(attendance)
    if fresh.state == State.CANCELLED:
        return fresh
    if not fresh.is_open or fresh.meeting_id != attendance.meeting_id:
        raise Refused(Refusal.SETTLED)
    if fresh.person_id == by.pk and fresh.meeting.has_begun(at):
        raise Refused(Refusal.BEGUN)
    end(fresh, by=by, reason=reason)
    move_up(meetings[fresh.meeting_id], at)
    return fresh


def end(attendance: Attendance, *, by: User | None, reason: str) -> None:
    """Cancelled, with the letter that says so where somebody else did it or the calendar has it. The meeting is held."""
    at, was_booked = now(), attendance.state == State.BOOKED
    attendance.state, attendance.seat = State.CANCELLED, None
    touch(attendance, at)
    record(attendance, What.CANCELLED, by=by, at=at, reason=reason)
    if was_booked or by is None or by.pk != attendance.person_id:
        post_cancelled(attendance)


def fresh_of(attendance: Attendance) -> Attendance:
    """As it is now, held. Its meeting is held before."""
    return held_rows(Attendance.objects.all()).get(pk=attendance.pk)
