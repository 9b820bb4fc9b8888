"""A quiz in a lesson as HTML."""

from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cms.blocks import markdown
from courses.catalogue.rendering import Slot

from .describing import describe


def card_html(slot: Slot, content_language: str, context: dict[str, Any]) -> SafeString:
    """`content_language` is that of the lesson; where the reader's is another, both say which they are."""
    language = get_language() or ""
    shared = {
        "slot": slot,
        "introduction": _introduction(slot.content.get("introduction") or ""),
        "language": language,
        "content_language": "" if content_language == language else content_language,
    }
    return render_to_string("quizzes/card.html", {**shared, **context})


def preview_html(block_value: Any) -> SafeString:
    """As the block library and the editor's preview show it."""
    described = describe(block_value)
    slot = Slot("preview", "quiz", described.title, described.content, is_required=described.is_required)
    return card_html(slot, "", {"note": preview_note(), "facts": [count_words(slot)]})


def preview_note() -> str:
    return _("This is a preview: nothing can be answered here.")


def count_words(slot: Slot) -> str:
    count = slot.content.get("questions") or 0
    return ngettext("%(count)s question", "%(count)s questions", count) % {"count": count}


@lru_cache(maxsize=1024)
def _introduction(text: str) -> SafeString:
    return markdown.render(text, top_heading=markdown.LESSON_HEADING + 1)
