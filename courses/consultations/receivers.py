from django.db.models import Q
from django.dispatch import receiver

from courses.enrolment.models import Enrolment
from courses.enrolment.signals import left
from lms.accounts.models import User

from .actions.visitors import cancel_ahead
from .models import ConsultationEvent


@receiver(left, dispatch_uid="consultations_of_who_left")
def give_seats_back(enrolment: Enrolment, by: User, **kwargs: object) -> None:
    """What they have booked, wait for or asked for in the group that they have left."""
    theirs = Q(learner=enrolment.learner_id, cohort=enrolment.cohort_id)
    cancel_ahead(theirs, by=by, what=ConsultationEvent.What.LEFT)
