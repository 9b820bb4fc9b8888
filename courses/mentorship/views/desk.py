"""What waits for a mentor."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from ..rules import reviews_somewhere, tasks_taken_by
from ..showing.page import WITH

MOST = 20


@never_cache
@login_required
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """The oldest first."""
    if not reviews_somewhere(request.user):
        raise Http404
    tasks = tasks_taken_by(request.user).select_related(*WITH).order_by("handed_in_at", "pk")[:MOST]
    return render(request, "mentorship/desk/desk.html", {"tasks": tasks})
