from celery import shared_task
from django.utils.timezone import now

from . import scheduling
from .moderation import post_waiting


@shared_task(acks_late=True)
def post_moderation_letters():
    """Safe to run as often as you like: the ledger knows who was told what."""
    post_waiting()


@shared_task(acks_late=True)
def publish_scheduled():
    """Names what is due. Safe to run as often as you like: what is done is not due any more."""
    at = now()
    for page_id in scheduling.due_to_come_off(at):
        take_off.delay(page_id=page_id)
    for revision_id in scheduling.due_to_go_live(at):
        let_live.delay(revision_id=revision_id)


@shared_task(acks_late=True)
def let_live(*, revision_id):
    """Safe to run twice: a revision that went live has no hour any more."""
    scheduling.let_live(revision_id=revision_id)


@shared_task(acks_late=True)
def take_off(*, page_id):
    """Safe to run twice: a page that came off is left alone."""
    scheduling.take_off(page_id=page_id)
