from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from ..actions import hold, put_together
from ..models import Aside
from ..odds import together
from ..shown import choices_in, shown


@require_http_methods(["GET", "POST"])
@transaction.atomic
def aside(request: HttpRequest, pk: int) -> HttpResponse:
    """What somebody typed beside what came first, to choose from part by part."""
    kept = get_object_or_404(Aside.objects.by(request.user).select_related("page", "revision", "base"), pk=pk)
    hold(kept.page_id)
    page = get_object_or_404(Page, pk=kept.page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise Http404
    if Aside.objects.open().filter(pk=kept.pk).first() is None:
        messages.info(request, _("This was put together already. Both versions are in the history of the page."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    look = shown(kept)
    if request.method == "POST":
        response = _put_together(request, kept, look)
        if response:
            return response
    return render(request, "writing/aside.html", _context(request, page, look), status=409 if request.method == "POST" else 200)


def _put_together(request: HttpRequest, kept: Aside, look: Any) -> HttpResponse | None:
    lock = kept.page.specific.get_lock()
    if request.POST.get("newest") != look.newest_mark:
        messages.error(request, _("Somebody has saved once more while you were choosing. Look again: nothing was changed."))
        return None
    if lock and lock.for_user(request.user):
        messages.error(request, _("The page is locked now. What you typed is kept here until it is open again."))
        return None
    chosen, open_parts = choices_in(request.POST, look.parts)
    if open_parts:
        look.mark_open(open_parts)
        messages.error(request, _("Choose for each part which text stays. What you do not choose is kept in the history."))
        return None
    put_together(aside=kept, content=together(look.mine, look.theirs, look.plain_parts, chosen), by=request.user)
    messages.success(request, look.done_words)
    return redirect("wagtailadmin_pages:edit", kept.page_id)


def _context(request: HttpRequest, page: Page, look: Any) -> dict[str, Any]:
    return {
        "page": page,
        "look": look,
        "chosen": request.POST,
        "page_title": _("Two versions of one page"),
        "page_subtitle": page.get_admin_display_title(),
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_explore", args=[page.get_parent().pk]), "label": page.get_parent().get_admin_display_title()},
            {"url": reverse("wagtailadmin_pages:edit", args=[page.pk]), "label": page.get_admin_display_title()},
            {"url": "", "label": _("Two versions of one page")},
        ],
    }
