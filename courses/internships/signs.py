"""When a learner last wrote in the practice log, or had an answer; and who waits for one."""

from collections.abc import Sequence, Set
from datetime import datetime

from courses.enrolment.signs import Signs, newest

from .models import PracticeEntry


def _latest(enrolments: Sequence[int]) -> dict[int, datetime]:
    entries = PracticeEntry.objects.filter(participation__enrolment__in=enrolments)
    return newest(entries, "participation__enrolment", "changed_at", "links__at")


def _waiting(enrolments: Sequence[int]) -> Set[int]:
    waiting = PracticeEntry.objects.submitted().filter(participation__enrolment__in=enrolments)
    return set(waiting.values_list("participation__enrolment", flat=True))


PRACTICE_LOG = Signs(latest=_latest, waiting=_waiting)
