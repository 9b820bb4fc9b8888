"""When a learner last did something about an assignment, or had an answer; and who waits for one."""

from collections.abc import Sequence, Set
from datetime import datetime

from courses.enrolment.signs import Signs, newest

from .models import ReviewTask, Submission


def _latest(enrolments: Sequence[int]) -> dict[int, datetime]:
    submissions = Submission.objects.filter(enrolment__in=enrolments)
    return newest(submissions, "enrolment", "changed_at", "tasks__handed_in_at", "tasks__settled_at", "tasks__reviews__seen_at")


def _waiting(enrolments: Sequence[int]) -> Set[int]:
    return set(ReviewTask.objects.open().filter(submission__enrolment__in=enrolments).values_list("submission__enrolment", flat=True))


def _handed_in(enrolments: Sequence[int], assignments: Sequence[int]) -> Set[tuple[int, int]]:
    """Also what came back: it has been answered, and its date is past."""
    begun = Submission.objects.filter(enrolment__in=enrolments, assignment__in=assignments).exclude(state=Submission.State.DRAFT)
    return set(begun.values_list("enrolment", "assignment"))


ROUNDS_HANDED_IN = Signs(latest=_latest, waiting=_waiting, handed_in=_handed_in)
