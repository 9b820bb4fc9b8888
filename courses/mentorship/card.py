"""An assignment in a lesson as HTML."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cms.blocks import markdown
from courses.catalogue.rendering import Slot

from .assignment_definition import Asked, AssignmentDefinition, from_json
from .describing import describe
from .rubric_shown import current_rubric, rubric_html


def card_html(slot: Slot, beside: Sequence[Slot], content_language: str, context: dict[str, Any]) -> SafeString:
    """What everybody sees of it, and in `context` what belongs to the reader. `content_language` is that of the lesson; where the reader's
    is another, both say which they are. No query once the rubric is kept."""
    language = get_language() or ""
    definition = from_json(slot.content)
    shared = {
        "slot": slot,
        "brief": _text(definition.brief),
        "gathers": gathers(definition, beside),
        "asks": asks_words(definition),
        "text_prompt": _text(definition.text_prompt),
        "rubric": _rubric(definition, content_language or language),
        "language": language,
        "content_language": "" if content_language == language else content_language,
    }
    return render_to_string("mentorship/card.html", {**shared, **context})


def gathers(definition: AssignmentDefinition, beside: Sequence[Slot]) -> list[tuple[str, str]]:
    """Block id and title of each exercise that goes to the mentor; what the lesson no longer holds is left out."""
    titles = {slot.block_id: slot.title for slot in beside if not slot.is_private}
    return [(block_id, titles[block_id]) for block_id in definition.exercises if block_id in titles]


def asks_words(definition: AssignmentDefinition) -> list[str]:
    """What is asked for beside the exercises."""
    words = []
    if definition.text == Asked.REQUIRED:
        words.append(_("A text of your own"))
    elif definition.text == Asked.OPTIONAL:
        words.append(_("A text of your own, if you like"))
    if definition.files:
        words.append(ngettext("Up to %(count)s file", "Up to %(count)s files", definition.files) % {"count": definition.files})
    return words


def preview_html(block_value: Any) -> SafeString:
    """As the block library and the editor's preview show it."""
    described = describe(block_value)
    slot = Slot("preview", "assignment", described.title, described.content, is_required=described.is_required)
    return card_html(slot, [], "", {"note": preview_note()})


def preview_note() -> str:
    return _("This is a preview: nothing can be handed in here.")


def _rubric(definition: AssignmentDefinition, language: str) -> SafeString | str:
    found = current_rubric(definition.rubric, language) if definition.rubric else None
    return rubric_html(found.words, language=found.language) if found else ""


@lru_cache(maxsize=1024)
def _text(text: str) -> SafeString | str:
    return markdown.render(text, top_heading=markdown.LESSON_HEADING + 1) if text else ""
