"""What stands in people's calendars: meetings at which they have a place or wait for one, and those that they offer."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.consultations.wording import offered_how, slot_how
from lms.accounts.models import User
from lms.calendars.entries import Entry, Status
from lms.calendars.sources import CANCELLED_STAYS
from lms.core.links import absolute

from .models import Attendance, Meeting
from .rules import meetings_kept_by

State = Attendance.State


def entries_of(person: User, since: datetime) -> Iterator[Entry]:
    gone = now() - CANCELLED_STAYS
    mine = Attendance.objects.of(person).filter(meeting__starts_at__gte=since).exclude(state=State.ABSENT)
    mine = mine.exclude(state=State.CANCELLED, changed_at__lt=gone).select_related("meeting__offered_by", "meeting__placement")
    yield from (entry_of(each) for each in mine.order_by("meeting__starts_at", "pk"))
    offered = meetings_kept_by(person).filter(offered_by=person, ends_at__gte=since)
    offered = offered.exclude(state=Meeting.State.CANCELLED, changed_at__lt=gone)
    yield from (_offered(meeting) for meeting in offered.annotate(taken=_seated()).order_by("starts_at", "pk"))


def entry_of(attendance: Attendance) -> Entry:
    """For whoever comes. Who waits reads what everybody reads."""
    meeting = attendance.meeting
    statuses = {State.WAITING: Status.TENTATIVE, State.CANCELLED: Status.CANCELLED}
    waits = attendance.state == State.WAITING
    return Entry(
        uid=attendance.uid,
        sequence=attendance.sequence,
        changed_at=attendance.changed_at,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        zone=meeting.time_zone,
        summary=_("Meeting about your placement") if attendance.is_learner else _("Supervision meeting"),
        status=statuses.get(State(attendance.state), Status.CONFIRMED),
        location=offered_how(meeting.mode, meeting.where) if waits else slot_how(meeting),
        link=absolute(reverse("invited_meeting" if attendance.is_learner else "meeting", args=[meeting.pk])),
        description=meeting.about,
        organiser=str(meeting.offered_by),
    )


def _offered(meeting: Meeting) -> Entry:
    """For who offers it. Who comes is said on the page: calendars are shown to others."""
    taken = meeting.taken  # type: ignore[attr-defined]
    booked = ngettext("%(count)d place booked", "%(count)d places booked", taken) % {"count": taken}
    return Entry(
        uid=meeting.uid,
        sequence=meeting.sequence,
        changed_at=meeting.changed_at,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        zone=meeting.time_zone,
        summary=_("Supervision meeting: %(booked)s") % {"booked": booked},
        status=Status.CONFIRMED if meeting.is_open else Status.CANCELLED,
        location=slot_how(meeting),
        link=absolute(reverse("meeting", args=[meeting.pk])),
        description=meeting.about,
    )


def _seated() -> Count:
    return Count("attendances", filter=Q(attendances__seat__isnull=False))
