"""The inbox: what a person was told, on the site."""

from typing import cast
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lms.accounts.models import User

from .inbox import PER_PAGE, inbox_of, link_of, notices, see_letters


@login_required
@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    page = Paginator(inbox_of(cast(User, request.user)).order_by("-created_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    shown = notices(list(page.object_list), cast(User, request.user))
    return render(request, "notifications/inbox.html", {"page": page, "notices": shown, "has_unseen": _has_unseen(request)})


def _has_unseen(request: HttpRequest) -> bool:
    return inbox_of(cast(User, request.user)).filter(seen_at=None).exists()


@login_required
@never_cache
@require_safe
def open_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Leads to what the letter is about; then it is seen."""
    mine = inbox_of(cast(User, request.user)).filter(pk=pk)
    letter = get_object_or_404(mine.select_related("person"))
    link = link_of(letter)
    see_letters(letters=mine)
    if not link:
        messages.info(request, _("What this letter was about is no longer there."))
        return redirect("inbox")
    place = urlsplit(link)
    return redirect(place._replace(scheme="", netloc="").geturl())


@login_required
@require_POST
def see_all(request: HttpRequest) -> HttpResponse:
    see_letters(letters=inbox_of(cast(User, request.user)).filter(seen_at=None))
    messages.success(request, _("All are marked as seen."))
    return redirect("inbox")
