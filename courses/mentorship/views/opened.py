"""What every page about a task begins with: the task, fetched through the person, and what a form of the page holds kept first."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from lms.core.log.actions import TooManyWriters
from lms.core.saving.guard import guarded_form, refuse
from lms.core.saving.sent import NotAccepted

from ..kept_back import page_instead
from ..models import ReviewTask
from ..rules import Refused
from ..seen import seen_task
from ..standing import Standing, standing_of
from ..typed import keep_typed
from ..wording import refused_words, standing_words

SWITCHES = ("plain", "sentences")  # how the page is looked at
View = Callable[..., HttpResponseBase]


class NotInHand(Exception):
    """The task is not in the person's hands; the message says whose it is."""


def about_task(view: View) -> View:
    """A view of (request, task, …) for an address with the task's number. What was typed on the page it came from is kept first; what
    is refused is said on the page of the task. Where something of the work is kept from the person, they are led to where it says why."""

    @wraps(view)
    def opened(request: HttpRequest, pk: int, **parts: object) -> HttpResponseBase:
        task = seen_task(request.user, pk)
        if task is None:
            raise Http404
        if instead := page_instead(request.user, task.submission_id):
            return HttpResponseRedirect(instead)
        try:
            if request.method == "POST":
                keep_typed(task=task, person=request.user, post=request.POST)
            return view(request, task, **parts)
        except NotAccepted as refusal:
            return refuse(request, 422, "not_accepted", refusal.message)
        except TooManyWriters:
            words = _("Several devices are saving this at once, so this is not saved yet. Save once more.")
            return refuse(request, 503, "busy", words)
        except Refused as refusal:
            messages.warning(request, refused_words(refusal))
        except NotInHand as refusal:
            messages.warning(request, str(refusal))
        return back_to(request, task)

    return guarded_form(opened)


def check_in_hand(request: HttpRequest, task: ReviewTask) -> None:
    """Raises NotInHand."""
    standing = standing_of(task, request.user, now())
    if standing != Standing.MINE:
        raise NotInHand(
            standing_words(standing, task) or _("This is not in your hands any more. Take it again to go on; your draft is kept.")
        )


def switches(request: HttpRequest) -> dict[str, str]:
    """As the page is looked at now, or was when a form was sent from it."""
    asked = request.POST.get("view", "").split() if request.method == "POST" else request.GET
    return {name: "1" for name in SWITCHES if name in asked}


def back_to(request: HttpRequest, task: ReviewTask, place: str = "") -> HttpResponse:
    chosen = switches(request)
    query = f"?{urlencode(chosen)}" if chosen else ""
    return HttpResponseRedirect(reverse("review_task", args=[task.pk]) + query + (f"#{place}" if place else ""))
