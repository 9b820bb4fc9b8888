from celery import shared_task

from .actions.keeping_promises import close_what_is_accepted
from .actions.keeping_promises import keep_promises as keep_all
from .desk_letters import post_desk_letters
from .week_letters import post_week_letters


@shared_task(acks_late=True)
def keep_promises():
    """Safe to run at any time and as often as you like: the ledger knows which steps were done, and which were said."""
    keep_all()
    post_desk_letters()


@shared_task(acks_late=True)
def close_submissions():
    close_what_is_accepted()


@shared_task(acks_late=True)
def post_weeks_of_coordinators():
    post_week_letters()
