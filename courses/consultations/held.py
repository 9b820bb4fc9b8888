"""Consultations that a learner has come to, which a rule of completion may ask for."""

from collections.abc import Iterable

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.enrolment.actions import count_again
from courses.enrolment.completion import Amount
from courses.enrolment.measures import Measure, Way
from courses.enrolment.models import Enrolment

from .models import Consultation

KEY = "held_consultations"


def held_by(enrolments: Iterable[int]) -> dict[int, Amount]:
    """By enrolment id: held in its cohort with its learner, or with the visitor they were. Two queries."""
    of = {
        pk: (learner, cohort)
        for pk, learner, cohort in Enrolment.objects.filter(pk__in=list(enrolments)).values_list("pk", "learner", "cohort")
    }
    learners, cohorts = {learner for learner, _cohort in of.values()}, {cohort for _learner, cohort in of.values()}
    rows = Consultation.objects.filter(Q(learner__in=learners) | Q(visitor__account__in=learners), cohort__in=cohorts)
    whose = rows.filter(state=Consultation.State.HELD).annotate(whose=Coalesce(F("learner"), F("visitor__account")))
    held = whose.order_by().values_list("whose", "cohort").annotate(count=Count("pk"))
    counted = {(learner, cohort): count for learner, cohort, count in held}
    return {pk: counted[place] for pk, place in of.items() if place in counted}


def counts(consultation: Consultation) -> None:
    """It has just been held: perhaps it was the last thing missing."""
    learner = consultation.visitor.account_id if consultation.visitor else consultation.learner_id
    for enrolment in Enrolment.objects.filter(learner=learner, cohort=consultation.cohort_id).select_related("cohort__course"):
        count_again(enrolment=enrolment, measure=KEY)


def _asks(number: int) -> str:
    return ngettext("%(count)s consultation", "%(count)s consultations", number) % {"count": number}


def _lacks(number: Amount) -> str:
    left = int(number)
    return ngettext("%(count)s consultation is missing.", "%(count)s consultations are missing.", left) % {"count": left}


def _way(enrolment: Enrolment) -> Way:
    return Way(
        _("Choose a time that suits you. It counts when your mentor has written down that it was held."),
        reverse("find_time", args=[enrolment.pk]),
    )


HELD = Measure(
    key=KEY,
    label=gettext_lazy("Consultations"),
    help_text=gettext_lazy("Held in the learner's group. Empty: not asked for."),
    most=100,
    count=held_by,
    asks=_asks,
    lacks=_lacks,
    way=_way,
)
