from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.models import Page

from cms.translations.drafts import as_it_would_be

from .actions import override, withdraw
from .findings import Finding
from .forms import OverrideForm
from .linting import Looked, is_looked_through, look_through
from .models import Override
from .places import places_of


@dataclass(frozen=True)
class Shown:
    """A finding as a page of findings has it; `url` leads to where it is mended."""

    finding: Finding
    override: Override | None
    url: str


def _draft(request: HttpRequest, page_id: int) -> Page:
    """The newest draft of a page that the person may edit; of a translation with the texts in work."""
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise Http404
    return as_it_would_be(page)


@require_GET
def findings(request: HttpRequest, page_id: int) -> HttpResponse:
    """Everything that was found, with what was decided about it."""
    draft = _draft(request, page_id)
    looked = look_through(draft) if is_looked_through(draft) else []
    kept = Override.objects.of_page(draft).exclude(withdrawn_at=None).select_related("by", "withdrawn_by")
    context = {**_context(draft, looked), "withdrawn": kept[:50], "form": OverrideForm()}
    return render(request, "proofreading/findings.html", context)


@require_GET
def beside(request: HttpRequest, page_id: int) -> HttpResponse:
    """The same as a piece of HTML for the editor, which puts each finding beside its field."""
    draft = _draft(request, page_id)
    looked = look_through(draft) if is_looked_through(draft) else []
    return render(request, "proofreading/beside.html", _context(draft, looked))


def _context(draft: Page, looked: list[Looked]) -> dict[str, Any]:
    places = places_of(draft)
    shown = [Shown(one.finding, one.override, places.url_of(one.finding)) for one in looked]
    still = [one for one in shown if one.override is None]
    return {
        "page": draft,
        "page_title": _("Checks"),
        "header_title": _("Checks"),
        "edit_url": reverse("wagtailadmin_pages:edit", args=[draft.pk]),
        "stops": [one for one in still if one.finding.is_stop],
        "advice": [one for one in still if not one.finding.is_stop],
        "overridden": [one for one in shown if one.override],
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_explore", args=[draft.get_parent().pk]), "label": draft.get_parent().get_admin_display_title()},
            {"url": reverse("wagtailadmin_pages:edit", args=[draft.pk]), "label": draft.title},
            {"url": "", "label": _("Checks")},
        ],
    }


@require_http_methods(["GET", "POST"])
def leave_as_it_is(request: HttpRequest, page_id: int, mark: str) -> HttpResponse:
    """Asks for the reason, and keeps it."""
    draft = _draft(request, page_id)
    looked = next((one for one in look_through(draft) if one.finding.mark == mark), None)
    if looked is None:
        messages.info(request, _("This finding is gone: the text has changed, or somebody has mended it."))
        return redirect("page_findings", page_id)
    form = OverrideForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        override(page=draft, finding=looked.finding, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("It stays as it is. Your reason is kept with it."))
        return redirect("page_findings", page_id)
    context = {**_context(draft, []), "finding": looked.finding, "url": places_of(draft).url_of(looked.finding), "form": form}
    return render(request, "proofreading/leave.html", context)


@require_POST
def count_again(request: HttpRequest, page_id: int, mark: str) -> HttpResponse:
    draft = _draft(request, page_id)
    withdraw(page=draft, mark=mark, by=request.user)
    messages.success(request, _("The finding counts again."))
    return redirect("page_findings", page_id)
