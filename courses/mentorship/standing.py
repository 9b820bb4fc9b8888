"""How a person stands to a task now: whether it is in their hands, in somebody else's, or in nobody's."""

from datetime import datetime
from enum import StrEnum

from lms.accounts.models import User

from .models import ReviewTask
from .rules import tasks_taken_by

State = ReviewTask.State


class Standing(StrEnum):
    MINE = "mine"
    FREE = "free"  # may be taken
    TAKEN = "taken"  # somebody else has it in hand
    OTHERS = "others"  # waits for one mentor, or for a supervisor
    WITHDRAWN = "withdrawn"
    SETTLED = "settled"


def standing_of(task: ReviewTask, person: User, at: datetime) -> Standing:
    """No query where the task is the person's, in another's hands or done with."""
    if task.state == State.WITHDRAWN:
        return Standing.WITHDRAWN
    if not task.is_open:
        return Standing.SETTLED
    if task.is_held(at):
        return Standing.MINE if task.claimed_by_id == person.pk else Standing.TAKEN
    return Standing.FREE if tasks_taken_by(person, at).filter(pk=task.pk).exists() else Standing.OTHERS
