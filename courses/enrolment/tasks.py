from celery import shared_task

from .actions import complete_what_is_due
from .letters import post_weekly_letters


@shared_task(acks_late=True)
def post_weekly():
    """Safe to run at any time and as often as you like: the ledger knows which letters of this week exist."""
    post_weekly_letters()


@shared_task(acks_late=True)
def complete_due_courses():
    complete_what_is_due()
