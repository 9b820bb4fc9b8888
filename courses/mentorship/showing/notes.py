"""Comments as they stand on the page: beside the words they are about, at their exercise, or at the whole."""

from functools import cached_property
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.core.log.wording import when_words
from lms.core.skeletons import Skeleton, hole, skeleton

from ..anchors import Found, Passage, find
from ..models import Comment
from .queries import Replied, Said
from .rows import Place, Round

State = Comment.State


class Placed(NamedTuple):
    """A comment with where its words are now: None where it is about no passage, or its words are gone. `key` is its name on the page."""

    comment: Said
    found: Found | None
    key: str


def key_of(comment: Comment | Said) -> str:
    """Its name on a page. A draft has the device's own, so that a script gives it the same."""
    return f"n{comment.made_id}" if comment.state == State.DRAFT else f"c{comment.pk}"


def placed(about: Round, texts: dict[Place, str]) -> list[Placed]:
    """Every comment, the passages in the order of the text."""
    known = {about.iteration.pk: texts}  # what each round said, as far as the page knows
    if about.last:
        known[about.last.task.iteration_id] = about.before
    found = [Placed(comment, _find(comment, texts, known.get(comment.iteration_id, {})), key_of(comment)) for comment in about.comments]
    return sorted(found, key=lambda one: (one.found.start if one.found else 10**9, one.comment.pk))


def _find(comment: Said, texts: dict[Place, str], were: dict[Place, str]) -> Found | None:
    """`were` are the texts that the comment was written about."""
    place = (comment.activity_id, comment.field)
    if not comment.exact or place not in texts:
        return None
    return find(Passage(comment.exact, comment.prefix, comment.suffix, comment.start or 0), texts[place], were.get(place))


class NotesHtml:
    """`can_write`: drafts are fields, and what was said before can be resolved."""

    def __init__(self, about: Round, *, can_write: bool):
        self.about, self.can_write = about, can_write
        self.language, self.spoken = get_language() or "", about.iteration.language
        self._frames: dict[tuple[int, str, bool], Skeleton] = {}

    def of(self, one: Placed, number: int) -> str:
        comment = one.comment
        if comment.state == State.DRAFT and self.can_write:
            return self.draft(one, number)
        shown = {
            "key": one.key,
            "pk": str(comment.pk),
            "number": str(number),
            "addressed": self._addressed.get(comment.addressed_in_id, "") if comment.state == State.ADDRESSED else "",
            "quotation": quotation_html(comment) if comment.exact and not one.found else "",
            "text": escape(comment.text),
            "replies": "".join(map(self._reply, self.about.replies_to(comment))),
        }
        return self._frame(comment.review_id, comment.state, one.found is not None).fill(shown).strip()

    def _frame(self, review_id: int, state: str, is_placed: bool) -> Skeleton:
        """What is the same for every comment of a review that stands as this one does: who, when, about which round, what can be done."""
        key = (review_id, state, is_placed)
        if key not in self._frames:
            review = self.about.review(review_id)
            context = {
                "state": State(state),
                "may_act": self.can_write and state != State.DRAFT,
                "is_placed": is_placed,
                "said_in": self.spoken,
                "language": self.language,
            }
            shared = {
                "who": escape(str(review.reviewer) if review.reviewer else _("A mentor")),
                "when": escape(when_words(review.sent_at)) if review.sent_at else "",
                "round": str(review.task.iteration.round),
                **{name: self.about.address(name, hole("pk")) for name in ("resolve_comment", "reopen_comment", "comment_replies")},
            }
            self._frames[key] = skeleton("mentorship/desk/note.html", tuple(context.values()), lambda: context).fill_some(shared)
        return self._frames[key]

    def draft(self, one: Placed, number: int) -> str:
        """What it is about is known: the address that it is saved to need not say it again."""
        comment = one.comment
        shown = {"number": _number(one, number), "base": str(comment.revision), "text": escape(comment.text)}
        return self._field.fill({"made": comment.made_id, **shown}).strip()

    def new_html(self, made_id: str) -> str:
        """For a script to make others like it."""
        return self._field.fill({"made": made_id, "number": '<span class="note__number"></span>', "base": "0"}).strip()

    @cached_property
    def _field(self) -> Skeleton:
        about = self.about
        context = {"language": self.language, "said_in": self.spoken, "has_replies": about.has_replies}
        shared = {"url": about.address("save_comment", hole("made")), "remove": about.address("remove_comment", hole("made"))}
        if about.has_replies:
            shared |= {"replies": about.address("reply_picker"), "keep": about.address("keep_reply")}
        return skeleton("mentorship/desk/note_draft.html", tuple(context.values()), lambda: context).fill_some(shared)

    @cached_property
    def _addressed(self) -> dict[int | None, str]:
        """What the learner has answered a comment with, by the round in which they have changed the text."""
        return {
            self.about.iteration.pk: escape(_("The learner has answered this with the round you are reading.")),
            None: escape(_("The learner says that this is done.")),
        }

    def _reply(self, reply: Replied) -> str:
        head = f"<strong>{escape(reply.who)}</strong> · {escape(when_words(reply.at))}"
        words = f'<p class="note__words" lang="{self.spoken}">{escape(reply.text)}</p>'
        return f'<div class="note__reply"><p class="note__head">{head}</p>{words}</div>'


def quotation_html(comment: Said) -> SafeString:
    return skeleton("mentorship/desk/quotation.html", (get_language(),), dict).fill({"words": escape(comment.exact)})


def _number(one: Placed, number: int) -> str:
    """Leads back to the words."""
    return f'<a class="note__number" href="#to-{one.key}">{number}</a>' if one.found else f'<span class="note__number">{number}</span>'
