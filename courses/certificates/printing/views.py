"""Printing the certificates of a cohort, in the back office: which cohort, how far it is, the file."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from courses.quizzes.views.reports import frame

from ..models import CohortPrint
from ..rules import is_keeper_somewhere
from .actions import KEPT, NothingToPrint, start_print
from .rules import cohorts_printed_by, prints_of, with_issued

PER_PAGE = 50
State = CohortPrint.State


@require_GET
def cohorts(request: HttpRequest) -> HttpResponse:
    if not is_keeper_somewhere(request.user):
        raise PermissionDenied
    found = with_issued(cohorts_printed_by(request.user)).order_by("-pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    return render(request, "certificates/admin/print_cohorts.html", {**_frame(_("Print a cohort")), "page": page})


@never_cache
@require_http_methods(["GET", "POST"])
def cohort(request: HttpRequest, pk: int) -> HttpResponse:
    """What was printed of it in the last days. A POST prints all once more."""
    row = get_object_or_404(cohorts_printed_by(request.user), pk=pk)
    if request.method == "POST":
        try:
            made = start_print(cohort=row, with_backs="with_backs" in request.POST, by=request.user)
        except NothingToPrint:
            messages.error(request, _("No certificate of this cohort is issued yet."))
            return redirect("certificate_print_cohort", row.pk)
        return redirect("certificate_print", made.uid)
    context = {
        **_frame(row.name, (reverse("certificate_print_cohorts"), _("Print a cohort"))),
        "cohort": row,
        "issued": with_issued(cohorts_printed_by(request.user)).filter(pk=pk).values_list("issued", flat=True).first() or 0,
        "prints": prints_of(request.user).filter(cohort=row).exclude(state=State.GONE).select_related("created_by"),
        "days": KEPT.days,
    }
    return render(request, "certificates/admin/print_cohort.html", context)


@never_cache
@require_GET
def cohort_print(request: HttpRequest, uid: str) -> HttpResponse:
    made = _print(request, uid)
    above = [(reverse("certificate_print_cohorts"), _("Print a cohort"))]
    above.append((reverse("certificate_print_cohort", args=[made.cohort_id]), made.cohort.name))
    context = {
        **_frame(_("Certificates: %(cohort)s") % {"cohort": made.cohort.name}, *above),
        "print": made,
        "is_making": made.state == State.MAKING,
        "is_ready": made.state == State.READY,
        "progress": _progress(made),
        "until": made.touched_at + KEPT,
        "missing": made.total - len(made.pages),
    }
    return render(request, "certificates/admin/print.html", context)


@never_cache
@require_GET
def progress(request: HttpRequest, uid: str) -> JsonResponse:
    """For the page's script."""
    made = _print(request, uid)
    return JsonResponse({"state": made.state, "words": _progress(made), "done": made.done, "total": made.total})


@never_cache
@require_GET
def file(request: HttpRequest, uid: str) -> FileResponse:
    made = get_object_or_404(prints_of(request.user).filter(state=State.READY).select_related("cohort"), uid=uid)
    name = slugify(made.cohort.name, allow_unicode=True) or str(made.cohort_id)
    return FileResponse(made.file.open("rb"), as_attachment=True, filename=f"certificates-{name}.pdf")


def _print(request: HttpRequest, uid: str) -> CohortPrint:
    return get_object_or_404(prints_of(request.user).select_related("cohort"), uid=uid)


def _progress(made: CohortPrint) -> str:
    if made.done < made.total:
        return _("%(done)d of %(total)d certificates are in the file.") % {"done": made.done, "total": made.total}
    return _("All %(total)d are drawn; the file is put together.") % {"total": made.total}


def _frame(title: str, *above: tuple[str, str]) -> dict[str, Any]:
    return {**frame(title, (reverse("certificates:index"), _("Certificates")), *above), "header_icon": "success"}
