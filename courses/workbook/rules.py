"""Who may write, and what may be kept to oneself."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import Activity
from courses.enrolment.models import Enrolment
from courses.enrolment.rules import may_write


class Refusal(models.TextChoices):
    """Why an answer is not taken, in words for the learner."""

    NOT_STUDYING = "not_studying", _("You are not studying in this group now, so the answer was not saved. What you wrote before is kept.")
    RETIRED = (
        "retired",
        _("This exercise is no longer part of the lesson, so the answer was not saved. What you wrote before is in its history."),
    )


def why_not_write(enrolment: Enrolment, activity: Activity) -> Refusal | None:
    if not may_write(enrolment):
        return Refusal.NOT_STUDYING
    if activity.retired_at is not None:
        return Refusal.RETIRED
    return None


def may_choose_privacy(activity: Activity) -> bool:
    """What the editor made private stays so. Anything else the learner may keep to themselves."""
    return not activity.is_private
