"""What reading changes."""

import re

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now

from courses.catalogue.models import Activity, Lesson, LessonChange, LessonVersion
from courses.enrolment.actions import complete_activity
from courses.enrolment.models import Enrolment, LessonPosition

_BLOCK_ID = re.compile(r"[\w.-]{1,64}")


def keep_position(*, enrolment: Enrolment, lesson: Lesson, block_id: str) -> None:
    """Remember where the learner stopped, for whatever device they take up next. What can be no block's name is the lesson's beginning."""
    block_id = block_id if _BLOCK_ID.fullmatch(block_id) else ""
    LessonPosition.objects.update_or_create(enrolment=enrolment, lesson=lesson, defaults={"block_id": block_id})
    Enrolment.objects.filter(pk=enrolment.pk).update(last_lesson=lesson, last_seen_at=now(), asleep_since=None)


@transaction.atomic
def mark_read(*, enrolment: Enrolment, lesson: Lesson, version: LessonVersion | None, change: LessonChange | None = None) -> None:
    """The learner is done with the page. A repeat changes nothing but the wording they have read."""
    see_changes(enrolment=enrolment, lesson=lesson, version=version, change=change)
    read = Activity.objects.live().filter(lesson=lesson, block_id=Activity.READ).first()
    if read:
        complete_activity(enrolment=enrolment, activity=read)


@transaction.atomic
def see_changes(*, enrolment: Enrolment, lesson: Lesson, version: LessonVersion | None, change: LessonChange | None) -> None:
    """The learner knows the lesson as this wording has it, and what had changed up to then. A page that lay open on another device takes
    nothing back. Nothing else is touched: what was done stays done."""
    mine, _created = LessonPosition.objects.get_or_create(enrolment=enrolment, lesson=lesson)
    LessonPosition.objects.filter(pk=mine.pk).update(read_version=version or mine.read_version)
    if change:
        older = Q(seen_change=None) | Q(seen_change__lt=change)
        LessonPosition.objects.filter(older, pk=mine.pk).update(seen_change=change)
