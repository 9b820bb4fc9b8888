"""What reading changes."""

import re

from django.db import transaction
from django.utils.timezone import now

from courses.catalogue.models import Activity, Lesson, LessonVersion
from courses.enrolment.actions import complete_activity
from courses.enrolment.models import Enrolment, LessonPosition

_BLOCK_ID = re.compile(r"[\w.-]{1,64}")


def keep_position(*, enrolment: Enrolment, lesson: Lesson, block_id: str) -> None:
    """Remember where the learner stopped, for whatever device they take up next. What can be no block's name is the lesson's beginning."""
    block_id = block_id if _BLOCK_ID.fullmatch(block_id) else ""
    LessonPosition.objects.update_or_create(enrolment=enrolment, lesson=lesson, defaults={"block_id": block_id})
    Enrolment.objects.filter(pk=enrolment.pk).update(last_lesson=lesson, last_seen_at=now(), asleep_since=None)


@transaction.atomic
def mark_read(*, enrolment: Enrolment, lesson: Lesson, version: LessonVersion | None) -> None:
    """The learner is done with the page. A repeat changes nothing but the wording they have read."""
    LessonPosition.objects.update_or_create(enrolment=enrolment, lesson=lesson, defaults={"read_version": version})
    read = Activity.objects.live().filter(lesson=lesson, block_id=Activity.READ).first()
    if read:
        complete_activity(enrolment=enrolment, activity=read)
