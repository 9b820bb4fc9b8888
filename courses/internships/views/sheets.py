"""A sheet for the host: printed with a code, signed on paper, typed back in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from lms.core import codes
from lms.core.rate_limits import allow, too_many_tries

from ..actions.closing import Host
from ..actions.hosting import confirm_sheet, make_sheet
from ..forms import SignedSheetForm
from ..models import HostSheet
from ..rules import Refused, answers_somewhere, participations_answered_by
from ..sheet_pdf import render_sheet
from ..words import dates_words
from .mine import my_participation

TRIES = "20/h"


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, enrolment_id: int, pk: int) -> HttpResponse:
    """The learner's sheets: make one of what waits, print it, and type in what came back."""
    participation = my_participation(request, enrolment_id, pk)
    form = None
    if request.method == "POST" and "make" in request.POST:
        try:
            make_sheet(participation=participation, by=request.user)
        except Refused:
            messages.warning(request, _("Nothing waits for an answer, so there is nothing to sign."))
        return redirect("practice_sheet", enrolment_id, pk)
    if request.method == "POST":
        if not allow(request, "practice_sheet", TRIES):
            return too_many_tries(request)
        form = SignedSheetForm(request.POST, request.FILES, needs_photo=True)
        sheets = HostSheet.objects.of(request.user).filter(participation=participation)
        if form.is_valid() and _confirmed(request, form, sheets):
            return redirect("practice", enrolment_id)
    made = list(HostSheet.objects.of(request.user).filter(participation=participation).select_related("closing").prefetch_related("lines"))
    context = {
        "participation": participation,
        "placement": participation.placement,
        "dates": dates_words(participation.placement),
        "sheets": [{"sheet": one, "code": codes.shown(one.code), "count": len(one.lines.all())} for one in made],
        "has_waiting": participation.entries.submitted().exists(),
        "form": form or SignedSheetForm(needs_photo=True),
    }
    return render(request, "internships/sheet.html", context, status=422 if form and form.errors else 200)


@never_cache
@login_required
@require_GET
def sheet_pdf(request: HttpRequest, enrolment_id: int, pk: int, code: str) -> HttpResponse:
    participation = my_participation(request, enrolment_id, pk)
    made = get_object_or_404(HostSheet.objects.of(request.user).filter(participation=participation), code=codes.tidied(code))
    response = HttpResponse(render_sheet(made, request.LANGUAGE_CODE), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="sheet-{made.code}.pdf"'
    return response


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def signed_sheet(request: HttpRequest) -> HttpResponse:
    """A mentor types what the host signed."""
    if not answers_somewhere(request.user):
        raise Http404
    form = SignedSheetForm(
        request.POST if request.method == "POST" else None, request.FILES if request.method == "POST" else None, needs_photo=False
    )
    if request.method == "POST":
        if not allow(request, "practice_sheet", TRIES):
            return too_many_tries(request)
        sheets = HostSheet.objects.filter(participation__in=participations_answered_by(request.user))
        if form.is_valid() and _confirmed(request, form, sheets):
            return redirect("mentor_practice")
    return render(request, "internships/desk/signed_sheet.html", {"form": form}, status=422 if form.errors else 200)


def _confirmed(request: HttpRequest, form: SignedSheetForm, sheets) -> bool:
    """Whether it was taken; the form says what was wrong."""
    typed = form.cleaned_data
    found = sheets.select_related("participation__enrolment").filter(code=typed["code"]).first()
    if found is None:
        form.add_error("code", _("There is no such sheet here. Look at the code again."))
        return False
    try:
        closing = confirm_sheet(sheet=found, host=Host(typed["name"], typed["role"]), by=request.user, photo=typed["photo"])
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    count = closing.links.count()
    messages.success(request, ngettext("%(count)d entry is confirmed.", "%(count)d entries are confirmed.", count) % {"count": count})
    left = found.lines.count() - count
    if left:
        words = ngettext(
            "%(count)d entry has changed since the sheet was printed, so it is not among them.",
            "%(count)d entries have changed since the sheet was printed, so they are not among them.",
            left,
        )
        messages.warning(request, words % {"count": left})
    return True
