"""The draft of a review as it is typed, and holding on to the task meanwhile. From the queue of an open page."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lms.accounts import device
from lms.accounts.models import User
from lms.core.log.actions import Change, Outcome, TooManyWriters
from lms.core.log.ulid import is_ulid
from lms.core.log.wording import saved_words
from lms.core.saving.guard import guarded, refuse
from lms.core.saving.sent import NotAccepted, change_of, json_change
from lms.core.saving.told import told_of

from ..actions.claiming import claim, open_review, renew, why_not
from ..actions.reviewing import add_comment, keep_comment, keep_review
from ..drafts import comment_of, review_of, says_hold
from ..models import Comment, Review, ReviewTask
from ..places import read_place
from ..rules import Refused, tasks_taken_by
from ..wording import lost_words, until_words

Kept = tuple[Review | Comment, Outcome]


@guarded()
@require_POST
def save_review(request: HttpRequest, pk: int) -> HttpResponse:
    def keep(change: Change) -> Kept:
        review = review_of(request.user, pk)
        if review is None:
            raise Http404
        return review, keep_review(review=review, change=change)

    return _answer(request, pk, keep)


@guarded()
@require_POST
def save_comment(request: HttpRequest, pk: int, made_id: str) -> HttpResponse:
    """The address says what a new comment is about; for one that is there already nobody looks at that."""

    def keep(change: Change) -> Kept:
        comment = comment_of(request.user, pk, made_id) or _new_comment(request, pk, made_id)
        return comment, keep_comment(comment=comment, change=change)

    return _answer(request, pk, keep)


def _new_comment(request: HttpRequest, pk: int, made_id: str) -> Comment:
    review = Review.objects.by(request.user).select_related("task__iteration").filter(task=pk).first()
    if review is None or not is_ulid(made_id):
        raise Http404
    about = read_place(review.task.iteration, request.GET)
    made = add_comment(review=review, made_id=made_id, text="", activity=about.activity, field=about.field, about=about.passage)
    return says_hold(made, review.task, request.user)


def _answer(request: HttpRequest, pk: int, keep: Any) -> HttpResponse:
    try:
        row, outcome = keep(change_of(json_change(request)))
    except Http404:
        return refuse(request, 404, "not_found", _("This is not yours to review, so it was not saved."))
    except NotAccepted as refusal:
        return refuse(request, 422, "not_accepted", refusal.message)
    except Refused as refusal:
        return refuse(request, 410, refusal.reason, _("The review has been sent already, so this was not saved."))
    except TooManyWriters:
        return refuse(request, 503, "busy", _("Several devices are saving this at once, so this is not saved yet. Save once more."))
    return JsonResponse(
        told_of(outcome) | (_held(request.user, pk, is_held=bool(getattr(row, "is_held", False))) if _is_stale(row) else {})
    )


def _is_stale(row: Review | Comment) -> bool:
    return not getattr(row, "is_fresh", False)


@guarded()
@require_POST
def hold_task(request: HttpRequest, pk: int) -> HttpResponse:
    """The page is open and somebody works on it."""
    review = review_of(request.user, pk)
    if review is None:
        return refuse(request, 404, "not_found", _("This is not yours to review, so it was not saved."))
    return JsonResponse(_held(request.user, pk, is_held=bool(getattr(review, "is_held", False))))


def _held(person: User, pk: int, *, is_held: bool) -> dict[str, Any]:
    """For another 45 minutes, also after the lease ran out if nobody took it meanwhile."""
    try:
        until = renew(task_id=pk, person=person) if is_held else None
        if until is None:
            until = _take_again(person, pk)
    except Refused as refused:
        return {"is_held": False, "held": lost_words(refused)}
    return {"is_held": True, "held": until_words(until), "until": until.isoformat()}


def _take_again(person: User, pk: int) -> Any:
    task = tasks_taken_by(person).filter(pk=pk).first()
    if task is None:
        raise why_not(ReviewTask(pk=pk))
    until = claim(task=task, person=person)
    open_review(task=task, person=person)
    return until


@never_cache
@require_GET
def review_session(request: HttpRequest, pk: int) -> JsonResponse:
    """What a queue needs to go on by itself after a new sign-in, and what the server has of the draft by now."""
    asked = set(request.GET.get("items", "").split(",")[:500])
    entries: dict[str, Any] = {}
    review = review_of(request.user, pk) if request.user.is_authenticated else None
    if review is not None:
        rows: list[tuple[str, Review | Comment]] = [("review", review)]
        rows += [(comment.made_id, comment) for comment in review.comments.filter(state=Comment.State.DRAFT, made_id__in=asked)]
        entries = {
            name: {"revision": row.revision, "value": row.value, "state": saved_words(row.changed_at)}
            for name, row in rows
            if name in asked
        }
    return device.renewed(request, entries)
