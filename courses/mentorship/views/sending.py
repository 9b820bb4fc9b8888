"""What the learner will get, and sending it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ..actions.reviewing import NotComplete, send_review, what_is_missing
from ..models import Review, ReviewTask
from ..rules import Refusal, Refused
from ..showing.page import TaskPage
from ..standing import Standing
from .opened import about_task, back_to, check_in_hand
from .tasks import task_page


@require_http_methods(["GET", "POST"])
@about_task
def preview_review(request: HttpRequest, task: ReviewTask) -> HttpResponse:
    """As the learner will get it. What is still missing is said on the page of the task."""
    check_in_hand(request, task)
    review = Review.objects.by(request.user).select_related("task__iteration__rubric").filter(task=task).first()
    if review is None:
        return back_to(request, task)
    missing = what_is_missing(review)
    if missing:
        return task_page(request, task, missing)
    if request.method == "POST":
        return HttpResponseRedirect(request.get_full_path())
    page = TaskPage(task, request.user, as_sent=True)
    return render(request, "mentorship/desk/preview.html", {"page": page, "task": task})


@require_POST
@about_task
def send_task(request: HttpRequest, task: ReviewTask) -> HttpResponse:
    """Sent twice, it is sent once."""
    review = Review.objects.by(request.user).filter(task=task).first()
    if review is None:
        return back_to(request, task)
    if review.sent_at is None and TaskPage(task, request.user).standing == Standing.OTHERS:
        raise Refused(Refusal.TAKEN)
    try:
        send_review(review=review)
    except NotComplete as lacks:
        return task_page(request, task, dict(lacks.problems))
    messages.success(request, _("The review is on its way to %(name)s.") % {"name": task.learner})
    return HttpResponseRedirect(reverse("desk_again"))
