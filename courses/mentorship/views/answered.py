"""What a person has answered, and what they may look into of others."""

from dataclasses import replace

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from ..queue.answered import answered
from ..queue.filters import Filters
from ..queue.order import Place
from ..queue.reach import reach_of
from ..rules import works_at_desk
from ..showing.answered import row_of
from ..showing.filters import FilterForm

PER_PAGE = 20
EVERYBODY = "everybody"


@never_cache
@login_required
@require_GET
def desk_answered(request: HttpRequest) -> HttpResponse:
    """The latest first. `by=everybody`: what others have answered as well."""
    if not works_at_desk(request.user):
        raise Http404
    by = {"by": EVERYBODY} if request.GET.get("by") == EVERYBODY else {}
    filters = replace(Filters.of(request.GET), whose="")
    before = Place.read(request.GET.get("before", ""))
    found = answered(request.user, filters, by_everybody=bool(by), before=before, most=PER_PAGE + 1)
    address = reverse("desk_answered")
    more = address + filters.query(**by, before=found[PER_PAGE - 1].place.token()) if len(found) > PER_PAGE else ""
    context = {
        "rows": [row_of(one) for one in found[:PER_PAGE]],
        "by_everybody": bool(by),
        "mine": address + filters.query(),
        "everybodys": address + filters.query(by=EVERYBODY),
        "form": FilterForm(address, filters, reach_of(request.user, request.LANGUAGE_CODE), **by),
        "more": more,
        "first": address + filters.query(**by) if before else "",
    }
    return render(request, "mentorship/desk/answered.html", context)
