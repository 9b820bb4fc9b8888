"""What the workbook asks of a kind of exercise."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from wagtail import blocks

from courses.catalogue.activity_kinds import ActivityContent
from lms.core.log.merge import Merged
from lms.core.saving.sent import NotAccepted, not_understood

Content = Mapping[str, Any]
Value = dict[str, Any]

MAX_CHARACTERS = 100_000
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL keeps neither NUL nor half a character in JSON


@dataclass(frozen=True)
class Shown:
    """An answer to be read, not edited: words, a list or a table."""

    text: str = ""
    items: Sequence[str] = ()
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()

    def as_text(self) -> str:
        table = [self.columns, *self.rows] if self.rows else []
        return "\n".join([*([self.text] if self.text else []), *(f"- {item}" for item in self.items), *(" | ".join(row) for row in table)])


class Kind:
    """One kind of exercise. `value` is what `Entry.value` holds ({} before the first answer), `content` what the version holds."""

    key: str
    block: Callable[[], blocks.Block]
    saves_with_form = True

    @property
    def template(self) -> str:
        return f"workbook/exercises/{self.key}.html"

    def describe(self, block_value: Any) -> ActivityContent:
        """What a published version keeps of the block."""
        content = {
            "prompt": block_value.get("prompt") or "",
            "model_answer": block_value.get("model_answer") or "",
            **self.own_content(block_value),
        }
        return ActivityContent(
            title=block_value.get("title") or "",
            content=content,
            is_required=bool(block_value.get("is_required", True)),
            is_private=bool(block_value.get("is_private", False)),
        )

    def own_content(self, block_value: Any) -> dict[str, Any]:
        return {}

    def from_post(self, post: QueryDict, content: Content) -> Any:
        """The value as a plain form sends it; not yet clean."""
        raise NotImplementedError

    def clean(self, value: Any, content: Content) -> Value:
        """The value in its one form. Raises NotAccepted."""
        raise NotImplementedError

    def is_blank(self, value: Value) -> bool:
        raise NotImplementedError

    def merge(self, base: Value | None, ours: Value, theirs: Value) -> Merged:
        raise NotImplementedError

    def field(self, content: Content) -> dict[str, Any]:
        """What the kind's own template shows, with holes where the answer goes."""
        return {}

    def fill(self, value: Value) -> dict[str, str]:
        """What goes into the holes, as HTML."""
        return {}

    def shown(self, value: Value, content: Content) -> Shown:
        raise NotImplementedError


def clean_text(text: Any) -> str:
    """Text as every device would send it. Raises NotAccepted."""
    if not isinstance(text, str):
        raise NotAccepted(not_understood())
    text = _UNSTORABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    check_length(len(text))
    return text


def check_length(characters: int) -> None:
    if characters > MAX_CHARACTERS:
        limit = f"{MAX_CHARACTERS:,}".replace(",", "\u00a0")
        raise NotAccepted(_("The answer is longer than %(limit)s characters. Shorten it and save again.") % {"limit": limit})


def clean_ids(chosen: Any, known: Sequence[str]) -> list[str]:
    """Ids in the order of the exercise, each once. Raises NotAccepted."""
    if not isinstance(chosen, list) or not all(isinstance(one, str) for one in chosen):
        raise NotAccepted(not_understood())
    if not set(chosen) <= set(known):
        raise NotAccepted(_("The exercise has no such line. Load the page again and choose from what it shows now."))
    return [one for one in known if one in chosen]


def listed(list_value: Any) -> list[dict[str, str]]:
    """The items of a ListBlock with their ids. An item that was never saved has no id yet: its place stands in for it."""
    bound = getattr(list_value, "bound_blocks", None)
    if bound is None:
        return [{"id": str(place), "text": str(text)} for place, text in enumerate(list_value or ())]
    return [{"id": str(child.id or place), "text": str(child.value or "")} for place, child in enumerate(bound)]
