"""How far cohorts have come, in the back office."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from courses.enrolment.models import Cohort
from lms.core.spreadsheet import CSV, as_csv, download

from ..asked import courses_with_competences
from ..change import COUNTED, as_table, change_in
from ..practising import title_in
from ..rules import cohorts_watched_by, enrolments_read_by, watches_somewhere
from .frame import frame


@never_cache
@require_GET
def cohorts(request: HttpRequest) -> HttpResponse:
    """Those whose courses ask competences."""
    if not watches_somewhere(request.user):
        raise PermissionDenied
    found = list(cohorts_watched_by(request.user).select_related("course").order_by("name", "pk"))
    asking = courses_with_competences({one.course_id for one in found})
    rows = [{"cohort": one, "course": title_in(one.course, request.LANGUAGE_CODE)} for one in found if one.course_id in asking]
    return render(request, "competences/admin/cohorts.html", {**frame(_("How far learners have come")), "rows": rows})


@never_cache
@require_GET
def cohort(request: HttpRequest, pk: int) -> HttpResponse:
    row = _cohort(request, pk)
    learners = enrolments_read_by(request.user).filter(cohort=row, state__in=COUNTED).select_related("learner")
    context = {
        **frame(row.name, (reverse("competence_cohorts"), _("How far learners have come"))),
        "cohort": row,
        "course": title_in(row.course, request.LANGUAGE_CODE),
        "changes": change_in(row, request.LANGUAGE_CODE),
        "learners": learners.order_by("learner__name", "pk"),
    }
    return render(request, "competences/admin/cohort.html", context)


@never_cache
@require_GET
def cohort_file(request: HttpRequest, pk: int) -> HttpResponse:
    row = _cohort(request, pk)
    name = _("%(cohort)s, competences.csv") % {"cohort": row.name}
    return download(as_csv(as_table(change_in(row, request.LANGUAGE_CODE))), name, CSV)


def _cohort(request: HttpRequest, pk: int) -> Cohort:
    return get_object_or_404(cohorts_watched_by(request.user).select_related("course"), pk=pk)
