"""The place of a text in words: which block it stands in and which of its fields it is."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from wagtail.blocks.list_block import ListValue
from wagtail.fields import StreamField
from wagtail.models import Page

from .paths import child_at


@dataclass(frozen=True)
class PlaceWords:
    """`key` is the same for all texts of a block."""

    key: str
    block: str
    field: str = ""


def place_words(page: Page, path: str) -> PlaceWords:
    first, *rest = path.split(".")
    field = page._meta.get_field(first)
    name = capfirst(str(getattr(field, "verbose_name", first)))
    if not isinstance(field, StreamField) or not rest:
        return PlaceWords(first, name)
    _name, definition, value = child_at(field.value_from_object(page), rest[0])
    block = str(definition.label)
    return PlaceWords(f"{first}.{rest[0]}", block, _field(value, rest[1:]))


def _field(value: Any, rest: list[str]) -> str:
    """The innermost name; an item of a list is named by its list and number."""
    words, number = "", ""
    for step in rest:
        if isinstance(value, ListValue):
            ids = [child.id for child in value.bound_blocks]
            number = f" {ids.index(step) + 1}" if step in ids else number
        try:
            _name, definition, value = child_at(value, step)
        except (KeyError, StopIteration):  # the cell of a table, or a line that is gone by now
            return f"{words} {_cell(step)}".strip()
        label = str(definition.label)
        words = f"{words}{number}" if _name == "item" else label
    return words


def _cell(step: str) -> str:
    row, _dash, column = step.partition("-")
    return f"{int(row) + 1}.{int(column) + 1}" if row.isdecimal() and column.isdecimal() else step
