"""A learner's own pages: how far they are, and what they say of themselves."""

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import time_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from courses.enrolment.models import Enrolment
from lms.core.saving.guard import guarded_form
from lms.core.saving.sent import wants_json

from ..actions.assessing import assess
from ..assess_form import LATER, AssessForm
from ..growth import Growth
from ..models import Moment
from ..rules import Refused, why_not_assess


@login_required
@require_GET
def growth(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    found = _mine(request, enrolment_id)
    context = {
        "growth": found,
        "may_before": why_not_assess(found.enrolment, Moment.BEFORE) is None,
        "may_after": why_not_assess(found.enrolment, Moment.AFTER) is None,
    }
    return render(request, "competences/growth.html", context)


@guarded_form
@require_http_methods(["GET", "POST"])
def before(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    return _assess(request, enrolment_id, (Moment.BEFORE,))


@guarded_form
@require_http_methods(["GET", "POST"])
def after(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    return _assess(request, enrolment_id, LATER)


def _assess(request: HttpRequest, enrolment_id: int, moments: Sequence[Moment]) -> HttpResponse:
    """A script sends each choice as it is made; without one the button sends them all."""
    found = _mine(request, enrolment_id)
    asked = [one for one in found.asked if one.is_live]
    if not asked:
        raise Http404
    form = AssessForm(request.POST if request.method == "POST" else None, asked=asked, moments=moments, levels=found.levels)
    refusal = why_not_assess(found.enrolment, moments[0])
    if request.method == "POST" and refusal is None and form.is_valid():
        try:
            assess(enrolment=found.enrolment, levels=form.chosen())
        except Refused as refused:
            refusal = refused.reason
        else:
            return _saved(request, enrolment_id)
    if refusal and request.method == "GET":
        messages.info(request, refusal.label)
        return redirect("growth", enrolment_id)
    status = 409 if refusal else 422 if form.errors else 200
    if request.method == "POST" and wants_json(request):
        return JsonResponse({"message": refusal.label if refusal else _("Choose one of the five levels.")}, status=status)
    context = {
        "growth": found,
        "form": form,
        "refusal": refusal,
        "is_before": moments[0] == Moment.BEFORE,
        "closes_before": moments[0] != Moment.BEFORE and found.has_begun and not found.has_looked_back,
    }
    return render(request, "competences/assess.html", context, status=status)


def _saved(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"state": _("Saved %(when)s") % {"when": time_format(localtime(now()), "TIME_FORMAT")}})
    messages.success(request, _("Saved."))
    return redirect("growth", enrolment_id)


def _mine(request: HttpRequest, enrolment_id: int) -> Growth:
    enrolment = get_object_or_404(Enrolment.objects.of(request.user).select_related("cohort__course", "learner"), pk=enrolment_id)
    found = Growth(enrolment, request.user, request.LANGUAGE_CODE)
    if not found.asked:
        raise Http404
    return found
