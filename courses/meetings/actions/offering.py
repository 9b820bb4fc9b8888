"""Meetings are offered, changed and cancelled."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.timezone import now

from courses.consultations import series as repeating
from courses.consultations.actions.offering import Offer
from courses.consultations.actions.seats import move_down
from courses.consultations.models import Slot, SlotSeries
from courses.enrolment.models import Cohort
from courses.internships.models import Placement
from lms.accounts.models import User

from ..letters import post_changed
from ..models import Attendance, Meeting, NoteRevision
from ..rules import Refusal, Refused
from .booking import end
from .seats import What, held, hold_meetings, hold_people, move_up, record, touch


@transaction.atomic
def offer(*, cohort: Cohort, by: User, what: Offer, placement: Placement | None = None, is_sure: bool = False) -> Meeting:
    """One meeting. Raises Refused where it is over, or overlaps something else that they offer and they are not sure."""
    _hold_offers(by, [what.starts_at], what.minutes, is_sure)
    meeting = _meeting(cohort, by, what, what.starts_at, placement)
    meeting.save()
    return meeting


@transaction.atomic
def offer_series(
    *, cohort: Cohort, by: User, what: Offer, every: int, until: date, placement: Placement | None = None, is_sure: bool = False
) -> list[Meeting]:
    """The same time of the clock every week or every second week, until that day. All of it or nothing. Raises Refused."""
    first = what.starts_at.astimezone(ZoneInfo(what.zone))
    clock = first.time().replace(tzinfo=None, fold=0)
    times = repeating.moments(first=first.date(), at=clock, zone=what.zone, every=every, until=until)
    if len(times) > repeating.MOST:
        raise Refused(Refusal.TOO_LONG)
    _hold_offers(by, times, what.minutes, is_sure)
    rule = SlotSeries.objects.create(offered_by=by, starts_on=first.date(), starts_at=clock, time_zone=what.zone, every=every, until=until)
    meetings = [_meeting(cohort, by, what, at, placement) for at in times]
    for meeting in meetings:
        meeting.series = rule
        meeting.save()
    return meetings


@transaction.atomic
def change_meeting(*, meeting: Meeting, by: User, what: Offer, placement: Placement | None = None, is_sure: bool = False) -> Meeting:
    """Another time, place or number of places. Who has booked gets a new calendar entry; more places go to who waits. Raises Refused."""
    fresh, at = held(meeting), now()
    hold_people(fresh.offered_by, waiting_in=[fresh.pk])
    if not fresh.is_open:
        raise Refused(Refusal.CANCELLED)
    if fresh.has_begun(at):
        raise Refused(Refusal.BEGUN)
    if what.starts_at <= at:
        raise Refused(Refusal.IN_THE_PAST)
    before = _what_matters(fresh)
    fresh.set_time(what.starts_at, what.minutes)
    if not is_sure and _overlaps(fresh.offered_by, fresh.starts_at, fresh.ends_at, apart_from=fresh):
        raise Refused(Refusal.OVERLAPS_OWN)
    _fit_seats(fresh, what.seats)
    fresh.time_zone, fresh.mode, fresh.where, fresh.seats, fresh.about = what.zone, what.mode, what.where, what.seats, what.about
    if not fresh.attendances.standing().filter(is_learner=True).exists():  # who was invited comes for that placement
        fresh.placement = placement
    fresh.changed_at = at
    matters = before != _what_matters(fresh)
    fresh.sequence += int(matters)
    fresh.save()
    if matters:
        _tell_change(fresh, by, at)
    move_up(fresh, at)
    return fresh


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, by: User, reason: str = "") -> Meeting:
    """With everybody in it; each is told. Not one that took place. A repeat changes nothing. Raises Refused."""
    fresh, at = held(meeting), now()
    if not fresh.is_open:
        return fresh
    if took_place(fresh):
        raise Refused(Refusal.TOOK_PLACE)
    fresh.state, fresh.reason, fresh.changed_at = Meeting.State.CANCELLED, reason[:200], at
    fresh.sequence += 1
    fresh.save()
    for attendance in fresh.attendances.filter(state__in=Attendance.OPEN).select_related("person", "meeting").order_by("pk"):
        end(attendance, by=by, reason=reason)
    return fresh


@transaction.atomic
def cancel_rest_of_series(*, meeting: Meeting, by: User, reason: str = "") -> int:
    """This one and all later ones of its series. Returns how many. Raises Refused."""
    numbers = [meeting.pk]
    if meeting.series_id:
        later = Meeting.objects.open().filter(series=meeting.series_id, starts_at__gte=meeting.starts_at)
        numbers = list(later.order_by("pk").values_list("pk", flat=True))
    meetings = hold_meetings(numbers)
    for each in meetings.values():
        cancel_meeting(meeting=each, by=by, reason=reason)
    return len(meetings)


def took_place(meeting: Meeting) -> bool:
    """Somebody was there, something was closed, or words are written down of what has begun."""
    if meeting.is_closed or meeting.closings.exists() or meeting.attendances.filter(state=Attendance.State.ATTENDED).exists():
        return True
    return meeting.has_begun() and NoteRevision.objects.filter(log__meeting=meeting).exists()


def _what_matters(meeting: Meeting) -> tuple:
    return meeting.starts_at, meeting.minutes, meeting.time_zone, meeting.mode, meeting.where


def _meeting(cohort: Cohort, by: User, what: Offer, at: datetime, placement: Placement | None) -> Meeting:
    meeting = Meeting(cohort=cohort, offered_by=by, placement=placement)
    meeting.time_zone, meeting.mode, meeting.where, meeting.seats, meeting.about = what.zone, what.mode, what.where, what.seats, what.about
    meeting.set_time(at, what.minutes)
    return meeting


def _hold_offers(by: User, times: list[datetime], minutes: int, is_sure: bool) -> None:
    """Two windows of the same person do not offer the same hour without noticing."""
    hold_people(by)
    if not times or times[0] <= now():
        raise Refused(Refusal.IN_THE_PAST)
    if not is_sure and any(_overlaps(by, at, at + timedelta(minutes=minutes)) for at in times):
        raise Refused(Refusal.OVERLAPS_OWN)


def _overlaps(by: User, starts_at: datetime, ends_at: datetime, apart_from: Meeting | None = None) -> bool:
    """With another meeting or a consultation that they offer."""
    others = Meeting.objects.open().filter(offered_by=by).overlapping(starts_at, ends_at)
    others = others.exclude(pk=apart_from.pk) if apart_from else others
    return others.exists() or Slot.objects.open().filter(offered_by=by).overlapping(starts_at, ends_at).exists()


def _fit_seats(meeting: Meeting, seats: int) -> None:
    """Raises Refused where more are taken than there will be."""
    seated = list(meeting.attendances.seated().order_by("seat"))
    if len(seated) > seats:
        raise Refused(Refusal.FEWER_SEATS)
    move_down(seated, seats)


def _tell_change(meeting: Meeting, by: User, at: datetime) -> None:
    for attendance in meeting.attendances.filter(state__in=Attendance.OPEN).select_related("person").order_by("pk"):
        attendance.meeting = meeting
        touch(attendance, at)
        record(attendance, What.CHANGED, by=by, at=at)
        if attendance.state == Attendance.State.BOOKED:
            post_changed(attendance)
