from celery import shared_task

from .actions.seats import move_up_in
from .letters import post_reminders
from .listing import meetings_with_room


@shared_task(acks_late=True)
def post_meeting_letters():
    """Safe to run at any time and as often as you like: the ledger knows what has been said."""
    for number in meetings_with_room():
        move_up_in(number)
    post_reminders()
