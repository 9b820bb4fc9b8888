"""What every page about a trial review begins with: the trial, fetched through the person, and what a form of the page holds kept first."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.mentorship.typed import is_typed, typed_comments, typed_review
from courses.workbook.kinds.base import clean_text
from lms.core.log.actions import Change, TooManyWriters
from lms.core.saving.guard import guarded_form, refuse
from lms.core.saving.sent import NotAccepted, change_name, number

from ..actions.trialling import Sent, keep_comment, keep_trial
from ..models import TrialReview
from ..rules import trial_read_by

View = Callable[..., HttpResponseBase]


def own_trial(request: HttpRequest, pk: int) -> TrialReview:
    found = trial_read_by(request.user, pk)
    if found is None or found.reviewer_id != request.user.pk:
        raise Http404
    return found


def about_draft(view: View) -> View:
    """A view of (request, trial, …) for the reviewer while they write: its address is for the signed in, and loses no words."""
    return guarded_form(kept_first(view))


def kept_first(view: View) -> View:
    """What was typed on the page it came from is kept first; a trial that was sent leads to its comparison."""

    @wraps(view)
    def opened(request: HttpRequest, pk: int, **parts: object) -> HttpResponseBase:
        trial = own_trial(request, pk)
        try:
            if trial.sent_at is not None:
                raise Sent
            if request.method == "POST" and is_typed(request.POST):
                _keep_typed(request, trial)
            return view(request, trial, **parts)
        except NotAccepted as refusal:
            return refuse(request, 422, "not_accepted", refusal.message)
        except TooManyWriters:
            words = _("Several devices are saving this at once, so this is not saved yet. Save once more.")
            return refuse(request, 503, "busy", words)
        except Sent:
            if request.method == "POST":
                messages.info(request, sent_words())
        return back_to(trial)

    return opened


def _keep_typed(request: HttpRequest, trial: TrialReview) -> None:
    """The review and its comments. What is as it was makes no change."""
    post, name = request.POST, change_name(request.POST.get("change_id"))
    keep_trial(trial=trial, change=Change(name, number(post.get("review-base")), typed_review(post)))
    comments = {comment.made_id: comment for comment in trial.comments.all()}
    for made_id, text, base in typed_comments(post):
        if (comment := comments.get(made_id)) and clean_text(text) != comment.text:
            keep_comment(comment=comment, change=Change(name, base, {"text": text}))


def back_to(trial: TrialReview, place: str = "", by_sentence: bool = False) -> HttpResponse:
    query = "?sentences=1" if by_sentence else ""
    return HttpResponseRedirect(reverse("trial_review", args=[trial.pk]) + query + (f"#{place}" if place else ""))


def sent_words() -> str:
    return _("This trial review is sent, and stays as it was sent. The reference stands beside it.")
