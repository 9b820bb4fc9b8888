"""What the learner says about a review: whether it helped, a second look, a report; and asking for another mentor."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from lms.core.saving.guard import guarded, refuse
from lms.core.saving.sent import NotAccepted

from ..actions import answering
from ..learner.history import round_words
from ..learner.place import place_of, wording_of
from ..learner.voice import appeal_of, may_appeal
from ..models import Iteration, MentorRequest, Pairing, Report, Review, Submission
from ..rules import Refused
from .mine import my_front, my_round, my_submission


@guarded()
@require_POST
def rate_review(request: HttpRequest, enrolment_id: int, activity_id: int, number: int) -> HttpResponse:
    submission, _iteration, review = _latest_review(request, enrolment_id, activity_id, number)
    chosen = request.POST.get("helpful", "")
    if chosen not in ("yes", "no"):
        told = _("Choose first whether the answer helped you.")
        if request.POST.get("text", "").strip():
            return refuse(request, 422, "not_accepted", told)  # which gives the words back
        messages.warning(request, told)
        return _to_voice(enrolment_id, activity_id, number)
    review.task.submission = submission
    try:
        answering.rate(review=review, is_helpful=chosen == "yes", why=request.POST.get("text", "").strip())
    except NotAccepted as refusal:
        return refuse(request, 422, "not_accepted", refusal.message)
    except Refused as refusal:
        return refuse(request, 409, refusal.reason, str(refusal))
    messages.success(request, _("Thank you. You can change what you said until this work is finished."))
    return _to_voice(enrolment_id, activity_id, number)


@csrf_exempt  # the guard of the form asks for the token itself, and gives words back where it does not fit
@require_http_methods(["GET", "POST"])
def appeal_review(request: HttpRequest, enrolment_id: int, activity_id: int, number: int) -> HttpResponse:
    return (
        _appeal(request, enrolment_id, activity_id, number)
        if request.method == "POST"
        else _ask_appeal(request, enrolment_id, activity_id, number)
    )


@never_cache
@login_required
def _ask_appeal(request: HttpRequest, enrolment_id: int, activity_id: int, number: int) -> HttpResponse:
    submission, iteration, _review = _latest_review(request, enrolment_id, activity_id, number)
    if not may_appeal(submission, appeal_of(iteration)):
        return _to_voice(enrolment_id, activity_id, number)
    return render(request, "mentorship/appeal.html", _about(submission, iteration))


@guarded()
def _appeal(request: HttpRequest, enrolment_id: int, activity_id: int, number: int) -> HttpResponse:
    """A supervisor reads the same round again. Said twice it is said once."""
    submission, iteration, review = _latest_review(request, enrolment_id, activity_id, number)
    why = request.POST.get("text", "").strip()
    if not why:
        return render(request, "mentorship/appeal.html", _about(submission, iteration) | {"is_empty": True}, status=422)
    try:
        answering.appeal(review=review, why=why)
    except NotAccepted as refusal:
        return refuse(request, 422, "not_accepted", refusal.message)
    except Refused as refusal:
        return refuse(request, 409, refusal.reason, str(refusal))
    messages.success(request, _("A supervisor will read it. You will get a letter with the answer."))
    return _to_voice(enrolment_id, activity_id, number)


@csrf_exempt  # the same
@require_http_methods(["GET", "POST"])
def report_review(request: HttpRequest, enrolment_id: int, activity_id: int, number: int) -> HttpResponse:
    return (
        _report(request, enrolment_id, activity_id, number)
        if request.method == "POST"
        else _ask_report(request, enrolment_id, activity_id, number)
    )


@never_cache
@login_required
def _ask_report(request: HttpRequest, enrolment_id: int, activity_id: int, number: int) -> HttpResponse:
    submission, iteration, review = _latest_review(request, enrolment_id, activity_id, number)
    if Report.objects.filter(review__task__learner=request.user, review=review).exists():
        return _to_voice(enrolment_id, activity_id, number)
    return render(request, "mentorship/report.html", _about(submission, iteration))


@guarded()
def _report(request: HttpRequest, enrolment_id: int, activity_id: int, number: int) -> HttpResponse:
    submission, iteration, review = _latest_review(request, enrolment_id, activity_id, number)
    text = request.POST.get("text", "").strip()
    if not text:
        return render(request, "mentorship/report.html", _about(submission, iteration) | {"is_empty": True}, status=422)
    try:
        answering.report(review=review, text=text)
    except NotAccepted as refusal:
        return refuse(request, 422, "not_accepted", refusal.message)
    messages.success(request, _("Your report is with the supervisors and coordinators of your group. The mentor does not see it."))
    return _to_voice(enrolment_id, activity_id, number)


@csrf_exempt  # the same
@require_http_methods(["GET", "POST"])
def ask_for_another_mentor(request: HttpRequest, enrolment_id: int, activity_id: int) -> HttpResponse:
    answer = _ask if request.method == "POST" else _ask_first
    return answer(request, enrolment_id, activity_id)


@never_cache
@login_required
def _ask_first(request: HttpRequest, enrolment_id: int, activity_id: int) -> HttpResponse:
    front = my_front(request, enrolment_id, activity_id)
    if not _may_ask(request, enrolment_id):
        return redirect("assignment", enrolment_id, activity_id)
    return render(request, "mentorship/another_mentor.html", front.head())


@guarded()
def _ask(request: HttpRequest, enrolment_id: int, activity_id: int) -> HttpResponse:
    """One open request at a time; the reason may stay unsaid."""
    front = my_front(request, enrolment_id, activity_id)
    try:
        if _may_ask(request, enrolment_id):
            answering.ask_for_another_mentor(submission=front.submission, reason=request.POST.get("text", "").strip())
    except NotAccepted as refusal:
        return refuse(request, 422, "not_accepted", refusal.message)
    messages.success(request, _("You have asked for another mentor. A coordinator decides; until then everything goes on as it is."))
    return redirect(reverse("assignment", args=[enrolment_id, activity_id]) + "#mentor")


def _may_ask(request: HttpRequest, enrolment_id: int) -> bool:
    """Who has a mentor, and is not waiting for another already."""
    has_mentor = Pairing.objects.current().filter(enrolment__learner=request.user, enrolment=enrolment_id).exists()
    waits = MentorRequest.objects.filter(enrolment__learner=request.user, enrolment=enrolment_id, settled_at=None).exists()
    return has_mentor and not waits


def _latest_review(request: HttpRequest, enrolment_id: int, activity_id: int, number: int) -> tuple[Submission, Iteration, Review]:
    submission = my_submission(request, enrolment_id, activity_id)
    iteration = my_round(request, submission, number)
    sent = (
        Review.objects.sent()
        .filter(task__learner=request.user, task__iteration=iteration)
        .select_related("task__iteration", "task__submission")
    )
    review = sent.order_by("-sent_at").first()
    if review is None:
        raise Http404
    return submission, iteration, review


def _about(submission: Submission, iteration: Iteration) -> dict[str, Any]:
    wording = wording_of(submission.enrolment, submission.assignment) or iteration.version
    place = place_of(submission.enrolment, submission.assignment)
    return {
        "place": place,
        "assignment": {"title": wording.title, "language": wording.language},
        "round": round_words(iteration),
        "round_url": reverse("assignment_round", args=[submission.enrolment_id, submission.assignment_id, iteration.number]),
    }


def _to_voice(enrolment_id: int, activity_id: int, number: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("assignment_round", args=[enrolment_id, activity_id, number]) + "#say")
