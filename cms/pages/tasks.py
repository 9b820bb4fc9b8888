from celery import shared_task

from .moderation import post_waiting


@shared_task(acks_late=True)
def post_moderation_letters():
    """Safe to run as often as you like: the ledger knows who was told what."""
    post_waiting()
