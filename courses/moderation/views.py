from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.admin.views.pages.workflow import CollectWorkflowActionDataView
from wagtail.models import Page

from .rules import wrote_last
from .wording import ANSWERED, CHANGED, MENDED, OTHERWISE, STOPPED, comment_about


@require_GET
def said(request: HttpRequest, page_id: int, why: str) -> HttpResponse:
    """After an answer that did not count: says why, and leads to where it goes on."""
    page = get_object_or_404(Page, pk=page_id)
    if why not in (ANSWERED, CHANGED, STOPPED) or not page.permissions_for_user(request.user).can_edit():
        raise Http404
    messages.warning(request, comment_about(why))
    return redirect("page_findings" if why == STOPPED else "wagtailadmin_pages:edit", page.pk)


class AskedInADialog(CollectWorkflowActionDataView):
    """The buttons of an editor that stays open are as old as its page: what they ask for may be open to nobody, or to somebody else, by
    now. Wagtail's own dialog stays empty then."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().dispatch(request, *args, **kwargs)
        except PermissionDenied:
            if not self.object.permissions_for_user(request.user).can_edit():
                raise
            why = comment_about(MENDED if wrote_last(request.user, self.object) else OTHERWISE)
            said = {"why": why, "edit_url": reverse("wagtailadmin_pages:edit", args=[self.object.pk])}
            return render_modal_workflow(request, "moderation/not_offered.html", None, said, json_data={"step": "action"})
