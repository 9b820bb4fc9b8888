from celery import shared_task

from .actions.seats import move_up_in, settle_passed
from .letters import post_news, post_reminders
from .listing import passed_and_waited_for, slots_with_room


@shared_task(acks_late=True)
def post_consultation_letters():
    """Safe to run at any time and as often as you like: the ledger knows what has been said."""
    for number in slots_with_room():
        move_up_in(number)
    settle_passed(passed_and_waited_for())
    post_reminders()
    post_news()
