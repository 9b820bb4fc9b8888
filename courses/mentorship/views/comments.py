"""Comments by plain forms: on a sentence, an exercise or the whole; and what becomes of those of earlier rounds."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lms.core.log.ulid import is_ulid, new_ulid

from ..actions.answering import reopen, reply, resolve
from ..actions.reviewing import add_comment, remove_comment
from ..models import Comment, Review, ReviewTask
from ..places import read_place
from ..showing.notes import key_of
from ..typed import is_typed
from .opened import about_task, back_to, check_in_hand


@require_http_methods(["GET", "POST"])
@about_task
def comment_on(request: HttpRequest, task: ReviewTask) -> HttpResponse:
    """A comment on what the address says: a passage, an exercise, or the whole."""
    check_in_hand(request, task)
    review = get_object_or_404(Review.objects.by(request.user).select_related("task__iteration"), task=task)
    about = read_place(review.task.iteration, request.GET)
    if request.method == "POST" and is_typed(request.POST):
        return HttpResponseRedirect(request.get_full_path())
    text, made_id = request.POST.get("text", ""), request.POST.get("made_id", "")
    if text.strip():
        name = made_id if is_ulid(made_id) else new_ulid()
        comment = add_comment(review=review, made_id=name, text=text, activity=about.activity, field=about.field, about=about.passage)
        return back_to(request, task, key_of(comment))
    problem = _("Write the comment, or go back.") if request.method == "POST" else ""
    context = {"task": task, "about": about, "made_id": new_ulid(), "problem": problem}
    return render(request, "mentorship/desk/comment_on.html", context, status=422 if problem else 200)


@require_POST
@about_task
def remove_note(request: HttpRequest, task: ReviewTask, made_id: str) -> HttpResponse:
    """A draft of one's own; a repeat finds nothing and changes nothing."""
    comment = Comment.objects.filter(review__task=task, review__reviewer=request.user, made_id=made_id).first()
    if comment:
        remove_comment(comment=comment)
    return back_to(request, task)


@require_POST
@about_task
def resolve_comment(request: HttpRequest, task: ReviewTask, comment_id: int) -> HttpResponse:
    comment = _said(request, task, comment_id)
    resolve(comment=comment, person=request.user)
    return back_to(request, task, key_of(comment))


@require_POST
@about_task
def reopen_comment(request: HttpRequest, task: ReviewTask, comment_id: int) -> HttpResponse:
    comment = _said(request, task, comment_id)
    reopen(comment=comment)
    return back_to(request, task, key_of(comment))


@require_http_methods(["GET", "POST"])
@about_task
def comment_replies(request: HttpRequest, task: ReviewTask, comment_id: int) -> HttpResponse:
    """What has been said under a comment, and saying something."""
    comment = _said(request, task, comment_id)
    if request.method == "POST" and is_typed(request.POST):
        return HttpResponseRedirect(request.get_full_path())
    text, made_id = request.POST.get("text", ""), request.POST.get("made_id", "")
    if text.strip():
        reply(comment=comment, person=request.user, made_id=made_id if is_ulid(made_id) else new_ulid(), text=text)
        messages.success(request, _("Your reply is sent."))
        return back_to(request, task, key_of(comment))
    problem = _("Write the reply, or go back.") if request.method == "POST" else ""
    context = {"task": task, "comment": comment, "key": key_of(comment), "made_id": new_ulid(), "problem": problem}
    return render(request, "mentorship/desk/comment_replies.html", context, status=422 if problem else 200)


def _said(request: HttpRequest, task: ReviewTask, comment_id: int) -> Comment:
    """A comment that the learner has got, of the work that is in the person's hands."""
    check_in_hand(request, task)
    said = task.submission.comments.exclude(state=Comment.State.DRAFT).select_related("submission__enrolment", "review__reviewer")
    return get_object_or_404(said, pk=comment_id)
