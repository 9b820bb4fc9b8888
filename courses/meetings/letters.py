"""The letters about supervision meetings, to whoever has a place, with the entry for the calendar."""

from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime, now
from django.utils.translation import gettext_lazy

from courses.consultations.wording import slot_how, when_words
from lms.calendars.entries import Status
from lms.calendars.writing import Method, invitation
from lms.core.links import absolute
from lms.notifications.actions import post_letter
from lms.notifications.digest import UNTIL, civil_hour
from lms.notifications.kinds import MUST, Attachment, Group, LetterKind, Seen
from lms.notifications.message import zone_of
from lms.notifications.models import Letter

from .calendar import entry_of
from .models import Attendance, AttendanceEvent

BOOKED, CHANGED, CANCELLED, MOVED_UP = "meeting_booked", "meeting_changed", "meeting_cancelled", "meeting_moved_up"
REMINDER = "meeting_reminder"
TOLD_BY_PAGE = {CHANGED, CANCELLED, MOVED_UP, REMINDER}  # of the meeting; that it is booked is a letter to keep
State = Attendance.State
What = AttendanceEvent.What


def post_booked(attendance: Attendance) -> None:
    _post(BOOKED, attendance)


def post_changed(attendance: Attendance) -> None:
    _post(CHANGED, attendance)


def post_cancelled(attendance: Attendance) -> None:
    _post(CANCELLED, attendance)


def post_moved_up(attendance: Attendance) -> None:
    _post(MOVED_UP, attendance)


def _post(kind: str, attendance: Attendance) -> None:
    """Once for each change."""
    key = f"{attendance.pk}:{attendance.sequence}"
    context = {"attendance": attendance.pk, "sequence": attendance.sequence}
    post_letter(kind=kind, person=attendance.person, subject_key=key, context=context)


def _attendance(letter: Letter) -> Attendance | None:
    mine = Attendance.objects.of(letter.person).select_related("meeting__offered_by", "meeting__placement")
    return mine.filter(pk=letter.context.get("attendance")).first()


def _is_as_then(letter: Letter, state: str) -> bool:
    """Nothing has changed since; else a newer letter says how it is now."""
    one = _attendance(letter)
    return one is not None and one.sequence == letter.context["sequence"] and one.state == state


def _still_booked(letter: Letter) -> bool:
    return _is_as_then(letter, State.BOOKED)


def _still_cancelled(letter: Letter) -> bool:
    return _is_as_then(letter, State.CANCELLED)


def _still_ahead(letter: Letter) -> bool:
    one = _attendance(letter)
    return one is not None and one.state == State.BOOKED and not one.has_begun()


def _context(letter: Letter) -> dict[str, Any]:
    one = _attendance(letter)
    if one is None:
        raise LookupError(f"Letter {letter.pk} is about a meeting that is not there.")
    meeting, last = one.meeting, one.events.order_by("-at", "-pk").first()
    is_cancelled = last is not None and last.what == What.CANCELLED
    return {
        "host": str(meeting.offered_by),
        "when": when_words(meeting.starts_at, meeting.ends_at, meeting.time_zone),
        "how": slot_how(meeting),
        "about": meeting.about,
        "placement": str(meeting.placement) if one.is_learner and meeting.placement else "",
        "reason": last.reason if last and is_cancelled else "",
        "is_off": not meeting.is_open,
        "is_by_me": last is not None and last.by_id == letter.person_id,
        "link": absolute(reverse("invited_meeting" if one.is_learner else "meeting", args=[meeting.pk])),
    }


def _calendar(letter: Letter) -> list[Attachment]:
    one = _attendance(letter)
    if one is None:
        return []
    entry = entry_of(one)
    method = Method.CANCEL if entry.status is Status.CANCELLED else Method.REQUEST
    content = invitation(entry, method=method, person=letter.person)
    return [Attachment("meeting.ics", content, f"text/calendar; method={method.value}")]


def post_reminders(at: datetime | None = None) -> int:
    """The day before, once for each time, ready when the day's letter goes. Who booked that very day has just had a letter. Returns how
    many."""
    at = at or now()
    ahead = Attendance.objects.filter(state=State.BOOKED, meeting__starts_at__gt=at, meeting__starts_at__lt=at + timedelta(hours=48))
    return sum(_remind(one, at) for one in ahead.select_related("person", "meeting").order_by("pk").iterator(chunk_size=200))


def _remind(attendance: Attendance, at: datetime) -> bool:
    person, starts_at = attendance.person, attendance.meeting.starts_at
    zone = zone_of(person)
    local, day = localtime(at, zone), localtime(starts_at, zone).date() - timedelta(days=1)
    booked_on = localtime(attendance.booked_at, zone).date() if attendance.booked_at else None
    if local.date() != day or local.time() >= UNTIL or booked_on == day:
        return False
    key = f"{attendance.pk}:{starts_at:%Y-%m-%dT%H:%M}"
    if Letter.objects.filter(kind=REMINDER, person=person, subject_key=key).exists():
        return False
    context = {"attendance": attendance.pk, "sequence": attendance.sequence}
    post_letter(kind=REMINDER, person=person, subject_key=key, context=context, due_at=civil_hour(person, at))
    return True


def _until_the_day(letter: Letter) -> datetime | None:
    """It says “tomorrow”: when the day has come it is too late."""
    one = _attendance(letter)
    if one is None:
        return None
    zone = zone_of(letter.person)
    return datetime.combine(localtime(one.meeting.starts_at, zone).date(), time.min, zone)


_variables = {
    "host": gettext_lazy("The name of whoever offers the meeting"),
    "when": gettext_lazy("Day and time, in the time zone of whoever gets the letter"),
}
_with_calendar = partial(LetterKind, group=Group.MEETING, context=_context, attachments=_calendar, variables=_variables)

KINDS = [
    _with_calendar(key=BOOKED, label=gettext_lazy("A supervision meeting is booked"), still_needed=_still_booked, seen=Seen.NEVER),
    _with_calendar(key=CHANGED, label=gettext_lazy("A supervision meeting has moved"), still_needed=_still_booked, priority=MUST),
    _with_calendar(
        key=CANCELLED,
        label=gettext_lazy("A supervision meeting is cancelled"),
        still_needed=_still_cancelled,
        priority=MUST,
    ),
    _with_calendar(
        key=MOVED_UP,
        label=gettext_lazy("A place at a supervision meeting has become free"),
        still_needed=_still_booked,
        priority=MUST,
    ),
    LetterKind(
        key=REMINDER,
        group=Group.MEETING,
        label=gettext_lazy("Your supervision meeting is tomorrow"),
        context=_context,
        still_needed=_still_ahead,
        seen=Seen.PAGE,
        good_until=_until_the_day,
        variables=_variables,
    ),
]
