"""Who asks for another name on a certificate: told to the coordinators of the cohort at once by a letter, and in their letter on Monday.
How many and one link, no names: letters are passed on, and the page asks who may look."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from courses.enrolment.models import Cohort
from lms.accounts.models import Role, RoleAssignment, User
from lms.accounts.rules import people_holding
from lms.core.links import absolute
from lms.notifications.actions import post_letter
from lms.notifications.kinds import Group, LetterKind, Seen
from lms.notifications.models import Letter

from .models import NameRequest
from .rules import KEEPERS, requests_kept_by

NAMES = "names_asked_for"


def tell_keepers(request: NameRequest) -> None:
    """To each who looks after the cohort and has no such letter waiting, which says of this one as well. A cohort without a coordinator is
    its administrators'. Their rows are held, always in the same order: of two who ask at the same moment the second finds the letter of
    the first."""
    enrolment = request.certificate.enrolment
    keepers = _keepers(enrolment.cohort_id).exclude(pk=enrolment.learner_id).values("pk")
    for person in User.objects.filter(pk__in=keepers).order_by("pk").select_for_update(no_key=True):
        if not Letter.objects.queued().filter(kind=NAMES, person=person).exists():
            post_letter(kind=NAMES, person=person, subject_key=str(request.pk))


def _keepers(cohort: int) -> QuerySet[User]:
    coordinators = people_holding((Role.COORDINATOR,), through=Cohort, number=cohort)
    by_role = coordinators.filter(pk__in=RoleAssignment.objects.filter(role=Role.COORDINATOR).values("person"))
    return by_role if by_role.exists() else people_holding(KEEPERS, through=Cohort, number=cohort)


def waiting_for(person: User) -> int:
    """How many the person may answer; nobody answers themselves."""
    return requests_kept_by(person).filter(state=NameRequest.State.ASKED).exclude(certificate__enrolment__learner=person).count()


def said(count: int) -> str:
    return ngettext(
        "%(count)d person asks for another name on their certificate.",
        "%(count)d people ask for another name on their certificate.",
        count,
    ) % {"count": count}


def address() -> str:
    return absolute(reverse("names:index"))


def _needed(letter: Letter) -> bool:
    return waiting_for(letter.person) > 0


def _context(letter: Letter) -> dict[str, Any]:
    return {"sentence": said(waiting_for(letter.person)), "link": address()}


KINDS = [
    LetterKind(
        key=NAMES,
        group=Group.DUTIES,
        label=_("Another name asked for on a certificate"),
        context=_context,
        still_needed=_needed,
        seen=Seen.NEVER,
    ),
]
