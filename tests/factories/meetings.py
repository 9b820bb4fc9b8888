"""Supervision meetings, who comes, and what is on their agenda."""

from datetime import datetime, timedelta

from django.utils.timezone import now

from courses.enrolment.models import Cohort
from courses.internships.models import Placement
from courses.meetings.actions.agenda import put_case
from courses.meetings.actions.booking import book
from courses.meetings.actions.minuting import note_of, save_note
from courses.meetings.models import Attendance, Case, Meeting, Note
from lms.accounts.models import Role, User
from lms.core.log.actions import Change
from lms.core.log.ulid import new_ulid

from . import CohortFactory
from .mentorship import mentor


def keeper(cohort: Cohort | None = None, role: Role = Role.SUPERVISOR, **fields) -> User:
    """A supervisor, who offers meetings to the mentors of the cohort."""
    return mentor(cohort, role, **{"name": "Supervisor", **fields})


def meeting(
    cohort: Cohort | None = None, by: User | None = None, *, starts_at: datetime | None = None, minutes: int = 90, **fields
) -> Meeting:
    """For the day after tomorrow at the library; eight places."""
    cohort = cohort or CohortFactory()
    fields = {"time_zone": "Europe/Kyiv", "where": "Library", "seats": 8, **fields}
    made = Meeting(cohort=cohort, offered_by=by or keeper(cohort), **fields)
    made.set_time(starts_at or now() + timedelta(days=2), minutes)
    made.save()
    return made


def about(placement: Placement, **fields) -> Meeting:
    """About the placement, for its cohort."""
    return meeting(placement.cohort, placement=placement, **fields)


def booked(of: Meeting, person: User | None = None) -> Attendance:
    return book(meeting=of, person=person or mentor(of.cohort)).attendance


def begun(of: Meeting, hours: int = 1) -> Meeting:
    """As if its time had come."""
    of.set_time(now() - timedelta(hours=hours), of.minutes)
    of.save()
    return of


def topic(of: Meeting, text: str = "How we say no", by: User | None = None, **fields) -> Case:
    return put_case(meeting=of, by=by or of.offered_by, topic=text, **fields)


def written(of: Meeting, text: str, case: Case | None = None, by: User | None = None) -> Note:
    note = note_of(meeting=of, case=case)
    save_note(note=note, by=by or of.offered_by, change=Change(new_ulid(), note.revision, {"text": text}))
    return note


def fresh(of: Meeting) -> Meeting:
    return Meeting.objects.select_related("cohort", "offered_by", "placement").get(pk=of.pk)
