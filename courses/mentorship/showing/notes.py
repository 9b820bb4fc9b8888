"""Comments as they stand on the page: beside the words they are about, at their exercise, or at the whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.core.log.wording import when_words
from lms.core.skeletons import skeleton

from ..anchors import Found, Passage, find
from ..models import Comment
from .addresses import address
from .queries import Said
from .rows import Place, Round

State = Comment.State
_NAME = "NAME"  # stands for a comment's name in an address


@dataclass
class Placed:
    """A comment with where its words are now: None where it is about no passage, or its words are gone. `key` is its name on the page."""

    comment: Said
    found: Found | None
    key: str


def key_of(comment: Comment | Said) -> str:
    """Its name on a page. A draft has the device's own, so that a script gives it the same."""
    return f"n{comment.made_id}" if comment.state == State.DRAFT else f"c{comment.pk}"


def placed(about: Round, texts: dict[Place, str]) -> list[Placed]:
    """Every comment, the passages in the order of the text."""
    found = [Placed(comment, _find(comment, about, texts), key_of(comment)) for comment in about.comments]
    return sorted(found, key=lambda one: (one.found.start if one.found else 10**9, one.comment.pk))


def _find(comment: Said, about: Round, texts: dict[Place, str]) -> Found | None:
    place = (comment.activity_id, comment.field)
    if not comment.exact or place not in texts:
        return None
    was = texts[place] if comment.iteration_id == about.iteration.pk else None
    if was is None and about.last and about.last.task.iteration_id == comment.iteration_id:
        was = about.before.get(place)
    return find(Passage(comment.exact, comment.prefix, comment.suffix, comment.start or 0), texts[place], was)


class NotesHtml:
    """`can_write`: drafts are fields, and what was said before can be resolved."""

    def __init__(self, about: Round, *, can_write: bool):
        self.about, self.can_write = about, can_write
        self.language = get_language() or ""
        self._reviews: dict[int, dict[str, str]] = {}
        self._url, self._remove = address("save_comment", about.task.pk, _NAME), address("remove_comment", about.task.pk, _NAME)
        self._shared = {"replies": address("reply_picker", about.task.pk), "keep": address("keep_reply", about.task.pk)}

    def of(self, one: Placed, number: int) -> str:
        if one.comment.state == State.DRAFT and self.can_write:
            return self.draft(one, number)
        comment = one.comment
        is_draft = comment.state == State.DRAFT
        shown = {
            **self._said_by(comment.review_id),
            "key": one.key,
            "number": str(number),
            "addressed": "" if is_draft else self._addressed(comment),
            "quotation": quotation_html(comment) if comment.exact and not one.found else "",
            "text": escape(comment.text),
            "replies": "".join(self._replies(comment)),
        }
        if self.can_write and not is_draft:
            names = ("resolve_comment", "reopen_comment", "comment_replies")
            shown |= {name: address(name, self.about.task.pk, comment.pk) for name in names}
        context = {
            "state": State(comment.state),
            "may_act": self.can_write and not is_draft,
            "is_placed": one.found is not None,
            "said_in": self.about.iteration.language,
            "language": self.language,
        }
        return skeleton("mentorship/desk/note.html", tuple(context.values()), lambda: context).fill(shown).strip()

    def _said_by(self, review_id: int) -> dict[str, str]:
        """Who, when and about which round: the same for every comment of a review."""
        if review_id not in self._reviews:
            review = self.about.review(review_id)
            self._reviews[review_id] = {
                "who": escape(str(review.reviewer) if review.reviewer else _("A mentor")),
                "when": escape(when_words(review.sent_at)) if review.sent_at else "",
                "round": str(review.task.iteration.round),
            }
        return self._reviews[review_id]

    def draft(self, one: Placed, number: int) -> str:
        """What it is about is known: the address that it is saved to need not say it again."""
        comment = one.comment
        return self._field(comment.made_id, number=_number(one, number), base=str(comment.revision), text=escape(comment.text))

    def new_html(self, made_id: str) -> str:
        """For a script to make others like it."""
        return self._field(made_id, number='<span class="note__number"></span>', base="0")

    def _field(self, made_id: str, **shown: str) -> str:
        shown |= {"made": made_id, "url": self._url.replace(_NAME, made_id), "remove": self._remove.replace(_NAME, made_id)}
        key = (self.language, self.about.iteration.language)
        context = {"language": self.language, "said_in": self.about.iteration.language}
        return skeleton("mentorship/desk/note_draft.html", key, lambda: context).fill({**self._shared, **shown}).strip()

    def _addressed(self, comment: Said) -> str:
        """By what the learner has answered it."""
        if comment.state != State.ADDRESSED:
            return ""
        if comment.addressed_in_id == self.about.iteration.pk:
            return escape(_("The learner has answered this with the round you are reading."))
        return escape(_("The learner says that this is done.")) if not comment.addressed_in_id else ""

    def _replies(self, comment: Said) -> Iterable[str]:
        for reply in self.about.replies_to(comment):
            head = f"<strong>{escape(str(reply.by) if reply.by else '–')}</strong> · {escape(when_words(reply.at))}"
            words = f'<p class="note__words" lang="{self.about.iteration.language}">{escape(reply.text)}</p>'
            yield f'<div class="note__reply"><p class="note__head">{head}</p>{words}</div>'


def quotation_html(comment: Said) -> SafeString:
    return skeleton("mentorship/desk/quotation.html", (get_language(),), dict).fill({"words": escape(comment.exact)})


def _number(one: Placed, number: int) -> str:
    """Leads back to the words."""
    return f'<a class="note__number" href="#to-{one.key}">{number}</a>' if one.found else f'<span class="note__number">{number}</span>'
