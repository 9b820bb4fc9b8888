from celery import shared_task

from .letters import post_news, post_reminders


@shared_task(acks_late=True)
def post_consultation_letters():
    """Safe to run at any time and as often as you like: the ledger knows what has been said."""
    post_reminders()
    post_news()
