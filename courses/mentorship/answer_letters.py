"""The letters with which coordinators and supervisors answer: a request for another mentor, a report about a review."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from lms.core.links import absolute
from lms.notifications.actions import post_letter
from lms.notifications.kinds import LetterKind
from lms.notifications.models import Letter

from .models import MentorRequest, Pairing, Report

REQUEST, REPORT = "mentor_request_answered", "report_answered"


def post_request_answer(request: MentorRequest) -> Letter:
    return post_letter(kind=REQUEST, person=request.enrolment.learner, subject_key=str(request.pk), context={"request": request.pk})


def post_report_answer(report: Report) -> Letter:
    return post_letter(kind=REPORT, person=report.review.task.learner, subject_key=str(report.pk), context={"report": report.pk})


def _request_context(letter: Letter) -> dict[str, Any]:
    """The mentor is named if it is another one."""
    request = MentorRequest.objects.get(pk=letter.context["request"], enrolment__learner=letter.person)
    pairing = Pairing.objects.current().filter(enrolment=request.enrolment_id).exclude(mentor=request.mentor_id)
    new = pairing.select_related("mentor").first()
    return {"mentor": str(new.mentor) if new else "", "answer": request.answer, "link": absolute(reverse("my_learning"))}


def _report_context(letter: Letter) -> dict[str, Any]:
    report = Report.objects.select_related("review__task__iteration__version").get(
        pk=letter.context["report"], review__task__learner=letter.person
    )
    return {
        "assignment": report.review.task.iteration.version.title,
        "answer": report.answer,
        "link": absolute(reverse("my_learning")),
    }


KINDS = [
    LetterKind(key=REQUEST, label=gettext_lazy("Whether you get another mentor"), context=_request_context),
    LetterKind(key=REPORT, label=gettext_lazy("What was done about your report"), context=_report_context),
]
