"""The host's one-time page, and giving it to somebody."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lms.core.rate_limits import allow, too_many_tries
from lms.core.saving.sent import number

from ..actions.closing import Decision, Host
from ..actions.hosting import confirm_by_link, make_host_link, revoke_host_link
from ..forms import HostForm
from ..hosts import address_of, key_of, link_of, qr_svg, waiting_for
from ..models import HostLink
from ..rules import Refusal, Refused, answers_somewhere, placements_hosted_by
from ..showing import shown
from ..words import dates_words
from .files import TRIES

MOST = 200


@never_cache
@require_http_methods(["GET", "POST"])
def host_confirmation(request: HttpRequest, key: str) -> HttpResponse:
    """Nobody is signed in here: the address is the key. It shows what waits in one placement, and nothing else."""
    if not allow(request, "host_link", TRIES):
        return too_many_tries(request)
    link = link_of(key)
    if link is None:
        return _told(request, _("We do not know this address. Open the link once more as you were sent it."), 404)
    if link.used_at:
        return _told(request, _used_words(link), 410)
    if not link.is_open(now()):
        return _told(request, _("This link is no longer valid. Ask whoever sent it for a new one."), 410)
    return _list(request, link)


def _list(request: HttpRequest, link: HostLink) -> HttpResponse:
    post = request.POST if request.method == "POST" else None
    form, refused = HostForm(post), ""
    if form.is_valid():
        try:
            confirm_by_link(link=link, host=Host(**form.cleaned_data), decisions=_decisions(request))
        except Refused as refusal:
            if refusal.reason in (Refusal.USED, Refusal.EXPIRED):
                return redirect(request.path)
            refused = str(refusal)
        else:
            return redirect(request.path)
    lines = shown(waiting_for(link)[:MOST])
    groups: dict[int, dict] = {}
    for one in lines:
        group = groups.setdefault(one.entry.participation_id, {"learner": one.entry.participation.enrolment.learner, "entries": []})
        group["entries"].append(one)
    context = {
        "placement": link.placement,
        "key": key_of(link),
        "dates": dates_words(link.placement),
        "groups": list(groups.values()),
        "form": form,
        "refused": refused,
        "chosen": post.getlist("entry") if post else [str(one.entry.pk) for one in lines],
        "until": link.expires_at,
    }
    return _unlisted(render(request, "internships/host.html", context, status=422 if post else 200))


def _decisions(request: HttpRequest) -> list[Decision]:
    chosen = [int(pk) for pk in request.POST.getlist("entry") if pk.isdecimal() and len(pk) < 16][:MOST]
    return [Decision(pk, number(request.POST.get(f"n-{pk}")), is_confirmed=True) for pk in chosen]


def _used_words(link: HostLink) -> str:
    count = link.closing.links.count() if link.closing else 0
    words = {"count": count, "name": link.closing.host_name if link.closing else ""}
    if not words["name"]:
        return _("Thank you. This link was used already; it works once.")
    return (
        ngettext(
            "Thank you, %(name)s: %(count)d entry is confirmed. This link works once, so nothing more can be confirmed with it.",
            "Thank you, %(name)s: %(count)d entries are confirmed. This link works once, so nothing more can be confirmed with it.",
            count,
        )
        % words
    )


def _told(request: HttpRequest, words: str, status: int) -> HttpResponse:
    return _unlisted(render(request, "internships/host_told.html", {"words": words}, status=status))


def _unlisted(response: HttpResponse) -> HttpResponse:
    """Not for search engines, and no other site is told the address by a link that is followed from here."""
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "same-origin"
    return response


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def host_links(request: HttpRequest, pk: int) -> HttpResponse:
    """Links of a placement: those that work, with their QR code, and a new one."""
    placement = get_object_or_404(placements_hosted_by(request.user).select_related("cohort"), pk=pk)
    if request.method == "POST":
        try:
            make_host_link(placement=placement, by=request.user)
        except Refused as refusal:
            messages.warning(request, str(refusal))
        return redirect("host_links", pk)
    at = now()
    links = list(placement.host_links.select_related("made_by", "closing")[:50])
    context = {
        "placement": placement,
        "dates": dates_words(placement),
        "open": [_shown(one) for one in links if one.is_open(at)],
        "answers": answers_somewhere(request.user),
        "used": [one for one in links if one.used_at],
    }
    return render(request, "internships/desk/host_links.html", context)


def _shown(link: HostLink) -> dict[str, Any]:
    address = address_of(link)
    return {"link": link, "address": address, "qr": mark_safe(qr_svg(address))}  # a picture of an address of ours


@login_required
@require_POST
def revoke(request: HttpRequest, pk: int, link_id: int) -> HttpResponse:
    placement = get_object_or_404(placements_hosted_by(request.user), pk=pk)
    link = placement.host_links.filter(pk=link_id).first()
    if link is None:
        raise Http404
    revoke_host_link(link=link)
    messages.success(request, _("That link opens nothing any more."))
    return redirect("host_links", pk)
