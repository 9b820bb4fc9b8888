"""What a supervisor and a mentor write to each other, in private; and for coordinators, that they do."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lms.accounts.device import device_html
from lms.core.log.actions import Change, TooManyWriters
from lms.core.log.ulid import new_ulid
from lms.core.log.wording import saved_words
from lms.core.saving.guard import guarded, refuse
from lms.core.saving.sent import NotAccepted, change_name, number

from ..actions.writing import begin_message, conversation_of, keep_message, mark_read, next_number, send_message, take_back
from ..letters_shown import about_choice, conversation_rows, message_rows
from ..models import Conversation
from ..rules import (
    Refusal,
    Refused,
    conversations_known_to,
    knows_of_conversations,
    may_write,
    mentors_supervised_by,
    messages_in,
    messages_sent_by,
    sampled_seen_by,
    shared_with,
)
from ..rules import supervises_somewhere as supervises
from ..wording import refused_words

PER_PAGE = 30
HOW_OFTEN = "20/h,60/d"  # letters between two people who work together


@never_cache
@login_required
@require_GET
def supervision_letters(request: HttpRequest) -> HttpResponse:
    """All conversations of the person, and for a supervisor whom they may write to."""
    rows = conversation_rows(request.user)
    is_supervisor = supervises(request.user)
    if not rows and not is_supervisor:
        raise Http404
    known = {row.other.pk for row in rows}
    others = mentors_supervised_by(request.user).exclude(pk__in=known).order_by("name", "pk") if is_supervisor else []
    shared = shared_with(request.user).select_related("review__task__iteration__version").order_by("-pk")[:PER_PAGE]
    context = {"rows": rows, "others": others, "is_supervisor": is_supervisor, "shared": shared}
    return render(request, "supervision/letters.html", context)


@login_required
@require_POST
def begin_letters(request: HttpRequest, person_id: int) -> HttpResponse:
    mentor = get_object_or_404(mentors_supervised_by(request.user), pk=person_id)
    conversation = conversation_of(supervisor=request.user, mentor=mentor)
    about = about_choice(request.user, conversation, request.GET.get("about", ""))
    return _to(conversation, about.pk if about else None)


@login_required
@require_GET
def supervision_letters_about(request: HttpRequest, pk: int) -> HttpResponse:
    """To the conversation in which a sampled review is talked over. It is begun when something is shared or written."""
    own = shared_with(request.user).filter(pk=pk).first()
    if own:
        found = Conversation.objects.of(request.user).filter(messages__about=own).order_by("pk").first()
        if found is None:
            raise Http404
    else:
        sampled = get_object_or_404(sampled_seen_by(request.user).read().select_related("review__reviewer"), pk=pk)
        found = Conversation.objects.of(request.user).filter(supervisor=request.user, mentor=sampled.review.reviewer_id).first()
        if found is None:
            return render(request, "supervision/begin_about.html", {"sampled": sampled, "mentor": sampled.review.reviewer})
    return _to(found, pk)


def _to(conversation: Conversation, about: int | None) -> HttpResponse:
    query = f"?about={about}#write" if about else ""
    return HttpResponseRedirect(reverse("supervision_conversation", args=[conversation.pk]) + query)


@never_cache
@login_required
@require_GET
def supervision_conversation(request: HttpRequest, pk: int) -> HttpResponse:
    conversation = _mine(request, pk)
    page = Paginator(messages_in(conversation).order_by("-sent_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    rows = message_rows(page, request.user)
    mark_read(conversation=conversation, by=request.user)
    return _page(request, conversation, {"page": page, "rows": rows})


def _mine(request: HttpRequest, pk: int) -> Conversation:
    return get_object_or_404(Conversation.objects.of(request.user).select_related("supervisor", "mentor"), pk=pk)


def _page(request: HttpRequest, conversation: Conversation, context: dict[str, Any]) -> HttpResponse:
    at = next_number(conversation, request.user)
    draft = messages_sent_by(request.user).filter(conversation=conversation, number=at).first()
    session = reverse("message_session", args=[conversation.pk, at])
    context |= {
        "conversation": conversation,
        "other": conversation.other(request.user),
        "is_supervisor": conversation.supervisor_id == request.user.pk,
        "can_write": may_write(conversation),
        "ended": Refusal.ENDED.label,
        "number": at,
        "text": draft.text if draft else "",
        "base": draft.revision if draft else 0,
        "state": saved_words(draft.changed_at) if draft else "",
        "change_id": new_ulid(),
        "save_url": reverse("save_message", args=[conversation.pk, at]),
        "about": about_choice(request.user, conversation, request.GET.get("about", "")),
        "device": device_html(request.user, f"{session}?l={request.LANGUAGE_CODE}"),
    }
    return render(request, "supervision/conversation.html", context)


@guarded(often=("supervision_message", lambda: HOW_OFTEN))
@require_POST
def send_letter(request: HttpRequest, pk: int, number_: int) -> HttpResponse:
    """What the form holds is kept first, then sent."""
    conversation = _mine(request, pk)
    about = about_choice(request.user, conversation, request.POST.get("about", ""))
    try:
        message = begin_message(conversation=conversation, by=request.user, number=number_)
        if message.sent_at is None and "message-text" in request.POST:
            value = {"text": request.POST["message-text"]}
            keep_message(
                message=message, change=Change(change_name(request.POST.get("change_id")), number(request.POST.get("base")), value)
            )
        send_message(message=message, about=about)
    except NotAccepted as refusal:
        return refuse(request, 422, "not_accepted", refusal.message)
    except TooManyWriters:
        return refuse(request, 503, "busy", _("Several devices are saving this at once, so this is not saved yet. Save once more."))
    except Refused as refused:
        if refused.reason != Refusal.EMPTY:
            return refuse(request, 410, refused.reason, refused_words(refused))
        messages.warning(request, refused_words(refused))
    else:
        messages.success(
            request, _("Sent. A letter tells %(name)s that you have written, and not what.") % {"name": conversation.other(request.user)}
        )
    return redirect("supervision_conversation", pk)


@login_required
@require_POST
def take_letter_back(request: HttpRequest, pk: int, message_id: int) -> HttpResponse:
    message = get_object_or_404(messages_sent_by(request.user).filter(conversation=pk, sent_at__isnull=False), pk=message_id)
    try:
        take_back(message=message)
    except Refused as refused:
        messages.warning(request, refused_words(refused))
    else:
        messages.info(request, _("Taken back. Nobody has read it."))
    return redirect("supervision_conversation", pk)


@never_cache
@login_required
@require_GET
def known_conversations(request: HttpRequest) -> HttpResponse:
    """For coordinators: that there are conversations, and when something was last written."""
    if not knows_of_conversations(request.user):
        raise Http404
    rows = conversations_known_to(request.user).select_related("supervisor", "mentor").order_by("-written_at", "-pk")
    return render(request, "supervision/known.html", {"page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))})
