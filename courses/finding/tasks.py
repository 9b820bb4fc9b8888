from celery import shared_task

from .drafts.stepping import bring_in_step


@shared_task(acks_late=True)
def read_new_drafts():
    """Safe to run twice: what was read is left alone."""
    bring_in_step()
