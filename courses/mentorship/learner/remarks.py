"""A comment as the learner meets it: beside the words it is about, with what became of them and what was said since."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.core.log.ulid import new_ulid
from lms.core.log.wording import when_words

from ..changes import Change
from ..models import Comment, CommentReply, Iteration

State = Comment.State
SIGNS = {State.OPEN: "return", State.ADDRESSED: "accent", State.RESOLVED: "done"}


@dataclass(frozen=True)
class Said:
    who: str
    when: str
    text: str


@dataclass(kw_only=True)
class Remark:
    """`quote` is said where the words cannot be marked in their place. `change` is what has become of the passage; `has_changed` says that
    the answer it is in says something else now."""

    pk: int
    number: int
    who: str
    text: str
    state: str
    sign: str
    state_words: str
    replies: Sequence[Said]
    answer_url: str
    made_id: str
    can_answer: bool
    is_about_words: bool = False
    quote: str = ""
    change_url: str = ""
    change: Change | None = None
    has_changed: bool = False
    is_first_open: bool = False

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    @property
    def is_addressed(self) -> bool:
        return self.state == State.ADDRESSED


def comments_of(iteration: Iteration) -> list[Comment]:
    """What was sent, in the order in which it was written. Two queries."""
    sent = Comment.objects.exclude(state=State.DRAFT).filter(iteration=iteration)
    return list(sent.select_related("review__reviewer", "addressed_in").prefetch_related("replies__by").order_by("pk"))


def remark_of(comment: Comment, *, number: int, iteration: Iteration, learner_id: int, can_answer: bool) -> Remark:
    submission = iteration.submission
    place = [submission.enrolment_id, submission.assignment_id, iteration.number, comment.pk]
    return Remark(
        pk=comment.pk,
        number=number,
        who=name_of(comment.review.reviewer),
        text=comment.text,
        state=comment.state,
        sign=SIGNS.get(State(comment.state), ""),
        state_words=_state_words(comment),
        replies=[_reply(one, learner_id) for one in comment.replies.all()],
        answer_url=reverse("answer_comment", args=place),
        made_id=new_ulid(),
        can_answer=can_answer,
        is_about_words=bool(comment.exact),
        quote=_("“%(words)s”") % {"words": comment.exact} if comment.exact else "",
    )


def _reply(one: CommentReply, learner_id: int) -> Said:
    return Said(_("You") if one.by_id == learner_id else name_of(one.by), when_words(one.at), one.text)


def name_of(person: User | None) -> str:
    """Who erased their account has no name any more."""
    return person.name if person and person.name else _("A mentor")


def _state_words(comment: Comment) -> str:
    if comment.state == State.OPEN:
        return _("Waits for your answer")
    if comment.state == State.RESOLVED:
        return _("Settled")
    if comment.addressed_in:
        return _("Answered, in round %(round)s") % {"round": comment.addressed_in.round}
    return _("Answered")
