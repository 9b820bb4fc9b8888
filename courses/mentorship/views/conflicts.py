"""Conflicts of interest between mentors and learners of a cohort that the person keeps."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ..actions.barring import bar, lift_bar
from ..office_forms import BarForm, LiftForm
from ..office_rules import bar_events_kept_by, bars_kept_by
from .frame import frame, pairing_above
from .pairing import cohort_of

MOST_EVENTS = 50


@never_cache
@require_http_methods(["GET", "POST"])
def conflicts(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """Those there are, what was noted and lifted, and a form for a new one."""
    cohort = cohort_of(request, cohort_id)
    form = BarForm(request.POST if request.method == "POST" else None, cohort=cohort, by=request.user)
    if form.is_valid():
        bar(by=request.user, **form.cleaned_data)
        words = {"mentor": form.cleaned_data["mentor"], "learner": form.cleaned_data["learner"]}
        messages.success(request, _("%(mentor)s does not read the work of %(learner)s from now on.") % words)
        return HttpResponseRedirect(reverse("conflicts", args=[cohort.pk]))
    people = ("mentor", "learner", "by")
    context = {
        **frame(_("Conflicts of interest"), pairing_above(), (reverse("pairing", args=[cohort.pk]), cohort.name), icon="warning"),
        "cohort": cohort,
        "form": form,
        "bars": bars_kept_by(request.user, cohort).select_related(*people).order_by("mentor__name", "learner__name", "pk"),
        "events": bar_events_kept_by(request.user, cohort).select_related(*people)[:MOST_EVENTS],
    }
    return render(request, "mentorship/admin/conflicts.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def lift_conflict(request: HttpRequest, cohort_id: int, pk: int) -> HttpResponse:
    """It is over: with a reason."""
    cohort = cohort_of(request, cohort_id)
    row = get_object_or_404(bars_kept_by(request.user, cohort).select_related("mentor", "learner"), pk=pk)
    form = LiftForm(request.POST if request.method == "POST" else None)
    here = reverse("conflicts", args=[cohort.pk])
    if form.is_valid():
        lift_bar(row=row, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("%(mentor)s may read the work of %(learner)s again.") % {"mentor": row.mentor, "learner": row.learner})
        return HttpResponseRedirect(here)
    above = (pairing_above(), (reverse("pairing", args=[cohort.pk]), cohort.name), (here, _("Conflicts of interest")))
    context = {**frame(_("No conflict any more"), *above, icon="warning"), "row": row, "form": form, "here": here}
    return render(request, "mentorship/admin/lift_conflict.html", context, status=422 if form.errors else 200)
