from celery import shared_task
from django.utils.timezone import now

from .actions import attempts
from .models import Attempt

AT_ONCE = 500


@shared_task(acks_late=True)
def end_attempt(*, attempt_id):
    """Safe to run twice, and when there is time again: the attempt is looked at as anybody looks at it."""
    attempt = Attempt.objects.select_related("version").filter(pk=attempt_id).first()
    if attempt:
        attempts.bring_up_to_date(attempt)


@shared_task(acks_late=True)
def sweep_attempts():
    """Attempts whose time is up, and those that dead processes left ungraded: a task for each, so that one that cannot be ended holds
    up no other."""
    for attempt in attempts.over(now())[:AT_ONCE]:
        end_attempt.apply_async(kwargs={"attempt_id": attempt.pk}, expires=20)
