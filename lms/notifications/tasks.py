from datetime import timedelta

from celery import shared_task
from django.utils.timezone import now

from . import handing
from .models import Letter

TIME_LIMIT = 150  # seconds, less than Letter.LEASE: a claim older than the lease belongs to a dead process
LOST_AFTER = timedelta(seconds=15)
AT_ONCE = 500


@shared_task(acks_late=True, time_limit=TIME_LIMIT)
def hand_over_letter(*, letter_id):
    """Safe to run twice: a letter is claimed before it goes."""
    letter = Letter.objects.due().filter(pk=letter_id).select_related("person").first()
    if letter:
        handing.hand_over(letter=letter)


@shared_task(acks_late=True)
def sweep_letters():
    """What lost tasks and dead processes left behind, and what has become due."""
    for letter in Letter.objects.abandoned()[:AT_ONCE]:
        handing.settle_abandoned(letter=letter)
    for letter_id in Letter.objects.due(now() - LOST_AFTER).order_by("due_at").values_list("pk", flat=True)[:AT_ONCE]:
        hand_over_letter.apply_async(kwargs={"letter_id": letter_id}, expires=20)
