"""Whom a learner asks for a time."""

from courses.enrolment.models import Enrolment
from lms.accounts.models import User

from .models import Slot
from .own_mentors import mentor_of
from .rules import offers_in


def whom_to_ask(enrolment: Enrolment) -> User | None:
    """Their own mentor; else who offered the latest time to the group. None: everybody who works for the group sees the wish."""
    own = mentor_of(enrolment)
    if own:
        return own
    latest = Slot.objects.filter(cohort=enrolment.cohort_id).select_related("offered_by").order_by("-created_at", "-pk").first()
    person = latest.offered_by if latest else None
    is_there = person is not None and person.is_active and person.pk != enrolment.learner_id and offers_in(person, enrolment.cohort)
    return person if is_there else None
