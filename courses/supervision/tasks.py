from celery import shared_task
from django.utils.timezone import now

from .actions.sampling import draw_samples
from .letters import post_written


@shared_task(acks_late=True)
def draw_monthly_samples():
    """Safe to run at any time and as often as you like: each month of each cohort is drawn once, also some weeks late."""
    draw_samples(now())


@shared_task(acks_late=True)
def post_supervision_letters():
    """The same: each message names the letter that said it was there."""
    post_written()
