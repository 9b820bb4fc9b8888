"""The letter to a holder before the last day of their certificate: once, while there is time to do something."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from lms.notifications.actions import Draft, post_letters
from lms.notifications.digest import civil_hour
from lms.notifications.kinds import LetterKind, Seen
from lms.notifications.models import Letter

from .models import Certificate
from .models.certificate import today
from .pdf import verify_link

EXPIRES = "certificate_expires"
BEFORE = timedelta(days=30)
FRESH = timedelta(days=14)  # whoever has just read the day on a new paper is not told of it
AT_ONCE = 1000


def post_expiry_letters(at: datetime | None = None) -> int:
    """To holders whose certificate ends within thirty days. Once, also when it is made again with another name. Returns how many."""
    at = at or now()
    ending = _untold(at).select_related("enrolment__learner").order_by("expires_on", "pk")[:AT_ONCE]
    return post_letters(kind=EXPIRES, drafts=_drafts(ending, at))


def _untold(at: datetime) -> QuerySet[Certificate]:
    ending = Certificate.objects.issued().filter(expires_on__gte=at.date(), expires_on__lte=at.date() + BEFORE, issued_at__lte=at - FRESH)
    occasion = Concat(Cast("enrolment_id", TextField()), Value(":"), Cast("expires_on", TextField()), output_field=TextField())
    told = Letter.objects.filter(kind=EXPIRES, person=OuterRef("enrolment__learner"), subject_key=OuterRef("occasion"))
    return _last_of_course(ending.filter(enrolment__learner__erased_at=None)).annotate(occasion=occasion).exclude(Exists(told))


def _last_of_course(certificates: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """Without those whose holder has another one of the course that is valid for longer."""
    theirs = Certificate.objects.in_force().filter(
        enrolment__learner=OuterRef("enrolment__learner"), enrolment__cohort__course=OuterRef("enrolment__cohort__course")
    )
    return certificates.exclude(Exists(theirs.filter(Q(expires_on=None) | Q(expires_on__gt=OuterRef("expires_on")))))


def _drafts(ending: QuerySet[Certificate], at: datetime) -> Iterator[Draft]:
    for one in ending:
        last_day = f"{one.expires_on:%Y-%m-%d}"
        yield Draft(
            person=one.enrolment.learner_id,
            subject_key=f"{one.enrolment_id}:{last_day}",
            context={"enrolment": one.enrolment_id, "last_day": last_day},
            due_at=civil_hour(one.enrolment.learner, at),
        )


def _of(letter: Letter) -> QuerySet[Certificate]:
    """The one in force: it may have been made again meanwhile."""
    return Certificate.objects.issued().filter(enrolment=letter.context["enrolment"], expires_on=letter.context["last_day"])


def _needed(letter: Letter) -> bool:
    return _last_of_course(_of(letter).filter(expires_on__gte=today())).exists()


def _good_until(letter: Letter) -> datetime:
    return datetime.combine(datetime.fromisoformat(letter.context["last_day"]), time.max, UTC)


def _context(letter: Letter) -> dict[str, Any]:
    certificate = _of(letter).get()
    return {
        "course": certificate.course_title,
        "number": certificate.number,
        "day": certificate.expires_on,
        "link": verify_link(certificate),
    }


KINDS = [
    LetterKind(
        key=EXPIRES,
        label=_("A certificate soon stops being valid"),
        context=_context,
        still_needed=_needed,
        seen=Seen.PAGE,
        good_until=_good_until,
        variables={
            "course": _("The title of the course"),
            "number": _("The number of the certificate"),
            "day": _("The last day on which it is valid"),
        },
    ),
]
