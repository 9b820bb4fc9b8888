"""The page of a task: reading what was handed in and writing about it; taking the task, giving it back, passing it on."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lms.accounts.device import device_html

from ..actions.claiming import claim, open_review, release
from ..actions.reviewing import escalate
from ..models import ReviewTask
from ..rules import Refusal, Refused, tasks_taken_by
from ..showing.head import head_html, views_html
from ..showing.page import TaskPage
from ..showing.writing import writing_html
from ..wording import refused_words
from .opened import about_task, back_to, check_in_hand, switches

MOST_OF_A_REASON = 500


@require_http_methods(["GET", "POST"])
@about_task
def review_task(request: HttpRequest, task: ReviewTask) -> HttpResponse:
    """A POST keeps the draft; `about_task` has done it."""
    if request.method == "POST":
        messages.info(request, _("Your draft is kept."))
        return back_to(request, task)
    return task_page(request, task)


def task_page(request: HttpRequest, task: ReviewTask, problems: dict[str, str] | None = None) -> HttpResponse:
    chosen = switches(request)
    page = TaskPage(task, request.user, marks_changes="plain" not in chosen, by_sentence="sentences" in chosen)
    context: dict[str, Any] = {"page": page, "task": task, "problems": problems or {}, "head": head_html(page)}
    if page.shows_words:
        context["views"] = views_html(page)
    if page.can_write:
        context["writing"] = writing_html(request, page, problems or {}, " ".join(chosen))
        context["device"] = device_html(request.user, reverse("review_session", args=[task.pk]) + "?l=")
    return render(request, "mentorship/desk/task.html", context, status=422 if problems else 200)


@require_POST
@about_task
def claim_task(request: HttpRequest, task: ReviewTask) -> HttpResponse:
    """Take it and open it: from now on the learner cannot take it back."""
    free = get_object_or_404(tasks_taken_by(request.user), pk=task.pk)
    try:
        claim(task=free, person=request.user)
        open_review(task=free, person=request.user)
    except Refused as refusal:
        messages.warning(request, refused_words(refusal))
        if refusal.first:
            return HttpResponseRedirect(refusal.first.address)
        if refusal.reason == Refusal.TOO_MANY:
            return HttpResponseRedirect(reverse("desk_again"))
    return back_to(request, task)


@require_POST
@about_task
def release_task(request: HttpRequest, task: ReviewTask) -> HttpResponse:
    release(task=task, person=request.user)
    messages.info(request, _("It is back in the queue. Your draft is kept for you."))
    return HttpResponseRedirect(reverse("desk_again"))


@require_http_methods(["GET", "POST"])
@about_task
def escalate_task(request: HttpRequest, task: ReviewTask) -> HttpResponse:
    """To a supervisor, with a reason."""
    check_in_hand(request, task)
    reason = request.POST.get("reason", "").strip()
    if request.method == "POST" and "reason" not in request.POST:
        return HttpResponseRedirect(request.get_full_path())
    if request.method == "POST" and 0 < len(reason) <= MOST_OF_A_REASON:
        escalate(task=task, person=request.user, reason=reason)
        messages.info(request, _("A supervisor reads it now. Your draft is kept for you."))
        return HttpResponseRedirect(reverse("desk_again"))
    problem = _("Say why, in at most %(most)d characters.") % {"most": MOST_OF_A_REASON} if request.method == "POST" else ""
    context = {"task": task, "reason": reason, "problem": problem, "most": MOST_OF_A_REASON}
    return render(request, "mentorship/desk/escalate.html", context, status=422 if problem else 200)
