"""What is still missing before the certificate: by the steps of the course, or by what its own rule asks for."""

from dataclasses import dataclass
from typing import Any

from courses.catalogue.models import ActivityVersion
from courses.catalogue.outline import OutlineActivity, OutlineLesson, preferred
from courses.enrolment import measures
from courses.enrolment.completion import Amount
from courses.enrolment.models import Enrolment
from courses.enrolment.progress import progress_of
from courses.enrolment.rule_words import in_words
from courses.enrolment.standing import standing
from courses.mentorship.models.assignment import KIND as ASSIGNMENT

from .stations import stations


@dataclass(frozen=True)
class OpenLesson:
    """A lesson with something in it that is not done and counts."""

    lesson: OutlineLesson
    url: str
    activities: tuple[OutlineActivity, ...]


@dataclass(frozen=True)
class OpenAmount:
    """Something that is counted, and is not enough yet."""

    title: str
    lacks: str
    way: measures.Way


def what_is_missing(enrolment: Enrolment, language: str) -> dict[str, Any]:
    """For the page."""
    course = enrolment.cohort.course
    progress = progress_of(enrolment, language)
    proof = standing(enrolment) if course.completion_rule else None
    lessons = []
    for station in (one for module in stations(progress, language) for one in module.lessons):
        wanted = {activity.id for activity in station.missing} if proof is None else set(proof.missing)
        if activities := tuple(activity for activity in station.lesson.activities if activity.id in wanted):
            lessons.append(OpenLesson(station.lesson, station.url, activities))
    return {
        "progress": progress,
        "lessons": lessons,
        "titles": _titles(lessons, language, course.source_language),
        "assignment_kind": ASSIGNMENT,
        "rule": in_words(proof.rule, course, language) if proof else None,
        "amounts": [_amount(name, amount, enrolment) for name, amount in proof.missing_amounts.items()] if proof else [],
    }


def _amount(name: str, missing: Amount, enrolment: Enrolment) -> OpenAmount:
    measure = measures.measure(name)
    return OpenAmount(str(measure.label), measure.lacks(missing), measure.way(enrolment))


def _titles(lessons: list[OpenLesson], language: str, source: str) -> dict[int, str]:
    """Of the activities, each in the reader's language where it is translated. One query."""
    wanted = [activity.id for one in lessons for activity in one.activities]
    found = preferred(ActivityVersion.objects.filter(of__in=wanted).defer("content"), language=language, source_language=source)
    return {of: version.title for of, version in found.items()}
