from django.dispatch import receiver
from django.utils.timezone import now

from courses.enrolment.models import Enrolment
from courses.enrolment.signals import left
from lms.accounts.models import User

from .actions.booking import cancel
from .actions.seats import hold_meetings, hold_people
from .rules import invitations_of


@receiver(left, dispatch_uid="meetings_of_who_left")
def give_places_back(enrolment: Enrolment, by: User, **kwargs: object) -> None:
    """The invitations of a learner to what is still to come in the group that they have left."""
    mine = invitations_of(enrolment.learner).filter(state="booked", meeting__cohort=enrolment.cohort_id, meeting__starts_at__gt=now())
    meetings = set(mine.values_list("meeting", flat=True))
    hold_meetings(meetings)
    hold_people(waiting_in=meetings)
    for place in mine.select_related("person", "meeting").order_by("meeting", "pk"):
        cancel(attendance=place, by=by)
