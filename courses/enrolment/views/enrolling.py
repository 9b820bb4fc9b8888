from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.catalogue.outline import outline
from lms.core.rate_limits import allow

from ..actions import enrol as enrol_action
from ..actions import find_by_code, withdraw
from ..forms import JoinForm
from ..models import Cohort, Enrolment
from ..rules import EnrolmentRefused, Refusal

STATUS = {Refusal.WRONG_CODE: 404, Refusal.NEEDS_CODE: 403, Refusal.REMOVED: 403}
JOIN_TRIES = "20/h"


@login_required
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """Enrol in an open group: a question first, because links travel."""
    cohort = get_object_or_404(Cohort.objects.select_related("course"), pk=cohort_id)
    context = {"cohort": cohort, "course": outline(cohort.course, get_language())}
    if request.method == "POST":
        try:
            return _enrolled(request, enrol_action(learner=request.user, cohort=cohort))
        except EnrolmentRefused as refused:
            context["refusal"] = refused.message
            return render(request, "enrolment/enrol.html", context, status=STATUS.get(refused.reason, 409))
    return render(request, "enrolment/enrol.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Enrol by the code printed in the workbook. The code may come in the address, from a link or a QR code."""
    if request.method == "GET":
        return render(request, "enrolment/join.html", {"form": JoinForm(initial={"code": request.GET.get("code", "")[:32]})})
    form = JoinForm(request.POST)
    if not form.is_valid():
        return render(request, "enrolment/join.html", {"form": form}, status=422)
    if not allow(request, "join_code", JOIN_TRIES):
        form.add_error("code", _("Too many tries. Wait an hour, or ask your coordinator to enrol you."))
        return render(request, "enrolment/join.html", {"form": form}, status=429)
    try:
        return _enrolled(request, enrol_action(learner=request.user, cohort=find_by_code(form.cleaned_data["code"]), has_code=True))
    except EnrolmentRefused as refused:
        form.add_error("code", refused.message)
        return render(request, "enrolment/join.html", {"form": form}, status=STATUS.get(refused.reason, 409))


def _enrolled(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    course = outline(enrolment.cohort.course, get_language())
    messages.success(request, _("You are enrolled in “%(course)s”.") % {"course": course.title})
    return redirect("my_learning")


@login_required
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """Leave a group after being asked; what was written is kept."""
    enrolment = get_object_or_404(Enrolment.objects.of(request.user).studying().select_related("cohort__course"), pk=enrolment_id)
    course = outline(enrolment.cohort.course, get_language())
    if request.method == "POST":
        withdraw(enrolment=enrolment, by=request.user)
        messages.success(request, _("You have left “%(course)s”. Your answers are kept; you can come back.") % {"course": course.title})
        return redirect("my_learning")
    return render(request, "enrolment/leave.html", {"enrolment": enrolment, "course": course})
