"""Confirmed hours, and who practises at all."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import ceil

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.enrolment.completion import Amount
from courses.enrolment.measures import Measure, Way
from courses.enrolment.models import Enrolment

from .models import Participation, PracticeEntry
from .words import time_words


def confirmed_minutes(enrolments: Iterable[int]) -> Mapping[int, int]:
    """By enrolment id, over all its placements. One query."""
    confirmed = PracticeEntry.objects.confirmed().filter(participation__enrolment__in=list(enrolments))
    return dict(confirmed.values_list("participation__enrolment").annotate(sum=Sum("minutes")).order_by())


def practising_among(enrolments: Iterable[Enrolment]) -> set[int]:
    """The ids of those that are or were in a placement. One query."""
    return set(Participation.objects.filter(enrolment__in=[one.pk for one in enrolments]).values_list("enrolment", flat=True))


def _hours(enrolments: Iterable[int]) -> dict[int, Amount]:
    return {pk: Fraction(minutes, 60) for pk, minutes in confirmed_minutes(enrolments).items()}


def _asks(hours: int) -> str:
    return ngettext("%(count)s hour of confirmed practice", "%(count)s hours of confirmed practice", hours) % {"count": hours}


def _lacks(hours: Amount) -> str:
    return _("%(time)s of confirmed practice are missing.") % {"time": time_words(ceil(hours * 60))}


def _way(enrolment: Enrolment) -> Way:
    if practising_among([enrolment]):
        words = _("Hand in your days in the practice log; they count when your mentor or the host has confirmed them.")
        return Way(words, reverse("practice", args=[enrolment.pk]))
    return Way(_("You are in no placement yet. Ask your coordinator about one."))


HOURS = Measure(
    key="confirmed_hours",
    label=gettext_lazy("Hours of confirmed practice"),
    help_text=gettext_lazy("From practice logs, confirmed by a mentor or a host. Empty: not asked for."),
    most=2_000,
    count=_hours,
    asks=_asks,
    lacks=_lacks,
    way=_way,
)
