"""What "My learning" says about competences: one link for each course that asks any. Offered, never demanded."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.enrolment.models import Enrolment

from .asked import asks_competences
from .models import Moment, SelfAssessment


@dataclass(frozen=True)
class Offer:
    words: str
    url: str


def with_offers(enrolments: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """So that they can be asked about below, without a query more."""
    return enrolments.annotate(asks_competences=asks_competences("cohort__course"))


def offers_to(enrolments: Iterable[Enrolment]) -> dict[int, Offer]:
    """By enrolment; they came `with_offers`. One query where a course asks any, none where none does."""
    shown = [one for one in enrolments if getattr(one, "asks_competences", False)]
    if not shown:
        return {}
    said: dict[int, set[str]] = {}
    for enrolment, moment in SelfAssessment.objects.filter(enrolment__in=shown).values_list("enrolment", "moment").distinct():
        said.setdefault(enrolment, set()).add(moment)
    return {one.pk: _offer(one, said.get(one.pk, set())) for one in shown}


def _offer(enrolment: Enrolment, said: set[str]) -> Offer:
    if enrolment.state == Enrolment.State.COMPLETED and Moment.AFTER not in said:
        return Offer(_("Look back: how far have you come?"), reverse("assess_after", args=[enrolment.pk]))
    if enrolment.state == Enrolment.State.ACTIVE and not said:
        return Offer(_("Where do you stand before you begin?"), reverse("assess_before", args=[enrolment.pk]))
    return Offer(_("How far you have come"), reverse("growth", args=[enrolment.pk]))
