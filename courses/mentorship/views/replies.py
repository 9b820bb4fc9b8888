"""Phrases from the library into a comment or the words on the whole, and from there into the library."""

from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.core.log.actions import Change
from lms.core.log.ulid import new_ulid
from lms.core.saving.sent import number, wants_json

from ..actions.reviewing import keep_comment, keep_review
from ..models import Comment, Review, ReviewTask, SavedReply
from ..reply_form import ReplyForm
from ..saved_replies import emptied, filled, places_of, replies_for
from ..typed import is_typed
from .opened import about_task, back_to, check_in_hand

SUMMARY = "summary"  # where words go to: this, or a comment by its name


@require_http_methods(["GET", "POST"])
@about_task
def reply_picker(request: HttpRequest, task: ReviewTask) -> HttpResponse:
    """A list of titles; the one chosen is added to what `to` names, or given to the script that asked for it."""
    check_in_hand(request, task)
    to = request.POST.get("to") or request.GET.get("to") or SUMMARY
    if request.method == "POST" and is_typed(request.POST):
        return HttpResponseRedirect(f"{request.path}?{urlencode({'to': to})}")
    replies = replies_for(request.user, task)
    if request.method == "POST":
        chosen = get_object_or_404(replies, pk=number(request.POST.get("reply")))
        text = filled(chosen.text, places_of(task, request.user))
        SavedReply.objects.filter(pk=chosen.pk).update(used=F("used") + 1)
        if wants_json(request):
            return JsonResponse({"text": text})
        return back_to(request, task, _add(request, task, to, text))
    if wants_json(request):
        return JsonResponse({"replies": [{"id": one.pk, "title": one.title, "language": one.language} for one in replies]})
    return render(request, "mentorship/desk/reply_picker.html", {"task": task, "to": to, "replies": replies})


def _add(request: HttpRequest, task: ReviewTask, to: str, text: str) -> str:
    """After what is there already. Returns the place on the page."""
    if to == SUMMARY:
        review = get_object_or_404(Review.objects.by(request.user), task=task)
        words = _joined(str(review.value.get("summary") or ""), text)
        keep_review(review=review, change=Change(new_ulid(), review.revision, {"summary": words}))
        return "summary"
    comment = get_object_or_404(Comment, review__task=task, review__reviewer=request.user, made_id=to)
    keep_comment(comment=comment, change=Change(new_ulid(), comment.revision, {"text": _joined(comment.text, text)}))
    return f"n{comment.made_id}"


def _joined(before: str, text: str) -> str:
    return f"{before.rstrip()}\n\n{text}" if before.strip() else text


@require_http_methods(["GET", "POST"])
@about_task
def keep_reply(request: HttpRequest, task: ReviewTask) -> HttpResponse:
    """A comment becomes a phrase in the person's own library, without the learner's name."""
    source = request.POST.get("from") or request.GET.get("from", "")
    if request.method == "POST" and is_typed(request.POST):
        return HttpResponseRedirect(f"{request.path}?{urlencode({'from': source})}")
    written = Comment.objects.filter(review__task=task, review__reviewer=request.user, made_id=source).first()
    if written is None:
        raise Http404
    initial = {"text": emptied(written.text, places_of(task, request.user)), "language": task.language}
    form = ReplyForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        form.instance.person = request.user
        form.save()
        messages.success(request, _("The reply is in your library."))
        return back_to(request, task, f"n{source}")
    return render(request, "mentorship/desk/keep_reply.html", {"task": task, "form": form, "source": source})
