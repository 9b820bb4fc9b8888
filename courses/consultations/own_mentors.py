"""Who mentors whom is known to an app above this one, which says so here (`AppConfig.ready`)."""

from collections.abc import Callable

from django.db.models import QuerySet

from courses.enrolment.models import Enrolment
from lms.accounts.models import User

_learners: Callable[[User], QuerySet] | None = None
_mentor: Callable[[Enrolment], User | None] | None = None


def register(*, learners: Callable[[User], QuerySet], mentor: Callable[[Enrolment], User | None]) -> None:
    """`learners`: the ids of the enrolments that a mentor has as their own. `mentor`: an enrolment's own mentor."""
    global _learners, _mentor
    _learners, _mentor = learners, mentor


def enrolments_of(mentor: User) -> QuerySet:
    return _learners(mentor) if _learners else Enrolment.objects.none().values("pk")


def mentor_of(enrolment: Enrolment) -> User | None:
    return _mentor(enrolment) if _mentor else None
