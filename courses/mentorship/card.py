"""An assignment in a lesson as HTML."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cms.blocks import markdown
from courses.catalogue.rendering import Slot
from lms.core.skeletons import hole, skeleton

from .assignment_definition import Asked, AssignmentDefinition, from_json
from .describing import describe
from .rubric_shown import current_rubric, rubric_html


def card_html(slot: Slot, beside: Sequence[Slot], content_language: str, filled: Mapping[str, str]) -> SafeString:
    """What everybody sees of it is made once and kept; `filled` is what belongs to the reader, as HTML: "tag", "end", and "said:" with the
    block id of an exercise. `content_language` is that of the lesson; where the reader's is another, both say which they are. No query
    once the rubric is kept."""
    language = get_language() or ""
    definition = from_json(slot.content)
    gathered, rubric = gathers(definition, beside), _rubric(definition, content_language or language)

    def context() -> dict[str, Any]:
        return {
            "slot": slot,
            "brief": _text(definition.brief),
            "gathers": [(block_id, title, hole(f"said:{block_id}")) for block_id, title in gathered],
            "asks": asks_words(definition),
            "text_prompt": _text(definition.text_prompt),
            "rubric": rubric,
            "language": language,
            "content_language": "" if content_language == language else content_language,
        }

    about = (slot.block_id, repr(slot.title), repr(slot.content), slot.is_required, repr(gathered), rubric, language, content_language)
    return skeleton("mentorship/card.html", about, context).fill(filled)


def end_html(*, dates: Sequence[str] = (), state: str = "", note: str = "", url: str = "", label: str = "") -> SafeString:
    """How it stands, and the door."""
    said = {"dates": "".join(f"<li>{escape(one)}</li>" for one in dates), "state": escape(state), "note": escape(note)}
    shape = {"has_dates": bool(dates), "has_state": bool(state), "has_note": bool(note), "has_door": bool(label)}
    door = {"url": escape(url), "label": escape(label)}
    return skeleton("mentorship/card_end.html", tuple(shape.values()), lambda: shape).fill({**said, **door})


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
    slot = Slot("assignment-preview", "assignment", described.title, described.content, is_required=described.is_required)
    return card_html(slot, [], "", {"end": end_html(note=preview_note())})


def preview_note() -> str:
    return _("This is a preview: nothing can be handed in here.")


def _rubric(definition: AssignmentDefinition, language: str) -> SafeString | str:
    found = current_rubric(definition.rubric, language) if definition.rubric else None
    return rubric_html(found.words, language=found.language) if found else ""


@lru_cache(maxsize=1024)
def _text(text: str) -> SafeString | str:
    return markdown.render(text, top_heading=markdown.LESSON_HEADING + 1) if text else ""
