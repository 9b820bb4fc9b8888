"""A learner's competences at the mentor's desk: how far they are, and the mentor's judgement."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from lms.core.saving.guard import guarded_form

from ..actions.assessing import judge
from ..growth import Growth
from ..judge_form import JudgeForm
from ..models import Competence
from ..practising import practised_activities, title_in
from ..rules import enrolments_judged_by, enrolments_read_by


@never_cache
@login_required
@require_GET
def learner_competences(request: HttpRequest, pk: int) -> HttpResponse:
    enrolment = get_object_or_404(enrolments_read_by(request.user).select_related("learner", "cohort__course"), pk=pk)
    context = {
        "growth": Growth(enrolment, request.user, request.LANGUAGE_CODE),
        "course": title_in(enrolment.cohort.course, request.LANGUAGE_CODE),
        "may_judge": enrolments_judged_by(request.user).filter(pk=pk).exists(),
    }
    return render(request, "competences/desk/learner.html", context)


@guarded_form
@require_http_methods(["GET", "POST"])
def judge_competence(request: HttpRequest, pk: int, competence_id: int) -> HttpResponse:
    enrolment = get_object_or_404(enrolments_judged_by(request.user).select_related("learner", "cohort__course"), pk=pk)
    growth = Growth(enrolment, request.user, request.LANGUAGE_CODE)
    row = growth.row(competence_id)
    if row is None or not row.asked.is_live:
        raise Http404
    competence = Competence.objects.select_related("framework").get(pk=competence_id)
    practised = practised_activities(competence)
    offered = sorted(growth.offered, key=lambda one: one.piece.activity_id not in practised)
    form = JudgeForm(request.POST if request.method == "POST" else None, offered=offered)
    if form.is_valid():
        judge(
            enrolment=enrolment,
            competence=competence,
            by=request.user,
            level=int(form.cleaned_data["level"]),
            sentence=form.cleaned_data["text"],
            evidence=form.pieces(),
        )
        messages.success(request, _("Your judgement is kept. The learner sees it with what it rests on."))
        return redirect(reverse("learner_competences", args=[pk]) + f"#c{competence_id}")
    context = {"growth": growth, "row": row, "form": form, "levels": list(enumerate(row.asked.words.levels, 1)), "practised": practised}
    return render(request, "competences/desk/judge.html", context, status=422 if form.errors else 200)
