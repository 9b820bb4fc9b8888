"""A trial review as it is typed. From the queue of an open page."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from courses.mentorship.places import place_in
from lms.accounts import device
from lms.core.log.actions import Change, Outcome, TooManyWriters
from lms.core.log.ulid import is_ulid
from lms.core.log.wording import saved_words
from lms.core.saving.guard import guarded, refuse
from lms.core.saving.sent import NotAccepted, change_of, json_change
from lms.core.saving.told import told_of

from ..actions.trialling import Sent, add_comment, keep_comment, keep_trial
from ..models import TrialComment, TrialReview


@guarded()
@require_POST
def save_review(request: HttpRequest, pk: int) -> HttpResponse:
    def keep(change: Change) -> Outcome:
        return keep_trial(trial=_trial(request, pk), change=change)

    return _answer(request, keep)


@guarded()
@require_POST
def save_comment(request: HttpRequest, pk: int, made_id: str) -> HttpResponse:
    """The address says what a new comment is about; for one that is there already nobody looks at that."""

    def keep(change: Change) -> Outcome:
        trial = _trial(request, pk)
        comment = trial.comments.filter(made_id=made_id).first() or _new_comment(request, trial, made_id)
        return keep_comment(comment=comment, change=change)

    return _answer(request, keep)


def _trial(request: HttpRequest, pk: int) -> TrialReview:
    trial = TrialReview.objects.of(request.user).filter(pk=pk).first()
    if trial is None:
        raise Http404
    return trial


def _new_comment(request: HttpRequest, trial: TrialReview, made_id: str) -> TrialComment:
    if not is_ulid(made_id):
        raise Http404
    about = place_in(trial.version.text, trial.version.answers.select_related("activity", "version"), request.GET)
    return add_comment(trial=trial, made_id=made_id, text="", activity=about.activity, field=about.field, about=about.passage)


def _answer(request: HttpRequest, keep: Callable[[Change], Outcome]) -> HttpResponse:
    try:
        outcome = keep(change_of(json_change(request)))
    except Http404:
        return refuse(request, 404, "not_found", _("This is not yours to review, so it was not saved."))
    except NotAccepted as refusal:
        return refuse(request, 422, "not_accepted", refusal.message)
    except Sent:
        return refuse(request, 410, "sent", _("The review has been sent already, so this was not saved."))
    except TooManyWriters:
        return refuse(request, 503, "busy", _("Several devices are saving this at once, so this is not saved yet. Save once more."))
    return JsonResponse(told_of(outcome))


@never_cache
@require_GET
def session(request: HttpRequest, pk: int) -> JsonResponse:
    """What a queue needs to go on by itself after a new sign-in, and what the server has of the draft by now."""
    asked = set(request.GET.get("items", "").split(",")[:500])
    trial = TrialReview.objects.of(request.user).filter(pk=pk, sent_at=None).first() if request.user.is_authenticated else None
    entries: dict[str, Any] = {}
    if trial is not None:
        rows: list[tuple[str, TrialReview | TrialComment]] = [("review", trial)]
        rows += [(comment.made_id, comment) for comment in trial.comments.filter(made_id__in=asked)]
        entries = {
            name: {"revision": row.revision, "value": row.value, "state": saved_words(row.changed_at)}
            for name, row in rows
            if name in asked
        }
    return device.renewed(request, entries)
