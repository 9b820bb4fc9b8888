"""Times are offered, changed and cancelled."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.timezone import now

from courses.enrolment.models import Cohort
from lms.accounts.models import User

from .. import series as repeating
from ..letters import post_changed
from ..models import Consultation, Mode, Slot, SlotSeries
from ..rules import Refusal, Refused
from .booking import end
from .seats import State, What, hold_people, hold_slots, move_down, move_up, record, touch


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What a slot says of itself. `where` is an address, a number or a link, as `mode` has it."""

    starts_at: datetime
    minutes: int
    zone: str
    mode: str = Mode.PLACE
    where: str = ""
    seats: int = 1
    about: str = ""


@transaction.atomic
def offer(*, cohort: Cohort, by: User, what: Offer, is_sure: bool = False) -> Slot:
    """One time. Raises Refused where it is over, or overlaps another of theirs and they are not sure."""
    _hold_offers(by, [what.starts_at], what.minutes, is_sure)
    slot = _slot(cohort, by, what, what.starts_at)
    slot.save()
    return slot


@transaction.atomic
def offer_series(*, cohort: Cohort, by: User, what: Offer, every: int, until: date, is_sure: bool = False) -> list[Slot]:
    """The same time of the clock every week or every second week, until that day. All of it or nothing. Raises Refused."""
    first = what.starts_at.astimezone(ZoneInfo(what.zone))
    times = repeating.moments(first=first.date(), at=first.time().replace(tzinfo=None, fold=0), zone=what.zone, every=every, until=until)
    if len(times) > repeating.MOST:
        raise Refused(Refusal.TOO_LONG)
    _hold_offers(by, times, what.minutes, is_sure)
    rule = SlotSeries.objects.create(
        offered_by=by, starts_on=first.date(), starts_at=first.time().replace(tzinfo=None), time_zone=what.zone, every=every, until=until
    )
    slots = [_slot(cohort, by, what, at) for at in times]
    for slot in slots:
        slot.series = rule
        slot.save()
    return slots


@transaction.atomic
def change_slot(*, slot: Slot, by: User, what: Offer, is_sure: bool = False) -> Slot:
    """Another time, place or number of places. Who has booked gets a new calendar entry; more places go to who waits. Raises Refused."""
    held, at = hold_slots([slot.pk])[slot.pk], now()
    hold_people(held.offered_by, waiting_in=[held.pk])
    if not held.is_open:
        raise Refused(Refusal.CANCELLED)
    if held.has_begun(at):
        raise Refused(Refusal.BEGUN)
    if what.starts_at <= at:
        raise Refused(Refusal.IN_THE_PAST)
    before = (held.starts_at, held.minutes, held.time_zone, held.mode, held.where)
    held.set_time(what.starts_at, what.minutes)
    if not is_sure and _overlaps(held.offered_by, held.starts_at, held.ends_at, apart_from=held):
        raise Refused(Refusal.OVERLAPS_OWN)
    _fit_seats(held, what.seats)
    held.time_zone, held.mode, held.where, held.seats, held.about = what.zone, what.mode, what.where, what.seats, what.about
    held.changed_at = at
    matters = before != (held.starts_at, held.minutes, held.time_zone, held.mode, held.where)
    held.sequence += int(matters)
    held.save()
    if matters:
        _tell_change(held, by, at)
    move_up(held, at)
    return held


@transaction.atomic
def cancel_slot(*, slot: Slot, by: User, reason: str = "") -> Slot:
    """With everybody in it who has not been seen yet; each is told. A repeat changes nothing."""
    held, at = hold_slots([slot.pk])[slot.pk], now()
    if not held.is_open:
        return held
    held.state, held.reason, held.changed_at = Slot.State.CANCELLED, reason[:200], at
    held.sequence += 1
    held.save()
    around = ("learner", "visitor__account", "mentor", "cohort", "slot__offered_by")
    for consultation in held.consultations.filter(state__in=Consultation.OPEN).select_related(*around).order_by("pk"):
        end(consultation, by=by, reason=reason)
    return held


@transaction.atomic
def cancel_rest_of_series(*, slot: Slot, by: User, reason: str = "") -> int:
    """This one and all later ones of its series. Returns how many."""
    later = (
        Slot.objects.open().filter(series=slot.series_id, starts_at__gte=slot.starts_at)
        if slot.series_id
        else Slot.objects.filter(pk=slot.pk)
    )
    slots = list(later.order_by("pk"))
    for each in slots:
        cancel_slot(slot=each, by=by, reason=reason)
    return len(slots)


def _slot(cohort: Cohort, by: User, what: Offer, at: datetime) -> Slot:
    slot = Slot(cohort=cohort, offered_by=by, time_zone=what.zone, mode=what.mode, where=what.where, seats=what.seats, about=what.about)
    slot.set_time(at, what.minutes)
    return slot


def _hold_offers(by: User, times: list[datetime], minutes: int, is_sure: bool) -> None:
    """Two windows of the same person do not offer the same hour without noticing."""
    hold_people(by)
    if not times or times[0] <= now():
        raise Refused(Refusal.IN_THE_PAST)
    if is_sure:
        return
    for at in times:
        if _overlaps(by, at, at + timedelta(minutes=minutes)):
            raise Refused(Refusal.OVERLAPS_OWN)


def _overlaps(by: User, starts_at: datetime, ends_at: datetime, apart_from: Slot | None = None) -> bool:
    others = Slot.objects.open().filter(offered_by=by).overlapping(starts_at, ends_at)
    return (others.exclude(pk=apart_from.pk) if apart_from else others).exists()


def _fit_seats(slot: Slot, seats: int) -> None:
    """Raises Refused where more are taken than there will be."""
    seated = list(slot.consultations.seated().order_by("seat"))
    if len(seated) > seats:
        raise Refused(Refusal.FEWER_SEATS)
    move_down(seated, seats)


def _tell_change(slot: Slot, by: User, at: datetime) -> None:
    around = ("learner", "visitor__account", "mentor", "cohort")
    for consultation in slot.consultations.filter(state__in=Consultation.OPEN).select_related(*around).order_by("pk"):
        consultation.slot, consultation.starts_at, consultation.minutes = slot, slot.starts_at, slot.minutes
        touch(consultation, at)
        record(consultation, What.CHANGED, by=by, at=at, tells=slot.offered_by)
        if consultation.state == State.BOOKED:
            post_changed(consultation)
