"""What the learner can say about a review, and what became of what they said."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from courses.enrolment.rules import may_write
from lms.core.log.wording import when_words

from ..models import Iteration, MentorRequest, Report, Review, ReviewRating, ReviewTask, Submission
from . import words

State = Submission.State


def voice_of(submission: Submission, review: Review, iteration: Iteration, *, is_latest: bool) -> dict[str, Any]:
    """`review` is the latest of the round. Three queries."""
    place = [submission.enrolment_id, submission.assignment_id, iteration.number]
    report = Report.objects.filter(review=review).first()
    appealed = appeal_of(iteration)
    can_rate = submission.state != State.CLOSED and may_write(submission.enrolment)
    can_appeal = is_latest and may_appeal(submission, appealed)
    return {
        "rating": ReviewRating.objects.filter(review=review).first(),
        "rate_url": reverse("rate_review", args=place) if can_rate else "",
        "appeal_url": reverse("appeal_review", args=place) if can_appeal else "",
        "appealed": _appealed_words(appealed),
        "report_url": "" if report else reverse("report_review", args=place),
        "reported": _reported_words(report),
        "report_answer": report.answer if report and report.settled_at else "",
    }


def appeal_of(iteration: Iteration) -> ReviewTask | None:
    return ReviewTask.objects.filter(iteration=iteration, reason=ReviewTask.Reason.APPEAL).first()


def may_appeal(submission: Submission, appealed: ReviewTask | None) -> bool:
    """Once for each round, while it is answered and not finished."""
    return appealed is None and submission.state in (State.RETURNED, State.ACCEPTED) and may_write(submission.enrolment)


def asked_words(asked: MentorRequest | None) -> str:
    if asked is None:
        return ""
    when = {"when": when_words(asked.at)}
    if asked.settled_at is None:
        return _("You asked for another mentor %(when)s. A coordinator decides, and you will see the answer here.") % when
    return _("You asked for another mentor %(when)s. It was decided %(settled)s.") % {**when, "settled": when_words(asked.settled_at)}


def _appealed_words(task: ReviewTask | None) -> str:
    if task is None:
        return ""
    when = {"when": when_words(task.handed_in_at)}
    if task.settled_at:
        return _("You asked for a second look, and it was answered %(when)s.") % {"when": when_words(task.settled_at)}
    if task.promised_on is None:
        return _("You asked for a second look %(when)s. A supervisor reads the same round again.") % when
    day = {"day": words.day_words(task.promised_on)}
    return _("You asked for a second look %(when)s. A supervisor reads the same round again and answers by %(day)s.") % {**when, **day}


def _reported_words(report: Report | None) -> str:
    if report is None:
        return ""
    when = {"when": when_words(report.at)}
    if report.settled_at is None:
        return _("You reported this answer %(when)s. Supervisors and coordinators see what you wrote, the mentor does not.") % when
    return _("You reported this answer %(when)s. It was looked into %(settled)s.") % {**when, "settled": when_words(report.settled_at)}
