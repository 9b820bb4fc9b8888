from celery import shared_task

from . import actions
from .letters import post_weekly_letters
from .models import Enrolment


@shared_task(acks_late=True)
def post_weekly():
    """Safe to run at any time and as often as you like: the ledger knows which letters of this week exist."""
    post_weekly_letters()


@shared_task(acks_late=True)
def complete_due_courses():
    actions.complete_what_is_due()


@shared_task(acks_late=True)
def complete_course(*, enrolment_id):
    """Something that the rule counts has become more. Safe to run twice; the sweep above finds what was lost."""
    enrolment = Enrolment.objects.filter(pk=enrolment_id, state=Enrolment.State.ACTIVE).select_related("cohort__course").first()
    if enrolment:
        actions.complete_if_met(enrolment=enrolment)
