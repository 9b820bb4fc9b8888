"""The demo's mentor has read learners' work for a year: no prepared example comes before it."""

from datetime import timedelta

from courses.catalogue.models import Course
from courses.trials.models import Example
from lms.accounts.models import Role, RoleAssignment, User

A_YEAR = timedelta(days=365)


def mentor_since_last_year(*, mentor: User, course: Course) -> None:
    """A repeat changes nothing."""
    first = Example.objects.published().filter(course=course).order_by("published_at").first()
    if first and first.published_at:
        later = RoleAssignment.objects.filter(person=mentor, role=Role.MENTOR, granted_at__gte=first.published_at)
        later.update(granted_at=first.published_at - A_YEAR)
