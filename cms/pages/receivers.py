"""In the place of Wagtail's mails about moderation. A receiver is known by its name: ours are connected under the names of Wagtail's, so
whichever app is ready first, Wagtail's are not there and nobody gets both. `tests/cms/pages/test_moderation.py` holds the names."""

from typing import Any

from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from lms.accounts.models import User

from .moderation import post_answer


def leave_to_the_sweep(**kwargs: Any) -> None:
    """What awaits moderation is gathered: `tasks.post_moderation_letters`."""


def hear_answer(*, instance: WorkflowState, user: User | None = None, **kwargs: Any) -> None:
    post_answer(workflow_state=instance, by=user)


IN_PLACE_OF = (
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification", leave_to_the_sweep),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification", leave_to_the_sweep),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification", hear_answer),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification", hear_answer),
)


def connect() -> None:
    for signal, sender, name, receiver in IN_PLACE_OF:
        signal.disconnect(sender=sender, dispatch_uid=name)
        signal.connect(receiver, sender=sender, dispatch_uid=name)
