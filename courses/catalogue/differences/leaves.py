"""A block's stored value as its leaves: texts, facts, and the lines of its lists. Read beside its definition, without the database."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from html import unescape
from typing import Any

from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock

from cms.blocks.text import BlockIdBlock

from .classes import ChangeClass

Path = tuple[str, ...]
_END_OF_BLOCK = re.compile(r"</(?:p|li|h\d|tr|blockquote)>|<br\s*/?>")
_TAG = re.compile(r"<[^>]+>")
_HREF = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


class Leaf(Enum):
    """FINE is a text that somebody answered or is measured by: anything but a typo is another meaning. LINE is one of a list that answers
    name; ORDER is the ids of such a list."""

    TEXT = "text"
    FINE = "fine"
    FACT = "fact"
    LINE = "line"
    ORDER = "order"


@dataclass(frozen=True)
class Value:
    leaf: Leaf
    value: Any


FINE = {"model_answer", "options", "items", "columns", "rows", "low", "high"}
FACTS = {  # of activities; what is not named is another meaning
    "is_required": ChangeClass.STRUCTURE,
    "is_private": ChangeClass.STRUCTURE,
    "min": ChangeClass.STRUCTURE,
    "max": ChangeClass.STRUCTURE,
    "blank_rows": ChangeClass.STRUCTURE,
    "rows": ChangeClass.TYPO,  # how tall an empty field is
}


def leaves(block: blocks.Block, raw: Any, *, is_activity: bool) -> dict[Path, Value]:
    return dict(_leaves(block, raw, (), is_activity))


def _leaves(block: blocks.Block, raw: Any, path: Path, is_activity: bool) -> Iterator[tuple[Path, Value]]:
    if isinstance(block, blocks.StructBlock):
        values = raw if isinstance(raw, Mapping) else {}
        for name, child in block.child_blocks.items():
            yield from _leaves(child, values.get(name, _default(child)), (*path, name), is_activity)
    elif isinstance(block, blocks.ListBlock | blocks.StreamBlock):
        yield from _list(block, raw, path, is_activity)
    elif isinstance(block, TableBlock):
        yield path, Value(Leaf.TEXT, _table(raw))
        yield (*path, "table_header_choice"), Value(Leaf.FACT, (raw or {}).get("table_header_choice") or "")
    elif is_text(block):
        is_fine = is_activity and not FINE.isdisjoint(path)
        yield path, Value(Leaf.FINE if is_fine else Leaf.TEXT, text_of(block, raw))
    else:
        yield path, Value(Leaf.FACT, sorted(map(str, raw)) if isinstance(raw, list) else raw)


def _list(block: Any, raw: Any, path: Path, is_activity: bool) -> Iterator[tuple[Path, Value]]:
    """In an activity line by line, for answers name them; elsewhere as one text, for nobody does."""
    children = list(_children(block, raw))
    if not is_activity:
        yield path, Value(Leaf.TEXT, "\n".join(filter(None, (words(child, value) for _id, child, value in children))))
        return
    yield path, Value(Leaf.ORDER, [id_ for id_, _child, _value in children])
    for id_, child, value in children:
        yield (*path, id_), Value(Leaf.LINE, words(child, value) or _unworded(value))
        below = (*path, id_) if isinstance(child, blocks.StructBlock) else (*path, id_, "")  # a line's own words are not the line
        yield from _leaves(child, value, below, is_activity)


def _unworded(value: Any) -> Any:
    """A line that only chooses something (a question, a category) is named by whoever may ask for the row."""
    return value if isinstance(value, Mapping) else str("" if value is None or isinstance(value, list) else value)


def _children(block: Any, raw: Any) -> Iterator[tuple[str, blocks.Block, Any]]:
    for place, one in enumerate(raw if isinstance(raw, list) else ()):
        is_wrapped = isinstance(one, dict) and "value" in one and "type" in one
        value = one["value"] if is_wrapped else one
        id_ = str((one.get("id") if is_wrapped else None) or place)
        child = block.child_block if isinstance(block, blocks.ListBlock) else block.child_blocks.get(one.get("type") if is_wrapped else "")
        if child is not None:
            yield id_, child, value


def words(block: blocks.Block, raw: Any) -> str:
    """All that can be read of a value, a line for each text."""
    texts = [str(one.value) for one in leaves(block, raw, is_activity=False).values() if one.leaf is Leaf.TEXT and one.value]
    return "\n".join(texts)


def is_text(block: blocks.Block) -> bool:
    return isinstance(block, blocks.CharBlock | blocks.TextBlock | blocks.RichTextBlock) and not isinstance(block, BlockIdBlock)


def text_of(block: blocks.Block, raw: Any) -> str:
    """A toolbar's text without its tags, links with their address; Markdown as it is."""
    text = "" if raw is None else str(raw)
    if not isinstance(block, blocks.RichTextBlock):
        return in_plain_lines(text)
    text = _HREF.sub(r"\2 (\1)", text)
    lines = _TAG.sub("", _END_OF_BLOCK.sub("\n", text)).splitlines()
    return unescape("\n".join(line.strip() for line in lines if line.strip()))


def in_plain_lines(text: str) -> str:
    """A browser sends line ends of its own, and forms take off what is empty around a text: neither is a change."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _table(raw: Any) -> str:
    rows = (raw or {}).get("data") or []
    return "\n".join(" | ".join(str(cell or "") for cell in row) for row in rows)


def _default(block: blocks.Block) -> Any:
    """What a field that was never stored stands for."""
    default = getattr(block.meta, "default", None)
    plain = default() if callable(default) else default
    return plain if isinstance(plain, str | int | float | bool | list | None.__class__) else None
