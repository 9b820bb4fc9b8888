"""Giving seats. Rows are held in one order everywhere: meetings by number, then people by number, then attendances."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import now

from lms.accounts.models import User

from ..letters import post_moved_up
from ..models import Attendance, AttendanceEvent, Meeting
from ..rules import Refusal, Refused, comes_to

What = AttendanceEvent.What
State = Attendance.State


def hold_meetings(numbers: Collection[int]) -> dict[int, Meeting]:
    """Whoever else gives seats of these meetings, or closes their minutes, waits for us."""
    found = Meeting.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=numbers).select_related("cohort", "offered_by")
    return {meeting.pk: meeting for meeting in found.order_by("pk")}


def held(meeting: Meeting) -> Meeting:
    """As it is now, held."""
    return hold_meetings([meeting.pk])[meeting.pk]


def held_rows(rows: QuerySet[Attendance]) -> QuerySet[Attendance]:
    return rows.select_for_update(of=("self",), no_key=True).select_related("person", "meeting__offered_by", "meeting__cohort")


def hold_people(*people: User, waiting_in: Collection[int] = ()) -> None:
    """So that nobody gets two meetings of the same time, by two clicks in two windows or by two meetings that move them up at once.
    `waiting_in`: meetings, which are held; whoever waits there may get a seat. All at once, because everybody holds them in one order."""
    waiting = Attendance.objects.filter(meeting__in=waiting_in, state=State.WAITING).values("person")
    meant = User.objects.filter(Q(pk__in=[person.pk for person in people]) | Q(pk__in=waiting))
    list(meant.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))


def check_not_closed(meeting: Meeting) -> None:
    if not meeting.is_open:
        raise Refused(Refusal.CANCELLED)
    if meeting.is_closed:
        raise Refused(Refusal.CLOSED)


def check_begun(meeting: Meeting, at: datetime) -> None:
    if not meeting.has_begun(at):
        raise Refused(Refusal.NOT_BEGUN)


def free_seat(meeting: Meeting) -> int | None:
    """The lowest free number; None when all are taken. The meeting is held."""
    taken = set(meeting.attendances.seated().values_list("seat", flat=True))
    return next((number for number in range(1, meeting.seats + 1) if number not in taken), None)


def check_bookable(meeting: Meeting, at: datetime) -> None:
    if not meeting.is_open:
        raise Refused(Refusal.CANCELLED)
    if meeting.has_begun(at):
        raise Refused(Refusal.BEGUN)


def check_room_of(person: User, meeting: Meeting, *, apart_from: Attendance | None = None, refusal: Refusal = Refusal.OVERLAPS) -> None:
    """Not two meetings at the same time, be they booked or offered by oneself. The person is held."""
    others = Meeting.objects.open().overlapping(meeting.starts_at, meeting.ends_at).exclude(pk=meeting.pk)
    booked = Attendance.objects.of(person).filter(state=State.BOOKED, meeting__in=others)
    if apart_from:
        booked = booked.exclude(pk=apart_from.pk)
    if booked.exists() or others.filter(offered_by=person).exists():
        raise Refused(refusal)


def seat(attendance: Attendance, meeting: Meeting, number: int, at: datetime) -> None:
    """Write down that it has this seat. The caller says to the diary what happened."""
    attendance.meeting, attendance.seat, attendance.state, attendance.booked_at = meeting, number, State.BOOKED, at
    touch(attendance, at)


def touch(attendance: Attendance, at: datetime) -> None:
    """Something changed that matters to whoever is invited."""
    attendance.sequence += 1
    attendance.changed_at = at
    attendance.save()


def move_up(meeting: Meeting, at: datetime) -> list[Attendance]:
    """Give what is free to those who wait, in order of asking. The meeting is held. Who could not book it now keeps waiting."""
    moved: list[Attendance] = []
    number = free_seat(meeting) if meeting.is_open and not meeting.has_begun(at) else None
    if number is None:
        return moved
    for attendance in meeting.attendances.waiting().select_related("person"):
        if number is None:
            break
        if not may_sit(attendance.person, meeting):
            continue
        seat(attendance, meeting, number, at)
        record(attendance, What.MOVED_UP, by=None, at=at)
        post_moved_up(attendance)
        moved.append(attendance)
        number = free_seat(meeting)
    return moved


@transaction.atomic
def move_up_in(number: int) -> int:
    """For who had no room when the seat became free, and has now. Returns how many got a seat."""
    meeting = hold_meetings([number]).get(number)
    hold_people(waiting_in=[number])
    return len(move_up(meeting, now())) if meeting else 0


def may_sit(person: User, meeting: Meeting) -> bool:
    """Still mentors in the group, and has nothing else at that time."""
    if not person.is_active or not comes_to(User.objects.get(pk=person.pk), meeting.cohort):
        return False
    try:
        check_room_of(person, meeting)
    except Refused:
        return False
    return True


def place_in_line(attendance: Attendance) -> int:
    """1 for who is next; 0 for who does not wait."""
    line = list(attendance.meeting.attendances.waiting().values_list("pk", flat=True))
    return line.index(attendance.pk) + 1 if attendance.pk in line else 0


def record(attendance: Attendance, what: str, *, by: User | None, at: datetime, reason: str = "") -> None:
    AttendanceEvent.objects.create(attendance=attendance, what=what, by=by, reason=reason[:200], at=at)
