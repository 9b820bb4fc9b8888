"""Who sees how far a learner is, and who judges. Each rule asks for the scope; nobody judges themselves or people they are barred from."""

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from courses.enrolment.barred import not_barred
from courses.enrolment.models import Cohort, Enrolment
from courses.enrolment.rules import may_write
from lms.accounts.models import Role, User
from lms.accounts.rules import has_role_anywhere, within_scopes

from .models import Moment, SelfAssessment

JUDGES = (Role.MENTOR, Role.SUPERVISOR, Role.ADMINISTRATOR)
WATCHERS = (Role.SUPERVISOR, Role.COORDINATOR, Role.ADMINISTRATOR)
READERS = (*JUDGES, Role.COORDINATOR)


class Refusal(models.TextChoices):
    """Why something is not done, in words for the person."""

    NOT_STUDYING = "not_studying", _("You are not studying in this group now. What you chose before is kept.")
    STANDS = "stands", _("You have begun to look back, so what you said before the course stands as it is.")
    HAS_JUDGEMENTS = "has_judgements", _("People were judged by this competence, so nothing can be put under it.")
    RETIRED = "retired", _("It is retired, so nothing can be put under it.")
    PARENT_RETIRED = "parent_retired", _("What it stands under is retired. Bring that back first.")
    NO_WAY = "no_way", _("It cannot go further that way.")


class Refused(Exception):
    """Carries the reason, to be shown as it is."""

    def __init__(self, reason: Refusal):
        super().__init__(reason.label)
        self.reason = reason


def why_not_assess(enrolment: Enrolment, moment: Moment) -> Refusal | None:
    """Before the course is closed by the first level of what comes after it."""
    if not may_write(enrolment):
        return Refusal.NOT_STUDYING
    later = SelfAssessment.objects.filter(enrolment=enrolment).at(Moment.LOOKING_BACK, Moment.AFTER)
    if moment == Moment.BEFORE and later.exists():
        return Refusal.STANDS
    return None


def judges_somewhere(person: User) -> bool:
    return any(has_role_anywhere(person, role) for role in JUDGES)


def watches_somewhere(person: User) -> bool:
    return any(has_role_anywhere(person, role) for role in WATCHERS)


def enrolments_judged_by(person: User) -> QuerySet[Enrolment]:
    return _of_others(within_scopes(Enrolment.objects.all(), person, JUDGES, "cohort"), person)


def enrolments_read_by(person: User) -> QuerySet[Enrolment]:
    """Whose growth the person sees: mentors, supervisors and coordinators of the cohort."""
    return _of_others(within_scopes(Enrolment.objects.all(), person, READERS, "cohort"), person)


def cohorts_watched_by(person: User) -> QuerySet[Cohort]:
    """Whose change the person sees as figures."""
    return within_scopes(Cohort.objects.all(), person, WATCHERS)


def _of_others(enrolments: QuerySet[Enrolment], person: User) -> QuerySet[Enrolment]:
    return not_barred(enrolments, person=person, learner="learner").exclude(learner=person.pk).filter(learner__erased_at=None)
