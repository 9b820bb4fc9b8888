from celery import shared_task
from django.conf import settings

from . import bounce_mailbox, handing, postman
from .models import Letter

TIME_LIMIT = 150  # seconds, less than Letter.LEASE: a claim older than the lease belongs to a dead process
TICK = 5  # seconds: the schedule of `sweep_letters`
AT_ONCE = 500


@shared_task(acks_late=True, time_limit=TIME_LIMIT)
def hand_over_letter(*, letter_id):
    """Safe to run twice: a letter is claimed before it goes."""
    postman.hand_over_one(letter_id)


@shared_task(acks_late=True, time_limit=TIME_LIMIT)
def sweep_letters():
    """What lost tasks and dead processes left behind, and what has become due: as much as may go until the next tick."""
    for letter in Letter.objects.abandoned()[:AT_ONCE]:
        handing.settle_abandoned(letter=letter)
    postman.go_round(seconds=TICK)


@shared_task(acks_late=True, time_limit=TIME_LIMIT)
def read_bounces():
    """Safe to run twice: a report counts once."""
    if settings.BOUNCE_MAILBOX:
        bounce_mailbox.read_mailbox()
