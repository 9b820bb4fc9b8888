"""Programmes, and what is counted in them."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from courses.consultations.models import Consultation, Visitor
from courses.enrolment.models import Cohort, CourseCompletion, Enrolment
from courses.internships.models import Participation, Placement, PracticeEntry
from lms.accounts.actions import grant_role
from lms.accounts.models import About, Role, User
from lms.core.log.ulid import new_ulid
from lms.indicators.models import Programme
from lms.network.models import Organisation

from . import CohortFactory, EnrolmentFactory, UserFactory

KYIV = ZoneInfo("Europe/Kyiv")


def organisation(name: str = "Village centre") -> Organisation:
    return Organisation.objects.create(name=name, slug=f"centre-{Organisation.objects.count()}")


def programme(*cohorts: Cohort, **fields: Any) -> Programme:
    """Of the year 2027."""
    owner = fields.pop("owner", None) or organisation()
    made = Programme.objects.create(
        owner=owner, **{"name": "Fellow Travellers", "first_on": date(2027, 1, 1), "last_on": date(2027, 12, 31), **fields}
    )
    made.cohorts.set(cohorts)
    return made


def cohort_of(owner: Organisation, name: str = "Spring", **fields: Any) -> Cohort:
    return CohortFactory(owner=owner, name=name, **fields)


def keeper(where: Any, role: Role = Role.COORDINATOR) -> User:
    person = UserFactory(name="Coordinator")
    grant_role(person=person, role=role, where=where)
    return User.objects.get(pk=person.pk)


def told(person: User, **fields: Any) -> User:
    About.objects.update_or_create(person=person, defaults=fields)
    return person


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=KYIV)


def held(cohort: Cohort, who: User | Visitor, day: date = date(2027, 3, 1), at: datetime | None = None) -> Consultation:
    whose = {"visitor": who} if isinstance(who, Visitor) else {"learner": who}
    return Consultation.objects.create(cohort=cohort, state="held", starts_at=at or noon(day), minutes=30, **whose)


def learner(cohort: Cohort, **about: Any) -> User:
    person = EnrolmentFactory(cohort=cohort).learner
    return told(person, **about) if about else person


def practised(cohort: Cohort, who: User, minutes: int, day: date = date(2027, 3, 1), where: Placement | None = None) -> PracticeEntry:
    """A confirmed day."""
    where = where or Placement.objects.filter(cohort=cohort).first() or placed(cohort)
    enrolment = Enrolment.objects.get(learner=who, cohort=cohort)
    part, _ = Participation.objects.get_or_create(placement=where, enrolment=enrolment)
    return PracticeEntry.objects.create(participation=part, made_id=new_ulid(), state="confirmed", day=day, minutes=minutes)


def placed(cohort: Cohort) -> Placement:
    return Placement.objects.create(cohort=cohort, host="Library", starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31))


def completed(cohort: Cohort, who: User, day: date = date(2027, 6, 1)) -> CourseCompletion:
    enrolment = Enrolment.objects.get(learner=who, cohort=cohort)
    return CourseCompletion.objects.create(enrolment=enrolment, proof={}, completed_at=noon(day))


def crowd(cohort: Cohort, number: int, day: date = date(2027, 3, 1), **about: Any) -> list[Visitor]:
    """So many visitors, each consulted once."""
    made = Visitor.objects.bulk_create(Visitor(cohort=cohort, name=f"Visitor {one}", **about) for one in range(number))
    for one in made:
        held(cohort, one, day)
    return made
