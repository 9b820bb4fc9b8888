from datetime import timedelta

from celery import shared_task
from django.utils.timezone import now

from . import actions, expiry_letters
from .design.pictures import remove_unused_pictures
from .models import Certificate
from .printing import actions as printing

LOST_AFTER = timedelta(seconds=15)
AT_ONCE = 500


@shared_task(acks_late=True)
def issue_certificate(*, certificate_id):
    """Safe to run twice: a certificate that is issued is left alone."""
    certificate = Certificate.objects.eligible().filter(pk=certificate_id).first()
    if certificate:
        actions.issue(certificate=certificate)


@shared_task(acks_late=True)
def sweep_certificates():
    """What lost tasks and dead processes left behind: certificates not made, papers of forgotten people not removed. And what time does:
    those whose last day is past expire."""
    waiting = Certificate.objects.eligible().filter(created_at__lte=now() - LOST_AFTER).order_by("created_at")
    for certificate_id in waiting.values_list("pk", flat=True)[:AT_ONCE]:
        issue_certificate.apply_async(kwargs={"certificate_id": certificate_id}, expires=20)
    for certificate in Certificate.objects.withdrawn_with_paper()[:AT_ONCE]:
        actions.remove_paper(certificate=certificate)
    for certificate in Certificate.objects.over()[:AT_ONCE]:
        actions.expire(certificate=certificate)


@shared_task(acks_late=True)
def post_expiry_letters():
    expiry_letters.post_expiry_letters()


@shared_task(acks_late=True)
def run_print(*, print_id):
    """Safe to run twice: it goes on where the print stands, and does nothing for one that is done."""
    printing.run(print_id=print_id)


@shared_task(acks_late=True)
def sweep_prints():
    """What dead workers and lost tasks left in the middle."""
    for print_id in printing.stalled().values_list("pk", flat=True):
        run_print.apply_async(kwargs={"print_id": print_id}, expires=20)


@shared_task(acks_late=True)
def remove_old_prints():
    """Files whose days are over, or with somebody in them who was forgotten; pictures that no template took."""
    printing.expire_prints()
    remove_unused_pictures()
