"""Appeals and last rounds, open and settled."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from courses.enrolment.models import Cohort
from courses.mentorship.rules import supervises_somewhere

from ..forms import HardCasesForm
from ..hard_cases import hard_cases, shown
from ..rules import hard_cases_seen_by, mentors_before

PER_PAGE = 20


@never_cache
@login_required
@require_GET
def supervision_hard_cases(request: HttpRequest) -> HttpResponse:
    if not supervises_somewhere(request.user):
        raise Http404
    seen = hard_cases_seen_by(request.user)
    cohorts = Cohort.objects.filter(pk__in=seen.values("cohort")).order_by("name", "pk").values_list("pk", "name")
    form = HardCasesForm(request.GET, cohorts=list(cohorts), mentors=[(one.pk, str(one)) for one in mentors_before(seen)])
    found = hard_cases(request.user, form.chosen).order_by(F("settled_at").desc(nulls_first=True), "handed_in_at", "pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "rows": shown(page, request.user), "is_narrow": bool(form.chosen)}
    return render(request, "supervision/hard_cases.html", context)
