"""Phrases kept for another time: whose they are, and how they become words to one learner."""

import re
from collections.abc import Mapping

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from courses.catalogue.outline import outline
from lms.accounts.models import User

from .models import ReviewTask, SavedReply

_PLACE = re.compile(r"\{(\w{1,40})\}")
PLACEHOLDERS = ("learner", "mentor", "lesson", "assignment", "course")


def replies_for(person: User, task: ReviewTask) -> QuerySet[SavedReply]:
    """Their own, and those shared with whoever mentors for the organisation; in the learner's language first, then the most used."""
    owners = [one for one in (task.cohort.owner_id, task.course.owner_id) if one]
    shared = Q(person=None) & (Q(owner=None) | Q(owner__in=owners))
    first = Case(When(language=task.language, then=Value(0)), default=Value(1), output_field=IntegerField())
    return SavedReply.objects.filter(Q(person=person) | shared).order_by(first, "-used", "title", "pk")


def titled(replies: QuerySet[SavedReply], asked: str) -> QuerySet[SavedReply]:
    """Those with every one of the words in their title, what is used most first. (SQLite compares Cyrillic letters as they are written.)"""
    for word in asked.split():
        replies = replies.filter(Q(title__icontains=word) | Q(title__icontains=word.lower()) | Q(title__icontains=word.capitalize()))
    return replies.order_by("-used", "title", "pk")


def unknown_places(text: str) -> list[str]:
    """What stands in braces like a name and is none of those above."""
    return [name for name in dict.fromkeys(_PLACE.findall(text)) if name not in PLACEHOLDERS]


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
