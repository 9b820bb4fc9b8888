from celery import shared_task

from . import actions
from .deadlines import post_deadlines
from .endings import post_endings
from .models import Enrolment
from .nudges import post_nudges
from .sleeping import wake_who_came_back
from .weekly import post_weekly_letters


@shared_task(acks_late=True)
def post_weekly():
    """Safe to run at any time and as often as you like: the ledger knows which letters of this week exist."""
    post_weekly_letters()


@shared_task(acks_late=True)
def post_letters_to_the_silent():
    """Safe to run at any time: the ledger knows what was said in which silence. Who came back wakes first."""
    wake_who_came_back()
    post_nudges()


@shared_task(acks_late=True)
def post_deadline_letters():
    """Safe to run at any time: the ledger knows of which day was told."""
    post_deadlines()
    post_endings()


@shared_task(acks_late=True)
def expire_invitations():
    """Safe to run at any time: each runs out once."""
    from .inviting import expire_invitations as expire  # it needs the actions, which need these tasks

    expire()


@shared_task(acks_late=True)
def send_invitations(*, list_id):
    """Safe to run twice: it goes on where the list stands, and does nothing for one that is sent."""
    from .inviting_many import send

    send(list_id=list_id)


@shared_task(acks_late=True)
def sweep_invitation_lists():
    """What dead workers and lost tasks left in the middle."""
    from .inviting_many import stalled

    for list_id in stalled().values_list("pk", flat=True):
        send_invitations.apply_async(kwargs={"list_id": list_id}, expires=20)


@shared_task(acks_late=True)
def complete_due_courses():
    actions.complete_what_is_due()


@shared_task(acks_late=True)
def complete_course(*, enrolment_id):
    """Something that the rule counts has become more. Safe to run twice; the sweep above finds what was lost."""
    enrolment = Enrolment.objects.filter(pk=enrolment_id, state=Enrolment.State.ACTIVE).select_related("cohort__course").first()
    if enrolment:
        actions.complete_if_met(enrolment=enrolment)
