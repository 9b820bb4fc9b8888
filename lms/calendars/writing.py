"""Entries as a calendar file (RFC 5545, RFC 5546). The library `icalendar` writes it, with the VTIMEZONE of each zone that occurs."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from email.utils import parseaddr
from enum import Enum
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.timezone import now
from icalendar import Calendar, Event, Timezone, vCalAddress

from lms.accounts.models import User

from .entries import Entry

CONTENT_TYPE = "text/calendar; charset=utf-8"


class Method(Enum):
    """What a letter asks of the calendar it comes to."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


def feed(entries: Sequence[Entry], *, name: str) -> bytes:
    """A calendar to subscribe to. Whose it is is not said in it: who has the address need not know."""
    calendar = _calendar()
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry, stamp=entry.changed_at))
    return _written(calendar, entries)


def invitation(entry: Entry, *, method: Method, person: User) -> bytes:
    """For a letter: the entry, with the person who is invited and nobody else."""
    calendar = _calendar()
    calendar.add("method", method.value)
    event = _event(entry, stamp=now())
    event.add("organizer", vCalAddress.new(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}", cn=entry.organiser or settings.SITE_NAME))
    if person.email:
        event.add("attendee", vCalAddress.new(f"mailto:{person.email}", cn=str(person), partstat="ACCEPTED", rsvp=False))
    calendar.add_component(event)
    return _written(calendar, [entry])


def single(entry: Entry) -> bytes:
    """One entry to be opened on this device."""
    calendar = _calendar()
    calendar.add_component(_event(entry, stamp=entry.changed_at))
    return _written(calendar, [entry])


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.SITE_NAME}//{urlsplit(settings.BASE_URL).hostname}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _event(entry: Entry, *, stamp: datetime) -> Event:
    starts_at, ends_at = _on_clock(entry)
    event = Event()
    event.add("uid", f"{entry.uid}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("sequence", entry.sequence)
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("dtstart", starts_at)
    event.add("dtend", ends_at)
    event.add("summary", entry.summary)
    event.add("status", entry.status.value)
    for name, value in (("location", entry.location), ("description", entry.description), ("url", entry.link)):
        if value:
            event.add(name, value)
    return event


def _on_clock(entry: Entry) -> tuple[datetime, datetime]:
    """By the entry's own clock. What begins or ends in an hour that comes twice (the clock goes back) is said in UTC: a time of the clock
    alone would not say which of the two hours is meant."""
    zone = ZoneInfo(entry.zone)
    times = entry.starts_at.astimezone(zone), entry.ends_at.astimezone(zone)
    if any(comes_twice(at) for at in times):
        return entry.starts_at.astimezone(UTC), entry.ends_at.astimezone(UTC)
    return times


def comes_twice(at: datetime) -> bool:
    """Whether the clock of its zone shows this time two times on that day."""
    return at.replace(fold=0).utcoffset() != at.replace(fold=1).utcoffset()


def _written(calendar: Calendar, entries: Sequence[Entry]) -> bytes:
    """The parts about time zones reach from the year before the first entry to the year behind the last."""
    if entries:
        first = min(entry.starts_at for entry in entries).year - 1
        last = max(entry.ends_at for entry in entries).year + 2
        calendar.add_missing_timezones(first_date=date(first, 1, 1), last_date=date(last, 1, 1))
        for timezone in calendar.timezones:
            _one_change_a_line(timezone)
    return calendar.to_ical()


def _one_change_a_line(timezone: Timezone) -> None:
    """`vobject` reads the first date of a list of RDATEs only, and so goes by the wrong clock two years later."""
    for part in timezone.subcomponents:
        listed = part.pop("rdate", None)
        for change in listed.dts if listed else ():
            part.add("rdate", [change.dt])
