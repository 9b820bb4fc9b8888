"""What a person has of their own: coming, waiting, past; and what they agreed to do."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.core.prepared import Prepared

from .models import AgreedAction, Consultation
from .wording import how_of, when_of

State = Consultation.State


@dataclass(frozen=True)
class Line:
    """A consultation in a list of the learner's."""

    consultation: Consultation
    title: str
    how: str
    url: str


def lines(consultations: Sequence[Consultation]) -> list[Line]:
    return [line(one) for one in consultations]


def line(one: Consultation) -> Line:
    title = capfirst(when_of(one)) or _("A time that you have asked for")
    return Line(one, title, how_of(one), reverse("consultation", args=[one.pk]))


def ahead_of(person: User) -> list[Consultation]:
    """What is booked and not over, or waited for; the nearest first, what has no time yet last. One query."""
    return _in_order(Consultation.objects.of(person).filter(_ahead()))


_has_any: Prepared[tuple] = Prepared(
    Consultation,
    lambda person: (
        Consultation.objects.filter(Q(learner=person) | Q(visitor__account=person))
        .exclude(state__in=[State.CANCELLED, State.NO_SHOW])
        .values_list("pk")[:1]
    ),
    count=1,
    into=lambda pk: (pk,),
)


def at_a_glance(person: User) -> tuple[list[Consultation], list[AgreedAction]]:
    """For "My learning": what is ahead, and what is to be done. One query for who has no consultations, which is nearly everybody; one or
    two more for the others."""
    if not _has_any(person.pk):
        return [], []
    undone = AgreedAction.objects.to_do().filter(consultation=OuterRef("pk"))
    found = _in_order(Consultation.objects.of(person).filter(_ahead() | (Q(state=State.HELD) & Exists(undone))))
    return [one for one in found if not one.is_held], to_dos(person) if any(one.is_held for one in found) else []


def _ahead() -> Q:
    at = now()
    return Q(state=State.BOOKED, slot__ends_at__gt=at) | Q(state=State.ASKED, slot=None) | Q(state=State.ASKED, slot__starts_at__gt=at)


def _in_order(mine: QuerySet[Consultation]) -> list[Consultation]:
    found = list(mine.select_related("slot", "mentor", "cohort").order_by("starts_at", "pk"))
    return sorted(found, key=lambda one: one.starts_at is None)


def past_of(person: User) -> list[Consultation]:
    """The latest first."""
    mine = Consultation.objects.of(person).filter(
        Q(state__in=[State.HELD, State.NO_SHOW]) | Q(state=State.BOOKED, slot__ends_at__lte=now())
    )
    return list(mine.select_related("slot", "mentor", "cohort").order_by("-starts_at", "-pk"))


def to_dos(person: User) -> list[AgreedAction]:
    """What was agreed and is not done; what is due first. One query."""
    found = AgreedAction.objects.of(person).to_do().select_related("consultation")
    return sorted(found, key=lambda one: (one.due_on is None, one.due_on or localdate(), one.pk))
