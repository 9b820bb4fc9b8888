"""What every save of a mentor's draft finds: the draft, and whether the task is still in their hands. One query."""

from datetime import timedelta

from django.db import connections, router
from django.db.models import Model
from django.utils.timezone import now

from lms.accounts.models import User

from .defaults import LEASE
from .models import Comment, Review, ReviewTask

RENEWED_EVERY = timedelta(minutes=5)

# By hand: a draft is saved every few seconds, and building these queries costs more than asking them.
_HELD = """
    t.claimed_by_id = %s AND t.state IN ('claimed', 'in_review') AND t.claimed_until > %s AS is_held,
    t.claimed_by_id = %s AND t.state IN ('claimed', 'in_review') AND t.claimed_until > %s AS is_fresh
"""
_REVIEW = f"""
    SELECT r.*, {_HELD} FROM mentorship_review r JOIN mentorship_reviewtask t ON t.id = r.task_id WHERE t.id = %s AND r.reviewer_id = %s
"""  # noqa: S608 — no part of it comes from outside
_COMMENT = f"""
    SELECT c.*, {_HELD} FROM mentorship_comment c JOIN mentorship_review r ON r.id = c.review_id
    JOIN mentorship_reviewtask t ON t.id = r.task_id WHERE t.id = %s AND r.reviewer_id = %s AND c.made_id = %s
"""  # noqa: S608


def review_of(person: User, task_id: int) -> Review | None:
    """The person's review of a task, with `is_held` (the task is in their hands) and `is_fresh` (and will be for a good while)."""
    return next(iter(Review.objects.raw(_REVIEW, [*_times(person, Review), task_id, person.pk])), None)


def comment_of(person: User, task_id: int, made_id: str) -> Comment | None:
    """The person's comment, with the same."""
    return next(iter(Comment.objects.raw(_COMMENT, [*_times(person, Comment), task_id, person.pk, made_id])), None)


def says_hold(row: Comment, task: ReviewTask, person: User) -> Comment:
    """The same of a comment that has just been made; `task` is that of its review."""
    at = now()
    is_mine = task.is_open and task.claimed_by_id == person.pk
    vars(row).update(is_held=is_mine and task.is_held(at), is_fresh=is_mine and task.is_held(at + LEASE - RENEWED_EVERY))
    return row


def _times(person: User, model: type[Model]) -> list:
    at, adapt = now(), connections[router.db_for_read(model)].ops.adapt_datetimefield_value
    return [person.pk, adapt(at), person.pk, adapt(at + LEASE - RENEWED_EVERY)]
