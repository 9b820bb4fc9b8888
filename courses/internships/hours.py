"""Confirmed hours, in minutes, and who practises at all."""

from collections.abc import Iterable, Mapping

from django.db.models import Sum

from courses.enrolment.models import Enrolment

from .models import Participation, PracticeEntry


def confirmed_minutes(enrolments: Iterable[int]) -> Mapping[int, int]:
    """By enrolment id, over all its placements. One query."""
    confirmed = PracticeEntry.objects.confirmed().filter(participation__enrolment__in=list(enrolments))
    return dict(confirmed.values_list("participation__enrolment").annotate(sum=Sum("minutes")).order_by())


def practising_among(enrolments: Iterable[Enrolment]) -> set[int]:
    """The ids of those that are or were in a placement. One query."""
    return set(Participation.objects.filter(enrolment__in=[one.pk for one in enrolments]).values_list("enrolment", flat=True))
