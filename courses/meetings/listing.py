"""Meetings in lists: what is ahead, what is behind, what is to be written down, what was agreed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate, now
from django.utils.translation import ngettext

from courses.consultations.listing import free_words
from courses.consultations.wording import offered_how, slot_how, when_words
from lms.accounts.models import User

from .models import AgreedStep, Attendance, Meeting
from .rules import meetings_kept_by, meetings_known_to, meetings_taken_part_in_by

A_PAGE = 20
MOST_AHEAD = 60
State = Attendance.State


@dataclass(frozen=True)
class Line:
    """A meeting in a list. `mine` is the reader's own place there, if they have one; `deed` what they can do about it."""

    meeting: Meeting
    mine: Attendance | None
    when: str
    how: str
    free: str
    deed: str
    coming: int

    @property
    def is_booked(self) -> bool:
        return self.mine is not None and self.mine.state == State.BOOKED

    @property
    def waits(self) -> bool:
        return self.mine is not None and self.mine.state == State.WAITING


@dataclass(frozen=True)
class Listing:
    ahead: list[Line]
    to_write: list[Line]
    past: list[Line]
    page: Page
    to_dos: list[AgreedStep]


def listing_of(person: User, page: str = "") -> Listing:
    """Ahead: what one may come to and what one keeps, until it is over; what has begun is to be written down by whoever keeps it.
    A constant number of queries."""
    at = now()
    ahead = meetings_known_to(person).filter(state=Meeting.State.OPEN, ends_at__gt=at).order_by("starts_at", "pk")
    behind = meetings_taken_part_in_by(person).filter(ends_at__lte=at, state=Meeting.State.OPEN)
    to_write = meetings_kept_by(person).filter(starts_at__lte=at, closed_at=None, state=Meeting.State.OPEN).order_by("starts_at", "pk")
    pages = Paginator(_around(behind.order_by("-starts_at", "-pk")), A_PAGE).get_page(page)
    return Listing(
        ahead=lines(_around(ahead)[:MOST_AHEAD], person, at),
        to_write=lines(_around(to_write)[:A_PAGE], person, at),
        past=lines(pages.object_list, person, at),
        page=pages,
        to_dos=to_dos(person),
    )


def lines(meetings: Iterable[Meeting], person: User, at: datetime) -> list[Line]:
    """One query beside that of the meetings."""
    meetings = list(meetings)
    mine = {one.meeting_id: one for one in Attendance.objects.of(person).standing().filter(meeting__in=meetings)} if meetings else {}
    return [line(one, mine.get(one.pk), person, at) for one in meetings]


def line(meeting: Meeting, mine: Attendance | None, person: User, at: datetime) -> Line:
    """`taken` is counted with the meeting. Numbers and links are for whoever comes or offers it."""
    taken = meeting.taken  # type: ignore[attr-defined]
    free = meeting.seats - taken
    sees_where = meeting.offered_by_id == person.pk or (mine is not None and mine.state in Attendance.TAKING_PART)
    return Line(
        meeting=meeting,
        mine=mine,
        when=when_words(meeting.starts_at, meeting.ends_at, meeting.time_zone),
        how=slot_how(meeting) if sees_where else offered_how(meeting.mode, meeting.where),
        free=_free_words(free, meeting.seats),
        deed=_deed(meeting, mine, person, free, at),
        coming=taken,
    )


def _free_words(free: int, seats: int) -> str:
    if free > 0:
        return ngettext("%(count)d place is free", "%(count)d places are free", free) % {"count": free}
    return free_words(free, seats)


def _deed(meeting: Meeting, mine: Attendance | None, person: User, free: int, at: datetime) -> str:
    if not meeting.is_open or meeting.has_begun(at) or mine or meeting.offered_by_id == person.pk:
        return ""
    return "book" if free > 0 else "wait"


def with_taken(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    return meetings.annotate(taken=Count("attendances", filter=Q(attendances__seat__isnull=False), distinct=True))


def _around(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    return with_taken(meetings).select_related("cohort", "offered_by", "placement")


def meetings_with_room() -> list[int]:
    """The numbers of those where a seat is free and somebody waits all the same: they had no room for it when it became free."""
    waiting = Exists(Attendance.objects.waiting().order_by().filter(meeting=OuterRef("pk")))
    rows = with_taken(Meeting.objects.open().ahead(now()).filter(waiting)).order_by("pk")
    return [meeting.pk for meeting in rows if meeting.taken < meeting.seats]  # type: ignore[attr-defined]


def to_dos(person: User) -> list[AgreedStep]:
    """What the person agreed to do and has not done; what is due first. One query."""
    found = AgreedStep.objects.of(person).to_do().select_related("meeting")
    return sorted(found, key=lambda one: (one.due_on is None, one.due_on or localdate(), one.pk))
