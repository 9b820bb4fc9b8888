"""Placements, practice entries, and the people who answer them."""

from datetime import date, timedelta
from typing import Any

from courses.enrolment.models import Enrolment
from courses.internships.actions.closing import Decision, close_entries
from courses.internships.actions.handing_in import submit
from courses.internships.actions.writing import begin, save_entry
from courses.internships.models import Closing, Participation, Placement, PracticeEntry
from courses.internships.rules import today_of
from lms.accounts.models import Role, User
from lms.core.log.actions import Change
from lms.core.log.ulid import new_ulid

from . import CohortFactory, EnrolmentFactory
from .mentorship import mentor


def placement(**fields: Any) -> Placement:
    """Of four weeks, in the middle, with a mentor."""
    cohort = fields.pop("cohort", None) or CohortFactory()
    made = Placement(cohort=cohort, host="Village library", place="Verkhovyna")
    today = today_of(made)
    made.starts_on, made.ends_on = today - timedelta(days=14), today + timedelta(days=14)
    made.mentor = fields.pop("mentor", None) or mentor(cohort)
    for name, value in fields.items():
        setattr(made, name, value)
    made.save()
    return made


def participation(where: Placement | None = None, *, learner: User | None = None, **fields: Any) -> Participation:
    where = where or placement(**fields)
    enrolment: Enrolment = EnrolmentFactory(cohort=where.cohort, **({"learner": learner} if learner else {}))
    return Participation.objects.create(placement=where, enrolment=enrolment)


def entry(who: Participation | None = None, **value: Any) -> PracticeEntry:
    """A draft of two hours today that can be handed in as it is."""
    who = who or participation()
    made = begin(participation=who, made_id=new_ulid())
    write(made, **value)
    return made


def write(made: PracticeEntry, **value: Any) -> None:
    today = today_of(made.participation.placement).isoformat()
    said = {"date": today, "minutes": 120, "did": "Sorted the letters of the readers.", "result": "", "question": "", **value}
    said["date"] = said["date"].isoformat() if isinstance(said["date"], date) else said["date"]
    save_entry(entry=made, change=Change(new_ulid(), made.revision, said))


def handed_in(who: Participation | None = None, **value: Any) -> PracticeEntry:
    return submit(entry=entry(who, **value), is_sure=True)


def confirmed(who: Participation | None = None, **value: Any) -> PracticeEntry:
    made = handed_in(who, **value)
    close_entries(decisions=[Decision(made.pk, made.last_number, is_confirmed=True)], by=made.participation.placement.mentor)
    return fresh(made)


def answered(made: PracticeEntry, by: User, comment: str = "") -> Closing:
    """Confirmed, or returned with a comment."""
    return close_entries(decisions=[Decision(made.pk, made.last_number, is_confirmed=not comment, comment=comment)], by=by)


def supervisor(where: Placement) -> User:
    return mentor(where.cohort, Role.SUPERVISOR, name="Supervisor")


def fresh(made: PracticeEntry) -> PracticeEntry:
    around = ("participation__placement__cohort", "participation__enrolment__learner")
    return PracticeEntry.objects.select_related(*around).get(pk=made.pk)
