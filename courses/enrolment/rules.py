"""Who may. Every rule about a cohort asks for the scope: a role on the course, the organisation or the whole site covers it."""

from datetime import datetime

from django.db import models
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import Course
from lms.accounts.models import Role, User
from lms.accounts.rules import has_role_anywhere, within_scopes
from lms.network.models import Organisation

from .models import Cohort, Enrolment


class Refusal(models.TextChoices):
    """Why somebody cannot enrol, in words for the person."""

    WRONG_CODE = (
        "wrong_code",
        _("We do not know this code. Look at the printed workbook again: letters and digits, capitals do not matter."),
    )
    NEEDS_CODE = "needs_code", _("This group needs a join code. It is printed in the workbook or comes from your coordinator.")
    NOT_YET = "not_yet", _("Enrolment in this group has not opened yet.")
    CLOSED = "closed", _("Enrolment in this group is closed.")
    FULL = "full", _("All places in this group are taken.")
    REMOVED = "removed", _("You were taken out of this group. Ask your coordinator to let you in again.")


class EnrolmentRefused(Exception):
    """Carries the reason, to be shown as it is."""

    def __init__(self, reason: Refusal, cohort: Cohort | None = None):
        super().__init__(reason.label)
        self.reason = reason
        self.cohort = cohort

    @property
    def message(self) -> str:
        if self.reason == Refusal.NOT_YET and self.cohort and self.cohort.enrolment_opens_at:
            opens = date_format(localtime(self.cohort.enrolment_opens_at), "DATE_FORMAT")
            return _("Enrolment in this group opens on %(date)s.") % {"date": opens}
        return str(self.reason.label)


def why_not_enrol(cohort: Cohort, *, has_code: bool, at: datetime | None = None) -> Refusal | None:
    """What the dates and the policy say; whether a place is free is settled when it is taken."""
    at = at or now()
    if cohort.closed_at or (cohort.enrolment_closes_at and cohort.enrolment_closes_at <= at):
        return Refusal.CLOSED
    if cohort.enrolment_opens_at and cohort.enrolment_opens_at > at:
        return Refusal.NOT_YET
    if cohort.policy != Cohort.Policy.OPEN and not has_code:
        return Refusal.NEEDS_CODE
    return None


def may_write(enrolment: Enrolment) -> bool:
    """May fill in the workbook: studying, or completed and still adding to it."""
    return enrolment.state in Enrolment.STUDYING


KEEPERS = (Role.COORDINATOR, Role.ADMINISTRATOR)


def keeps_cohorts_somewhere(person: User) -> bool:
    return any(has_role_anywhere(person, role) for role in KEEPERS)


def cohorts_kept_by(person: User) -> QuerySet[Cohort]:
    """Those of the courses, organisations and cohorts that the person coordinates, or all of the site."""
    return within_scopes(Cohort.objects.all(), person, KEEPERS)


def courses_kept_by(person: User) -> QuerySet[Course]:
    """The courses that the person may open cohorts of."""
    return within_scopes(Course.objects.all(), person, KEEPERS).filter(retired_at=None)


def organisations_kept_by(person: User) -> QuerySet[Organisation]:
    """Those that the person may make owners of a cohort."""
    return within_scopes(Organisation.objects.all(), person, KEEPERS)
