"""The rounds of a submission, from the first to the last."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.core.codes import shown
from lms.core.log.wording import when_words

from ..models import Comment, Iteration, Review, Submission


@dataclass(frozen=True)
class Row:
    """`url` is empty for a round that was taken back."""

    name: str
    url: str
    when: str
    code: str
    said: str
    is_unofficial: bool


def rows_of(submission: Submission) -> list[Row]:
    """Two queries."""
    sent = Review.objects.sent().order_by("-sent_at")
    counted = Count("comments", filter=~Q(comments__state=Comment.State.DRAFT))
    rounds = Iteration.objects.filter(submission=submission).annotate(comment_count=counted).order_by("number")
    return [_row(submission, one) for one in rounds.prefetch_related(Prefetch("tasks__reviews", queryset=sent, to_attr="sent"))]


def _row(submission: Submission, one: Any) -> Row:
    place = [submission.enrolment_id, submission.assignment_id, one.number]
    return Row(
        name=round_words(one),
        url="" if one.withdrawn_at else reverse("assignment_round", args=place),
        when=_("Handed in %(when)s") % {"when": when_words(one.handed_in_at)},
        code=shown(one.receipt),
        said=_said(one),
        is_unofficial=one.is_unofficial,
    )


def round_words(one: Iteration) -> str:
    return _("Round %(round)s") % {"round": one.round}


def _said(one: Any) -> str:
    """`one` is a round with its tasks, their reviews and a count of comments, as `rows_of` asks for them."""
    if one.withdrawn_at:
        return _("Taken back")
    reviews = sorted((review for task in one.tasks.all() for review in task.sent), key=lambda review: review.sent_at)
    if not reviews:
        return _("Not answered yet")
    outcome, count = reviews[-1].get_outcome_display(), one.comment_count
    if not count:
        return str(outcome)
    words = ngettext("%(outcome)s, %(count)s comment", "%(outcome)s, %(count)s comments", count)
    return words % {"outcome": outcome, "count": count}
