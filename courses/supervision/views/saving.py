"""Keeping what is written, from the queue of an open page or a plain form."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from courses.mentorship.typed import typed_review
from lms.accounts import device
from lms.core.log.actions import Change, Outcome, TooManyWriters
from lms.core.log.models import Log
from lms.core.log.wording import saved_words
from lms.core.saving.guard import guarded, refuse
from lms.core.saving.sent import NotAccepted, change_name, change_of, json_change, number, page_to_return_to, wants_json
from lms.core.saving.told import told_of

from ..actions.reading import keep_second
from ..actions.writing import begin_message, keep_message
from ..models import Conversation, Message, SecondReview
from ..rules import Refused, sampled_seen_by
from ..wording import refused_words

TOO_OFTEN = ("supervision_save", lambda: "120/m")


@guarded(often=TOO_OFTEN)
@require_POST
def save_second(request: HttpRequest, pk: int) -> HttpResponse:
    def keep() -> Outcome:
        change = _change(request, typed_review)
        second = get_object_or_404(SecondReview.objects.by(request.user), sampled=pk, sampled__in=sampled_seen_by(request.user))
        return keep_second(second=second, change=change)

    return _answer(request, keep)


@guarded(often=TOO_OFTEN)
@require_POST
def save_message(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    def keep() -> Outcome:
        change = _change(request, lambda post: {"text": post.get("message-text", "")})
        conversation = get_object_or_404(Conversation.objects.of(request.user).select_related("supervisor", "mentor"), pk=pk)
        return keep_message(message=begin_message(conversation=conversation, by=request.user, number=number), change=change)

    return _answer(request, keep)


def _change(request: HttpRequest, typed: Callable[[Any], dict[str, Any]]) -> Change:
    """Raises NotAccepted for what no page of ours sends."""
    if request.content_type == "application/json":
        return change_of(json_change(request))
    return Change(change_name(request.POST.get("change_id")), number(request.POST.get("base")), typed(request.POST))


def _answer(request: HttpRequest, keep: Callable[[], Outcome]) -> HttpResponse:
    try:
        outcome = keep()
    except Http404:
        if not wants_json(request):
            raise
        return refuse(request, 404, "not_found", _("There is no such place for you to write, so this was not saved."))
    except NotAccepted as refusal:
        return refuse(request, 422, "not_accepted", refusal.message)
    except Refused as refusal:
        return refuse(request, 410, refusal.reason, refused_words(refusal))
    except TooManyWriters:
        return refuse(request, 503, "busy", _("Several devices are saving this at once, so this is not saved yet. Save once more."))
    if wants_json(request):
        return JsonResponse(told_of(outcome))
    return HttpResponseRedirect(page_to_return_to(request))


@never_cache
@require_GET
def second_session(request: HttpRequest, pk: int) -> JsonResponse:
    """What a queue needs to go on by itself after a new sign-in, and what the server has of the draft by now."""
    second = None
    if request.user.is_authenticated:
        drafts = SecondReview.objects.by(request.user).filter(sent_at=None, sampled__in=sampled_seen_by(request.user))
        second = drafts.filter(sampled=pk).first()
    return device.renewed(request, _told({"second": second}))


@never_cache
@require_GET
def message_session(request: HttpRequest, pk: int, number: int) -> JsonResponse:
    message = None
    if request.user.is_authenticated:
        mine = Message.objects.filter(conversation__in=Conversation.objects.of(request.user), by=request.user, sent_at=None)
        message = mine.filter(conversation=pk, number=number).first()
    return device.renewed(request, _told({f"message-{number}": message}))


def _told(rows: dict[str, Log | None]) -> dict[str, Any]:
    return {name: {"revision": one.revision, "value": one.value, "state": saved_words(one.changed_at)} for name, one in rows.items() if one}
