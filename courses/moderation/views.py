from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET
from wagtail.models import Page

from .wording import ANSWERED, CHANGED, STOPPED, comment_about


@require_GET
def said(request: HttpRequest, page_id: int, why: str) -> HttpResponse:
    """After an answer that did not count: says why, and leads to where it goes on."""
    page = get_object_or_404(Page, pk=page_id)
    if why not in (ANSWERED, CHANGED, STOPPED) or not page.permissions_for_user(request.user).can_edit():
        raise Http404
    messages.warning(request, comment_about(why))
    return redirect("page_findings" if why == STOPPED else "wagtailadmin_pages:edit", page.pk)
