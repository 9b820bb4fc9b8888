"""Times that are offered, and who comes."""

from datetime import datetime, timedelta

from django.utils.timezone import now

from courses.consultations.actions.booking import book
from courses.consultations.models import Consultation, Slot, Visitor
from courses.enrolment.models import Cohort, Enrolment
from lms.accounts.actions import grant_role
from lms.accounts.models import Role, User

from . import CohortFactory, EnrolmentFactory, UserFactory


def offerer(cohort: Cohort | None = None, role: Role = Role.MENTOR, **fields) -> User:
    """Somebody who may offer times there: of a cohort, or of the whole site."""
    person = UserFactory(**{"name": "Hanna Mentor", **fields})
    grant_role(person=person, role=role, where=cohort)
    return User.objects.get(pk=person.pk)


def slot(cohort: Cohort | None = None, by: User | None = None, *, starts_at: datetime | None = None, minutes: int = 45, **fields) -> Slot:
    """Offered for the day after tomorrow at the library; one place."""
    cohort = cohort or CohortFactory()
    made = Slot(cohort=cohort, offered_by=by or offerer(cohort), **{"time_zone": "Europe/Kyiv", "where": "Library", **fields})
    made.set_time(starts_at or now() + timedelta(days=2), minutes)
    made.save()
    return made


def learner(cohort: Cohort, **fields) -> User:
    return EnrolmentFactory(cohort=cohort, **{f"learner__{name}": value for name, value in fields.items()}).learner


def enrolment_of(person: User) -> Enrolment:
    return Enrolment.objects.get(learner=person)


def booked(of: Slot, person: User | None = None, **fields) -> Consultation:
    person = person or learner(of.cohort)
    return book(slot=of, learner=person, by=person, **fields).consultation


def begun(consultation: Consultation) -> Consultation:
    """As if its time had come an hour ago."""
    at = now() - timedelta(hours=1)
    slot = consultation.slot
    slot.set_time(at, slot.minutes)
    slot.save()
    slot.consultations.update(starts_at=at)
    consultation.refresh_from_db()
    return consultation


def visitor(cohort: Cohort, name: str = "Baba Halyna", **fields) -> Visitor:
    return Visitor.objects.create(cohort=cohort, name=name, **fields)
