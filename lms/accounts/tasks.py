from celery import shared_task

from . import kept_forms


@shared_task(acks_late=True)
def forget_kept_forms():
    """Safe to run twice."""
    kept_forms.forget_old()
