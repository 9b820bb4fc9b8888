"""Requests for another mentor and reports about reviews: what waits for an answer, and answering."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from ..actions.requests import settle_report, settle_request
from ..kept_back import page_instead
from ..models import Comment
from ..office_forms import AnswerForm
from ..office_rules import reports_seen_by, requests_answered_by
from ..rules import enrolments_paired_by, watches_somewhere
from .frame import frame

PER_PAGE = 50


@never_cache
@require_GET
def mentor_requests(request: HttpRequest) -> HttpResponse:
    """Requests and reports: those that wait first."""
    if not watches_somewhere(request.user):
        raise PermissionDenied
    waits_first = (F("settled_at").desc(nulls_first=True), "at", "pk")
    asked = requests_answered_by(request.user).select_related("enrolment__learner", "enrolment__cohort", "mentor", "settled_by")
    reports = reports_seen_by(request.user).select_related(
        "review__task__learner", "review__task__cohort", "review__reviewer", "settled_by"
    )
    context = {
        **frame(_("Requests and reports"), icon="mail"),
        "asked": Paginator(asked.order_by(*waits_first), PER_PAGE).get_page(request.GET.get("asked")),
        "reports": Paginator(reports.order_by(*waits_first), PER_PAGE).get_page(request.GET.get("reports")),
    }
    return render(request, "mentorship/admin/requests.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def mentor_request(request: HttpRequest, pk: int) -> HttpResponse:
    """Answered with words here, or by pairing anew on the learner's page."""
    around = ("enrolment__learner", "enrolment__cohort", "mentor", "settled_by")
    asked = get_object_or_404(requests_answered_by(request.user).select_related(*around), pk=pk)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _said(request, settle_request(request=asked, by=request.user, answer=form.cleaned_data["answer"]))
    context = {
        **frame(str(asked.enrolment.learner), (reverse("mentor_requests"), _("Requests and reports")), icon="mail"),
        "asked": asked,
        "form": form,
        "pairing": asked.enrolment.pairings.current().select_related("mentor").first(),
        "may_pair": enrolments_paired_by(request.user).filter(pk=asked.enrolment_id).exists(),
    }
    return render(request, "mentorship/admin/request.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def review_report(request: HttpRequest, pk: int) -> HttpResponse:
    """What the learner says of a review, beside the review; the answer goes to the learner alone."""
    around = ("review__task__learner", "review__task__cohort", "review__task__iteration__version", "review__reviewer", "settled_by")
    report = get_object_or_404(reports_seen_by(request.user).select_related(*around), pk=pk)
    if instead := page_instead(request.user, report.review.task.submission_id):
        return HttpResponseRedirect(instead)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _said(request, settle_report(report=report, by=request.user, answer=form.cleaned_data["answer"]))
    context = {
        **frame(str(report.review.task.learner), (reverse("mentor_requests"), _("Requests and reports")), icon="warning"),
        "report": report,
        "form": form,
        "comments": report.review.comments.exclude(state=Comment.State.DRAFT),
    }
    return render(request, "mentorship/admin/report.html", context, status=422 if form.errors else 200)


def _said(request: HttpRequest, is_mine: bool) -> HttpResponse:
    if is_mine:
        messages.success(request, _("Your answer is on its way to the learner."))
    else:
        messages.warning(request, _("Somebody else has answered meanwhile. Yours was not sent."))
    return HttpResponseRedirect(reverse("mentor_requests"))
