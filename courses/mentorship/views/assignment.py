from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from lms.notifications.inbox import see_kinds

from ..actions import handing_in
from ..answer_letters import REQUEST
from ..learner.check import check_context
from ..learner.receipt import receipt_context
from ..letters import LATE
from ..letters_told import is_told_by_assignment
from ..models import Iteration
from ..rules import Refused
from .mine import my_front, my_submission


@never_cache
@login_required
@require_GET
def assignment(request: HttpRequest, enrolment_id: int, activity_id: int) -> HttpResponse:
    """What is asked, what is there to hand in, how it stands."""
    front = my_front(request, enrolment_id, activity_id)
    response = render(request, "mentorship/assignment.html", front.context(request))
    see_kinds(person=front.enrolment.learner, keys={LATE, REQUEST}, about=lambda letter: is_told_by_assignment(letter, front.submission))
    return response


@never_cache
@require_http_methods(["GET", "POST"])
def hand_in_assignment(request: HttpRequest, enrolment_id: int, activity_id: int) -> HttpResponse:
    """What is still empty, said before it is handed in. Said twice it is said once."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    front = my_front(request, enrolment_id, activity_id)
    if request.method == "GET":
        if not front.can_write:
            return redirect("assignment", enrolment_id, activity_id)
        return render(request, "mentorship/check.html", check_context(front))
    try:
        with transaction.atomic():  # what is refused leaves nothing begun behind
            submission = handing_in.submission_of(enrolment=front.enrolment, assignment=front.assignment)
            iteration = handing_in.hand_in(submission=submission, language=get_language() or "")
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("assignment", enrolment_id, activity_id)
    return redirect("assignment_receipt", enrolment_id, activity_id, iteration.number)


@never_cache
@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, enrolment_id: int, activity_id: int) -> HttpResponse:
    """Only what nobody has opened; asked once more before it is done."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    if request.method == "GET":
        context = my_front(request, enrolment_id, activity_id).context(request)
        if not (context["receipt"] and context["receipt"]["take_back_url"]):
            return redirect("assignment", enrolment_id, activity_id)
        return render(request, "mentorship/take_back.html", context)
    try:
        handing_in.take_back(submission=my_submission(request, enrolment_id, activity_id))
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("You have taken it back. Everything is as you left it; hand it in when you like."))
    return redirect("assignment", enrolment_id, activity_id)


@never_cache
@login_required
@require_GET
def receipt(request: HttpRequest, enrolment_id: int, activity_id: int, number: int) -> HttpResponse:
    """What was handed in, when and under which code: to keep or to print. One that was taken back says so."""
    submission = my_submission(request, enrolment_id, activity_id)
    rounds = Iteration.objects.filter(submission__enrolment__learner=request.user, submission=submission).select_related("version")
    return render(request, "mentorship/receipt.html", receipt_context(submission, get_object_or_404(rounds, number=number)))
