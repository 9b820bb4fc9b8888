"""How an enrolment stands against the rule of its course: the facts from the database, the rule from the course."""

from courses.catalogue.models import Activity

from . import confirmed_hours
from .completion import Facts, Proof, asks_for_hours, evaluate
from .models import ActivityCompletion, Enrolment


def standing(enrolment: Enrolment) -> Proof:
    """Two queries, and those of whoever counts hours where the rule asks for hours."""
    course = enrolment.cohort.course
    required = Activity.objects.live().filter(lesson__course=course, lesson__retired_at=None, is_required=True).values_list("pk", flat=True)
    completed = ActivityCompletion.objects.filter(enrolment=enrolment).values_list("activity_id", "completed_at")
    minutes = confirmed_hours.minutes_of([enrolment])[enrolment.pk] if asks_for_hours(course.completion_rule) else 0
    return evaluate(course.completion_rule, Facts(set(required), dict(completed), minutes))
