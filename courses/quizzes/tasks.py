from celery import shared_task
from django.utils.timezone import now

from .actions import attempts, regrading
from .models import Attempt, QuestionUpload
from .uploads import remove

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


@shared_task(acks_late=True)
def run_regrade(*, regrade_id):
    """Safe to run twice: it goes on where the regrade stands, and does nothing for one that is done."""
    regrading.run(regrade_id=regrade_id)


@shared_task(acks_late=True)
def sweep_regrades():
    """What dead workers and lost tasks left in the middle."""
    for regrade_id in regrading.stalled().values_list("pk", flat=True):
        run_regrade.apply_async(kwargs={"regrade_id": regrade_id}, expires=20)


@shared_task(acks_late=True)
def sweep_question_uploads():
    """Files that were read to a table and never taken in."""
    for upload in QuestionUpload.objects.expired():
        remove(upload)
