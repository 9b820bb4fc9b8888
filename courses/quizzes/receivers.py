from django.dispatch import receiver

from courses.enrolment.models import Cohort, Enrolment
from courses.enrolment.signals import dates_changed

from .actions.attempts import recompute_deadlines


@receiver(dates_changed, dispatch_uid="attempts_follow_dates")
def move_deadlines(activity_id: int, cohort: Cohort, enrolment: Enrolment | None, **kwargs: object) -> None:
    recompute_deadlines(quiz_id=activity_id, cohort=cohort, enrolment=enrolment)
