"""Asleep: nothing was heard for four weeks, so nothing is written either. No place is lost, and the next sign of life wakes."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.timezone import now

from .models import Enrolment
from .signs import last_signs
from .thousands import in_thousands


def let_sleep(*, enrolments: Iterable[int], at: datetime | None = None) -> int:
    """Returns how many fell asleep. A repeat changes nothing."""
    awake = Enrolment.objects.filter(pk__in=list(enrolments), state=Enrolment.State.ACTIVE, asleep_since=None)
    return awake.update(asleep_since=at or now())


def wake(*, enrolments: Iterable[int]) -> int:
    """Returns how many woke. A repeat changes nothing."""
    return Enrolment.objects.asleep().filter(pk__in=list(enrolments)).update(asleep_since=None)


def wake_who_came_back() -> int:
    """Opening a lesson wakes at once (`courses.player`); this finds every other sign of life. Returns how many woke."""
    woken = 0
    for some in in_thousands(Enrolment.objects.asleep().select_related("cohort")):
        signs = last_signs(some)
        woken += wake(enrolments=[one.pk for one in some if one.pk not in signs or signs[one.pk] > one.asleep_since])
    return woken
