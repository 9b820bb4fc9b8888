"""The search of editors in the back office."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from courses.authoring.board.frame import frame

from .asking import asked_for, holding, in_order, narrowed, pieces_of
from .forms import SearchForm
from .rules import searches_drafts
from .showing import hits
from .stepping import bring_in_step

PER_PAGE = 50
MOST_READ = 20  # drafts that were saved since the last tick, read while somebody waits


@never_cache
@require_GET
def search_drafts(request: HttpRequest) -> HttpResponse:
    if not searches_drafts(request.user):
        raise PermissionDenied
    form = SearchForm(request.GET, person=request.user)
    filters = form.asked
    asked = asked_for(filters.pop("q"), filters["language"] or "")
    context = {**frame(_("Search in blocks")), "header_icon": "search", "form": form, "asked": asked}
    context["is_narrowed"] = any(filters.values())
    if asked.is_empty:
        return render(request, "finding/admin/search.html", context)
    unread = bring_in_step(MOST_READ)
    found = narrowed(holding(pieces_of(request.user), asked), **{name: value for name, value in filters.items() if value})
    loaded = in_order(found, request.LANGUAGE_CODE).select_related(
        "source__page__locale", "source__question__bank", "source__question__version"
    )
    page = Paginator(loaded, PER_PAGE).get_page(request.GET.get("page"))
    context |= {"page": page, "hits": hits(list(page), asked, request.user), "unread": unread}
    return render(request, "finding/admin/search.html", context)
