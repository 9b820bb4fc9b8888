"""When a learner was last at a quiz, and who waits for a person to grade."""

from collections.abc import Sequence, Set
from datetime import datetime

from courses.enrolment.signs import Signs, newest

from .models import Attempt


def _latest(enrolments: Sequence[int]) -> dict[int, datetime]:
    attempts = Attempt.objects.filter(enrolment__in=enrolments)
    return newest(attempts, "enrolment", "started_at", "submitted_at", "finished_at", "questions__changed_at")


def _waiting(enrolments: Sequence[int]) -> Set[int]:
    return set(Attempt.objects.submitted().filter(enrolment__in=enrolments).values_list("enrolment", flat=True))


def _handed_in(enrolments: Sequence[int], quizzes: Sequence[int]) -> Set[tuple[int, int]]:
    """One attempt that was submitted in time is enough: how good it is says the course's rule, not a reminder."""
    attempts = Attempt.objects.official().filter(enrolment__in=enrolments, quiz__in=quizzes, submitted_at__isnull=False)
    return set(attempts.values_list("enrolment", "quiz"))


ATTEMPTS_AT = Signs(latest=_latest, waiting=_waiting, handed_in=_handed_in)
