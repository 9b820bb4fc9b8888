"""Whom a learner asks for a time."""

from courses.enrolment.barred import is_barred
from courses.enrolment.models import Enrolment
from lms.accounts.models import User

from .models import Slot
from .own_mentors import mentor_of
from .rules import offered_to, offers_in


def whom_to_ask(enrolment: Enrolment) -> User | None:
    """Their own mentor; else who offered the latest time to the group; whoever works there no more or is kept away from the learner is not
    asked. None: everybody who works for the group sees the wish."""
    own = mentor_of(enrolment)
    if own and own.is_active and offers_in(own, enrolment.cohort) and not is_barred(own.pk, enrolment.learner_id):
        return own
    offered = offered_to(Slot.objects.filter(cohort=enrolment.cohort_id), enrolment.learner_id, in_cohort=enrolment.cohort_id)
    latest = offered.select_related("offered_by").order_by("-created_at", "-pk").first()
    return latest.offered_by if latest else None
