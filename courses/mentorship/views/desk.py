"""What waits for a mentor, and taking it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lms.notifications.inbox import see_kinds

from ..desk_letters import PASSED, WAITING
from ..queue.filters import Filters
from ..queue.order import Place
from ..queue.reach import reach_of
from ..queue.sources import Asked
from ..queue.taking import take_next as take
from ..readiness import what_comes_first
from ..rules import Refused, works_at_desk
from ..showing.desk import DeskPage
from ..wording import refused_words

KEPT = "desk"  # in the session: how the queue was looked at last


@never_cache
@login_required
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """One queue over all cohorts. What it is narrowed to stands in the address."""
    if not works_at_desk(request.user):
        raise Http404
    filters = Filters.of(request.GET)
    page = DeskPage(request.user, request.LANGUAGE_CODE, filters, Place.read(request.GET.get("after", "")))
    if request.session.get(KEPT, "") != page.query:
        request.session[KEPT] = page.query
    see_kinds(person=request.user, keys={WAITING, PASSED})
    return render(request, "mentorship/desk/desk.html", {"page": page})


@login_required
@require_GET
def desk_again(request: HttpRequest) -> HttpResponse:
    """The queue as the person looked at it last."""
    return HttpResponseRedirect(reverse("desk") + request.session.get(KEPT, ""))


@login_required
@require_POST
def take_next(request: HttpRequest) -> HttpResponse:
    """What is most due of what the queue is narrowed to. Of two who press at once each gets another one."""
    if not works_at_desk(request.user):
        raise Http404
    language = request.LANGUAGE_CODE
    filters = Filters.of(request.GET)
    reach = reach_of(request.user, language).to_begin_with(request.user)
    asked = Asked(person=request.user, reach=reach, at=now(), language=language, filters=filters)
    try:
        address = take(asked)
    except Refused as refused:
        messages.warning(request, refused_words(refused))
        return HttpResponseRedirect(reverse("desk") + filters.query())
    if address is None:
        first = what_comes_first(request.user, [reach.mentored_places[cohort] for cohort in reach.not_yet])
        if first:
            messages.warning(request, first[0].words)
            return HttpResponseRedirect(first[0].address)
        messages.info(request, _("Nothing is left to take."))
    return HttpResponseRedirect(address or reverse("desk") + filters.query())
