from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from ..rules import offers_somewhere


def for_offerers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Those who may offer times somewhere; for others the page is not there."""

    @wraps(view)
    @never_cache
    @login_required
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not offers_somewhere(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def row_number(text: str | None) -> int:
    """What is none of ours becomes one that no row has."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 18 else 0
