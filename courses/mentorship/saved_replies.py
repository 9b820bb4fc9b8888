"""Phrases kept for another time: whose they are, and how they become words to one learner."""

from collections.abc import Mapping

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from courses.catalogue.outline import outline
from lms.accounts.models import User

from .models import ReviewTask, SavedReply

PLACEHOLDERS = ("learner", "mentor", "lesson", "assignment", "course")


def replies_for(person: User, task: ReviewTask) -> QuerySet[SavedReply]:
    """Their own, and those shared with whoever mentors for the organisation; in the learner's language first."""
    owners = [one for one in (task.cohort.owner_id, task.course.owner_id) if one]
    shared = Q(person=None) & (Q(owner=None) | Q(owner__in=owners))
    first = Case(When(language=task.language, then=Value(0)), default=Value(1), output_field=IntegerField())
    return SavedReply.objects.filter(Q(person=person) | shared).order_by(first, "title", "pk")


def filled(text: str, places: Mapping[str, str]) -> str:
    """Only the names above are filled in; any other brace is a brace."""
    for name in PLACEHOLDERS:
        text = text.replace(f"{{{name}}}", places.get(name, ""))
    return text


def emptied(text: str, places: Mapping[str, str]) -> str:
    """The other way round, for a phrase to be kept: no learner's name goes into the library."""
    for name in ("learner", "mentor"):
        if len(places[name]) > 1:
            text = text.replace(places[name], f"{{{name}}}")
    return text


def places_of(task: ReviewTask, person: User) -> dict[str, str]:
    """What the names stand for, in the learner's language where it is translated."""
    shown = outline(task.course, task.language)
    lesson = shown.lesson(task.submission.assignment.lesson_id)
    return {
        "learner": task.learner.get_short_name(),
        "mentor": str(person),
        "lesson": lesson.title if lesson else "",
        "assignment": task.iteration.version.title,
        "course": shown.title,
    }
