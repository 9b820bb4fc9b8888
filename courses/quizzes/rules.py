"""Who may, and why not. Sentences are for the learner."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.enrolment.dates import at_in_words
from courses.enrolment.models import Cohort, Enrolment
from courses.enrolment.rules import may_write


class Refusal(models.TextChoices):
    """Why an attempt does not begin."""

    NOT_STUDYING = (
        "not_studying",
        gettext_lazy("You are not studying in this group now, so you cannot begin an attempt. Earlier ones stay readable."),
    )
    RETIRED = "retired", gettext_lazy("This quiz is no longer part of the lesson. Earlier attempts stay readable.")
    EMPTY = "empty", gettext_lazy("There are no questions in this quiz yet. Come back later.")
    NOT_OPEN = "not_open", gettext_lazy("This quiz is not open yet.")
    WAIT = "wait", gettext_lazy("You can begin the next attempt a little later.")


class AttemptRefused(Exception):
    """No attempt was begun. Carries the reason; `message` is to be shown as it is. `until`: when it will be possible."""

    def __init__(self, reason: Refusal, *, until: datetime | None = None, cohort: Cohort | None = None):
        super().__init__(reason.label)
        self.reason = reason
        self.until = until
        self.message = refusal_words(reason, until, cohort)


def refusal_words(reason: Refusal, until: datetime | None = None, cohort: Cohort | None = None) -> str:
    if until and cohort and reason == Refusal.NOT_OPEN:
        return _("This quiz opens on %(when)s.") % {"when": at_in_words(until, cohort)}
    if until and cohort and reason == Refusal.WAIT:
        return _("You can begin the next attempt on %(when)s.") % {"when": at_in_words(until, cohort)}
    return str(reason.label)


class NotSaved(models.TextChoices):
    """Why an answer is not taken, for good: sending it again does not help."""

    NOT_STUDYING = (
        "not_studying",
        gettext_lazy("You are not studying in this group now, so the answer was not saved. What you wrote stays on this device."),
    )
    HANDED_IN = (
        "handed_in",
        gettext_lazy("This attempt has been handed in already, so the answer was not changed. What you wrote stays on this device."),
    )
    CHECKED = (
        "checked",
        gettext_lazy("This answer has been checked and can no longer be changed. What you wrote stays on this device."),
    )
    PAGE_LEFT = (
        "page_left",
        gettext_lazy("You have left this page for good, so the answer was not changed. What you wrote stays on this device."),
    )
    NOTHING_TO_ANSWER = "nothing", gettext_lazy("There is nothing to answer here.")
    FILE_UNKNOWN = "file_unknown", gettext_lazy("A file of this answer is no longer there. Load the page again and add the file once more.")


class AnswerRefused(Exception):
    """For good: sending the same again will not help. Carries the reason, to be shown as it is."""

    def __init__(self, reason: NotSaved):
        super().__init__(reason.label)
        self.reason = reason


def why_not_begin(enrolment: Enrolment, *, is_retired: bool) -> Refusal | None:
    """What needs no look at dates and earlier attempts."""
    if not may_write(enrolment):
        return Refusal.NOT_STUDYING
    if is_retired:
        return Refusal.RETIRED
    return None
