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
from ..shown import Look, choices_in, choices_to_keep, shown

NOTHING_CHOSEN: dict[str, Any] = {"chosen": {}, "lacks_some": False}


@require_http_methods(["GET", "POST"])
@transaction.atomic
def aside(request: HttpRequest, pk: int) -> HttpResponse:
    """What somebody typed beside what came first, to choose from part by part. What is refused is kept and shown by a page of its own, so
    that going back or loading it again sends nothing twice."""
    kept = get_object_or_404(Aside.objects.by(request.user).select_related("page", "revision", "base"), pk=pk)
    hold(kept.page_id)
    page = get_object_or_404(Page, pk=kept.page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise Http404
    if Aside.objects.open().filter(pk=kept.pk).first() is None:
        messages.info(request, _("This was put together already. Both versions are in the history of the page."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    look = shown(kept)
    choices = f"aside-{kept.pk}"
    if request.method == "GET":
        look.recall(request.session.get(choices, NOTHING_CHOSEN))
        return render(request, "writing/aside.html", _context(page, look))
    if _put_together(request, kept, look):
        request.session.pop(choices, None)
        return redirect("wagtailadmin_pages:edit", page.pk)
    request.session[choices] = choices_to_keep(request.POST, look.parts)
    return redirect("aside", kept.pk)


def _put_together(request: HttpRequest, kept: Aside, look: Look) -> bool:
    """False where the person has to look again."""
    lock = kept.page.specific.get_lock()
    if request.POST.get("newest") != look.newest_mark:
        messages.error(request, _("Somebody has saved once more while you were choosing. Look again: nothing was changed."))
        return False
    if lock and lock.for_user(request.user):
        messages.error(request, _("The page is locked now. What you typed is kept here until it is open again."))
        return False
    chosen = choices_in(request.POST, look.parts)
    if len(chosen) < len(look.parts):
        messages.error(request, _("Choose for each part which text stays. What you do not choose is kept in the history."))
        return False
    put_together(aside=kept, content=together(look.mine, look.theirs, look.plain_parts, chosen), by=request.user)
    messages.success(request, look.done_words)
    return True


def _context(page: Page, look: Look) -> dict[str, Any]:
    return {
        "page": page,
        "look": look,
        "page_title": _("Two versions of one page"),
        "page_subtitle": page.get_admin_display_title(),
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_explore", args=[page.get_parent().pk]), "label": page.get_parent().get_admin_display_title()},
            {"url": reverse("wagtailadmin_pages:edit", args=[page.pk]), "label": page.get_admin_display_title()},
            {"url": "", "label": _("Two versions of one page")},
        ],
    }
