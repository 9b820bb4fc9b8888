"""A task for its page: fetched through the person by one query that is always the same. What it lets through is what
`rules.tasks_seen_by` lets through; a test holds them together."""

from lms.accounts.models import Role, User
from lms.accounts.rules import has_role

from .models import ReviewTask
from .rules import SUPERVISORS
from .showing.queries import TASK


def seen_task(person: User, task_id: int) -> ReviewTask | None:
    """With everything that the page shows of it; None where the person may not look into it."""
    task = next(iter(TASK(task_id, person.pk)), None)
    if task is None or task.learner_id == person.pk or getattr(task, "is_barred", True):
        return None
    if supervises(person, task):
        return task
    is_theirs = not task.is_for_supervisor or task.settled_by_id == person.pk or getattr(task, "has_review", False)
    return task if is_theirs and has_role(person, Role.MENTOR, task.cohort) else None


def supervises(person: User, task: ReviewTask) -> bool:
    return any(has_role(person, Role(role), task.cohort) for role in SUPERVISORS)
