"""The texts of an answer that a passage can be marked in: what `Comment.field` names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from courses.workbook.kinds import KINDS

TEXT = "text"  # of a short or a long text, and of the text added to a submission


@dataclass(frozen=True)
class Field:
    """`name` is "text", or for a cell of a table the name of its field in the exercise's form; `label` says which row and column."""

    name: str
    text: str
    label: str = ""


def fields_of(kind: str, value: Mapping[str, Any], content: Mapping[str, Any]) -> list[Field]:
    """In the order in which they are read; those that say nothing are left out. What is ticked or drawn has none."""
    if kind in ("long_text", "short_text"):
        return [Field(TEXT, value["text"])] if value.get("text") else []
    if kind == "fill_table":
        return [Field(name, text, label) for name, label in _cells(content) if (text := value.get("cells", {}).get(name[len("cell:") :]))]
    return []


def _cells(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for row in KINDS["fill_table"].field(content)["rows"]:
        for _label, name, _hole, words, _column in row:
            if name:
                yield name, words
