"""Where an assignment stands: its course and its lesson, in the reader's language."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from courses.catalogue.addresses import address
from courses.catalogue.models import Activity, ActivityVersion
from courses.catalogue.outline import outline, preferred
from courses.enrolment.models import Enrolment


def place_of(enrolment: Enrolment, activity: Activity) -> dict[str, Any]:
    """The lesson is not there any more where it was taken out of the course."""
    language = get_language() or ""
    course = outline(enrolment.cohort.course, language)
    lesson = course.lesson(activity.lesson_id)
    found = {
        "course": course.title,
        "course_language": course.language,
        "course_url": address(course.slug, language=language),
        "assignment_url": reverse("assignment", args=[enrolment.pk, activity.pk]),
        "lesson_url": "",
        "block_id": activity.block_id,
        "activity_id": activity.pk,
    }
    if lesson:
        found |= {
            "lesson": lesson.title,
            "lesson_language": lesson.language,
            "lesson_url": address(course.slug, lesson.module_slug, lesson.slug, language=language),
        }
    return found


def wording_of(enrolment: Enrolment, activity: Activity) -> Any:
    """The current version of an activity in the reader's language, else in the course's own; None before it was published. One query."""
    source = enrolment.cohort.course.source_language
    versions = ActivityVersion.objects.filter(of=activity.pk)
    return preferred(versions, language=get_language() or source, source_language=source).get(activity.pk)
