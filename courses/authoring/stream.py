"""Blocks of a folder as the raw JSON of a lesson's body, and back. Pictures and files stand as their rows' ids, links as addresses."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from . import quiz_block
from .bank_names import BankNames
from .folder.assignment import USUAL as USUAL_ASSIGNMENT
from .folder.document import EXERCISES, Block, Item, Media
from .rubric_names import RubricNames

TEXT, LINE, FLAG, NUMBER, IMAGE, DOCUMENT, LINES, ROWS, QUESTIONS, TABLE, RUBRIC = range(11)
HTML_KEYS = re.compile(r' data-block-key="[^"]*"')

SHARED: dict[str, dict[str, int]] = {
    "section": {"heading": LINE},
    "picture": {"image": IMAGE, "alt": LINE, "caption": LINE},
    "audio": {"title": LINE, "file": DOCUMENT, "captions": DOCUMENT, "transcript": TEXT},
    "video": {"title": LINE, "file": DOCUMENT, "captions": DOCUMENT, "poster": IMAGE, "transcript": TEXT},
    "download": {"title": LINE, "file": DOCUMENT, "text": TEXT},
    "callout": {"kind": LINE, "title": LINE, "text": TEXT},
    "key_term": {"term": LINE, "text": TEXT},
    "quotation": {"text": TEXT, "by": LINE},
    "table": {"caption": LINE, "table": TABLE},
    "checklist": {"title": LINE, "items": LINES},
    "self_check": {"title": LINE, "questions": QUESTIONS},
}
EXERCISE = {"title": LINE, "prompt": TEXT, "model_answer": TEXT, "is_required": FLAG, "is_private": FLAG}
OWN: dict[str, dict[str, int]] = {
    "long_text": {"rows": NUMBER},
    "choice": {"several": FLAG, "options": LINES},
    "scale": {"min": NUMBER, "max": NUMBER, "low": LINE, "high": LINE},
    "fill_table": {"columns": LINES, "rows": ROWS, "blank_rows": NUMBER},
    "tick_list": {"items": LINES},
}
ASSIGNMENT = {
    "title": LINE, "brief": TEXT, "exercises": LINES, "rubric": RUBRIC, "text": LINE, "text_prompt": TEXT, "files": NUMBER,
    "rounds": NUMBER, "is_required": FLAG,
}  # fmt: skip
QUIZ = {"title": LINE, "introduction": TEXT, "is_required": FLAG}  # the rest: `quiz_block`
SHAPES = {**SHARED, "quiz": QUIZ, "assignment": ASSIGNMENT, **{kind: {**EXERCISE, **OWN.get(kind, {})} for kind in EXERCISES}}
DEFAULTS: dict[str, Any] = {"is_required": True, "rows": 6, "min": 1, "max": 5}


@dataclass(frozen=True)
class Context:
    """How one page stands in its site: rows of its media, and where its links lead."""

    pk_of: Callable[[Media], int | None]
    media_of: Callable[[str, int], Media]
    text_to_site: Callable[[str], str] = str
    html_to_site: Callable[[str], str] = str
    names: BankNames = field(default_factory=BankNames)
    rubrics: RubricNames = field(default_factory=RubricNames)


def to_raw(blocks: list[Block], context: Context) -> list[dict[str, Any]]:
    return [{"type": block.kind, "value": _raw_value(block, context), "id": block.id} for block in blocks]


def _raw_value(block: Block, context: Context) -> Any:
    if block.kind == "markdown":
        return context.text_to_site(block.value["text"])
    if block.kind == "rich_text":
        return context.html_to_site(block.value["text"])
    if block.kind == "quiz":
        return quiz_block.to_raw({**block.value, "introduction": context.text_to_site(block.value["introduction"])}, context.names)
    return {name: _raw_field(shape, block.value[name], context) for name, shape in SHAPES[block.kind].items()}


def _raw_field(shape: int, value: Any, context: Context) -> Any:
    if shape == TEXT:
        return context.text_to_site(value)
    if shape in (IMAGE, DOCUMENT):
        return context.pk_of(value) if value else None
    if shape == RUBRIC:
        return context.rubrics.pk(value) if value else None
    if shape == LINES:
        return [_raw_item(item.value, item) for item in value]
    if shape == ROWS:
        return [_raw_item([_raw_item(cell.value, cell) for cell in row.value], row) for row in value]
    if shape == QUESTIONS:
        return [_raw_item({**item.value, "answer": context.text_to_site(item.value["answer"])}, item) for item in value]
    if shape == TABLE:
        return _raw_table(value)
    return value


def _raw_item(value: Any, item: Item) -> dict[str, Any]:
    return {"type": "item", "value": value, "id": item.id}


def _raw_table(table: dict[str, Any]) -> dict[str, Any]:
    header, row_headers = table["has_header"], table["has_row_headers"]
    choice = {(True, True): "both", (True, False): "row", (False, True): "column", (False, False): "neither"}[header, row_headers]
    return {
        "data": table["rows"],
        "first_row_is_table_header": header,
        "first_col_is_header": row_headers,
        "table_header_choice": choice,
        "table_caption": "",
        "cell": [],
        "mergeCells": [],
    }


def from_raw(raw: list[dict[str, Any]], context: Context) -> list[Block]:
    """Blocks as they stand on the site: their links are addresses still."""
    return [Block(child["type"], _value(child["type"], child["value"], context), child.get("id")) for child in raw]


def _value(kind: str, raw: Any, context: Context) -> dict[str, Any]:
    if kind == "markdown":
        return {"text": clean_text(raw)}
    if kind == "rich_text":
        return {"text": HTML_KEYS.sub("", clean_text(raw))}
    raw = raw or {}
    if kind == "quiz":
        return {**quiz_block.from_raw(raw, context.names), "introduction": clean_text(raw.get("introduction"))}
    usual = USUAL_ASSIGNMENT if kind == "assignment" else DEFAULTS
    return {name: _field(shape, raw.get(name, usual.get(name)), context) for name, shape in SHAPES[kind].items()}


def _field(shape: int, raw: Any, context: Context) -> Any:
    if shape == TEXT:
        return clean_text(raw)
    if shape == LINE:
        return " ".join(str(raw or "").split("\n"))
    if shape == FLAG:
        return bool(raw)
    if shape == NUMBER:
        return int(raw or 0)
    if shape in (IMAGE, DOCUMENT):
        return context.media_of("image" if shape == IMAGE else "document", raw) if raw else None
    if shape == RUBRIC:
        return context.rubrics.slug(raw) if raw else ""
    if shape == TABLE:
        return _table(raw or {})
    return [_item(shape, child) for child in (raw if isinstance(raw, list) else [])]


def _item(shape: int, raw: Any) -> Item:
    value, item_id = (raw["value"], raw.get("id")) if isinstance(raw, dict) and raw.get("type") == "item" else (raw, None)
    if shape == ROWS:
        return Item([_item(LINES, cell) for cell in value], item_id)
    if shape == QUESTIONS:
        return Item({"question": value.get("question", ""), "answer": clean_text(value.get("answer"))}, item_id)
    return Item(value or "", item_id)


def _table(raw: dict[str, Any]) -> dict[str, Any]:
    rows = [["" if cell is None else str(cell) for cell in row] for row in raw.get("data") or []]
    return {
        "rows": rows,
        "has_header": bool(raw.get("first_row_is_table_header")),
        "has_row_headers": bool(raw.get("first_col_is_header")),
    }


def clean_text(raw: Any) -> str:
    """A form in the browser turns line breaks into two signs; blank lines around a text say nothing, and neither do spaces in a blank
    line, which do not survive wagtail-localize."""
    lines = [line if line.strip(" \t\f") else "" for line in str(raw or "").replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    while lines and not lines[0].strip():
        lines.pop(0)
    while lines and not lines[-1].strip():
        lines.pop()
    return "\n".join(lines)
