"""What a learner finds before their cohort opens it: the lesson can be read, its exercises wait. One query."""

from collections.abc import Iterable
from typing import Any

from django.utils.timezone import now

from courses.enrolment.dates import at_in_words
from courses.enrolment.models import ActivityDates, Enrolment


def opening_dates(person: Any, lesson_ids: Iterable[int]) -> dict[int, str]:
    """By lesson: when the first of its exercises that is still closed opens for this person, in words."""
    ids = list(lesson_ids)
    if not person.is_authenticated or not ids:
        return {}
    mine = Enrolment.objects.of(person).studying()
    ahead = ActivityDates.objects.filter(
        cohort__enrolments__in=mine, activity__lesson__in=ids, activity__retired_at=None, opens_at__gt=now()
    )
    found: dict[int, str] = {}
    for one in ahead.select_related("cohort", "activity").order_by("-opens_at"):
        if one.opens_at:
            found[one.activity.lesson_id] = at_in_words(one.opens_at, one.cohort)
    return found
