"""The letters with which coordinators and supervisors answer: a request for another mentor, a report about a review."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from lms.core.links import absolute
from lms.notifications.actions import post_letter
from lms.notifications.kinds import LetterKind, Seen
from lms.notifications.models import Letter

from .letters import link_to
from .models import MentorRequest, Pairing, Report, Submission

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
    return {"mentor": str(new.mentor) if new else "", "answer": request.answer, **_place(request)}


def _place(request: MentorRequest) -> dict[str, Any]:
    """The page on which the learner asked: the assignment they were last at."""
    submission = Submission.objects.filter(enrolment=request.enrolment_id).order_by("-pk").first()
    if submission is None:
        return {"link": absolute(reverse("my_learning"))}
    return {"link": link_to("assignment", submission) + "#mentor", "leads_to_assignment": True}


def _report_context(letter: Letter) -> dict[str, Any]:
    report = Report.objects.select_related("review__task__iteration__version", "review__task__submission").get(
        pk=letter.context["report"], review__task__learner=letter.person
    )
    task = report.review.task
    return {
        "assignment": task.iteration.version.title,
        "answer": report.answer,
        "link": link_to("assignment_round", task.submission, task.iteration.number) + "#say",
    }


KINDS = [
    LetterKind(
        key=REQUEST,
        label=gettext_lazy("Whether you get another mentor"),
        context=_request_context,
        seen=Seen.PAGE,
        variables={"mentor": gettext_lazy("The name of the new mentor, if there is one")},
    ),
    LetterKind(
        key=REPORT,
        label=gettext_lazy("What was done about your report"),
        context=_report_context,
        seen=Seen.PAGE,
        variables={"assignment": gettext_lazy("The title of the assignment")},
    ),
]
