"""Keeping what is written, from the queue of an open page or a plain form."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lms.accounts import device
from lms.core.log.actions import Change, TooManyWriters
from lms.core.log.ulid import is_ulid
from lms.core.log.wording import saved_words
from lms.core.saving.guard import guarded, refuse
from lms.core.saving.sent import NotAccepted, change_name, change_of, json_change, number, page_to_return_to, wants_json
from lms.core.saving.told import told_of

from ..actions.writing import begin, save_entry
from ..models import PracticeEntry
from ..rules import Refused
from ..said import told
from .mine import my_entry


@guarded()
@require_POST
def save_practice_entry(request: HttpRequest, enrolment_id: int, pk: int, made_id: str) -> HttpResponse:
    try:
        change = _change(request)
        entry = my_entry(request, enrolment_id, pk, made_id)
        entry = entry if entry.pk else begin(participation=entry.participation, made_id=made_id)
        outcome = save_entry(entry=entry, change=change)
    except Http404:
        if not wants_json(request):
            raise
        return refuse(request, 404, "not_found", _("There is no such entry for you here, so this was not saved."))
    except NotAccepted as refusal:
        return refuse(request, 422, "not_accepted", refusal.message)
    except Refused as refusal:
        return refuse(request, 409, refusal.reason, str(refusal))
    except TooManyWriters:
        return refuse(request, 503, "busy", _("Several devices are saving this entry at once, so this is not saved yet. Save once more."))
    if wants_json(request):
        return JsonResponse(told_of(outcome) | {"value": told(outcome.value)})
    return HttpResponseRedirect(page_to_return_to(request))


def _change(request: HttpRequest) -> Change:
    """Raises NotAccepted for what no page of ours sends."""
    if request.content_type == "application/json":
        return change_of(json_change(request))
    post = request.POST
    value: dict[str, Any] = {"date": post.get("date", ""), "minutes": _minutes(post.get("hours", ""), post.get("minutes", ""))}
    value |= {"did": post.get("did-text", ""), "result": post.get("result-text", ""), "question": post.get("question-text", "")}
    return Change(change_name(post.get("change_id")), number(post.get("base")), value)


def _minutes(hours: str, minutes: str) -> int | None:
    typed = [part.strip() or "0" for part in (hours, minutes)]
    if not all(part.isascii() and part.isdigit() and len(part) < 5 for part in typed):
        raise NotAccepted(_("The time spent is written in hours and minutes, with digits."))
    return int(typed[0]) * 60 + int(typed[1]) or None


@never_cache
@require_GET
def session(request: HttpRequest) -> JsonResponse:
    """What a queue needs to go on by itself after a new sign-in, and what the server has of these entries by now."""
    asked = [name for name in request.GET.get("items", "").split(",") if is_ulid(name)][:100]
    log = request.GET.get("log", "")
    found: list[PracticeEntry] = []
    if request.user.is_authenticated and asked and log.isdigit() and len(log) < 16:
        found = list(PracticeEntry.objects.of(request.user).filter(participation=int(log), made_id__in=asked))
    return device.renewed(
        request,
        {one.made_id: {"revision": one.revision, "value": told(one.value), "state": saved_words(one.changed_at)} for one in found},
    )
