"""A quiz in a lesson as HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cms.blocks import markdown
from courses.catalogue.rendering import Slot
from lms.core.skeletons import hole, skeleton

from .describing import describe


@dataclass(frozen=True, kw_only=True)
class Card:
    """What the card of a quiz says to one reader, as plain words. With a `button` there is the `token` that its form needs."""

    facts: Sequence[str]
    note: str = ""
    result: str = ""
    button: str = ""
    start_url: str = ""
    token: str = ""
    links: Sequence[tuple[str, str]] = ()
    is_completed: bool = False

    @property
    def shape(self) -> tuple[Any, ...]:
        """Which words there are, whatever they say."""
        return len(self.facts), len(self.links), *map(bool, (self.note, self.result, self.button)), self.is_completed

    def hollow(self) -> dict[str, Any]:
        """The card with a hole for each of its words: what its template makes of it serves every card of this shape."""
        return {
            "facts": [hole(f"fact{number}") for number in range(len(self.facts))],
            "links": [(hole(f"link{number}"), hole(f"url{number}")) for number in range(len(self.links))],
            "is_completed": self.is_completed,
            "start_url": hole("start_url"),
            "token": hole("token"),
            **{name: hole(name) for name in ("note", "result", "button") if getattr(self, name)},
        }

    def words(self) -> dict[str, str]:
        """By hole, escaped."""
        words = {name: getattr(self, name) for name in ("note", "result", "button", "start_url", "token")}
        words |= {f"fact{number}": fact for number, fact in enumerate(self.facts)}
        for number, (label, url) in enumerate(self.links):
            words |= {f"link{number}": label, f"url{number}": url}
        return {name: escape(word) for name, word in words.items()}


def card_html(slot: Slot, content_language: str, card: Card) -> SafeString:
    """`content_language` is that of the lesson; where the reader's is another, both say which they are. Kept by what the slot says and by
    the shape of the card; the reader's own words are only joined in."""
    language = get_language() or ""
    other = "" if content_language == language else content_language
    introduction = slot.content.get("introduction") or ""

    def context() -> dict[str, Any]:
        kept = {"slot": slot, "introduction": _introduction(introduction), "language": language, "content_language": other}
        return {**kept, **card.hollow()}

    key = (slot.block_id, repr(slot.title), repr(introduction), slot.is_required, language, other, *card.shape)
    return skeleton("quizzes/card.html", key, context).fill(card.words())


def preview_html(block_value: Any) -> SafeString:
    """As the block library and the editor's preview show it."""
    described = describe(block_value)
    slot = Slot("quiz-preview", "quiz", described.title, described.content, is_required=described.is_required)
    return card_html(slot, "", Card(note=preview_note(), facts=[count_words(slot)]))


def preview_note() -> str:
    return _("This is a preview: nothing can be answered here.")


def count_words(slot: Slot) -> str:
    count = slot.content.get("questions") or 0
    return ngettext("%(count)s question", "%(count)s questions", count) % {"count": count}


def _introduction(text: str) -> SafeString:
    return markdown.render(text, top_heading=markdown.LESSON_HEADING + 1)
