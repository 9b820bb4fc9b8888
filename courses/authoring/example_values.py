"""What a made-up learner wrote in an exercise: as a file says it, and as the workbook keeps it."""

from collections.abc import Mapping
from typing import Any

from courses.trials.asked import Exercise
from courses.workbook.kinds import KINDS
from lms.core.saving.sent import NotAccepted

from .folder import markdown
from .folder.writer import pipe_table

LISTS = {"choice": ("chosen", "options"), "tick_list": ("ticked", "items")}


class NotThisKind(Exception):
    """The text is not an answer to this exercise; the message says why, for whoever writes the file."""


def value_of(exercise: Exercise, body: str) -> dict[str, Any]:
    """Raises NotThisKind."""
    try:
        return KINDS[exercise.kind].clean(_said(exercise, body.strip()), exercise.version.content)
    except NotAccepted as refusal:
        raise NotThisKind(refusal.message) from refusal


def _said(exercise: Exercise, body: str) -> dict[str, Any]:
    content = exercise.version.content
    match exercise.kind:
        case "choice" | "tick_list":
            return {LISTS[exercise.kind][0]: _chosen(body, [line["id"] for line in content.get(LISTS[exercise.kind][1], ())])}
        case "scale":
            if body and not body.isdecimal():
                raise NotThisKind("a scale is answered by a number")
            return {"level": int(body) if body else None}
        case "drawing":
            return {"done": bool(body)}
        case "file_upload":
            if body:
                raise NotThisKind("files are no part of an example")
            return {"files": []}
        case "fill_table":
            return {"cells": _cells(body, exercise) if body else {}}
    return {"text": body}


def _chosen(body: str, known: list[str]) -> list[str]:
    """Lines `- head`, by id, or `- 2` by their place."""
    names = [line.lstrip("-*+ \t").strip() for line in body.splitlines() if line.strip()]
    found = [known[int(name) - 1] if name.isdecimal() and name not in known and 0 < int(name) <= len(known) else name for name in names]
    if unknown := [name for name in found if name not in known]:
        raise NotThisKind(f"there is no line `{unknown[0]}`: there are {', '.join(known)}")
    return found


def _cells(body: str, exercise: Exercise) -> dict[str, str]:
    table = markdown.last_table(body, 1)
    rows = KINDS["fill_table"].field(exercise.version.content)["rows"]
    if table is None or len(table.rows) - 1 > len(rows):
        raise NotThisKind(f"a table is expected: a header row, then {len(rows)} rows at most, in the order of the exercise")
    cells = {}
    for given, asked in zip(table.rows[1:], rows, strict=False):
        for text, (label, place, *_rest) in zip(given, asked, strict=False):
            if not label:
                cells[place.removeprefix("cell:")] = text.replace("<br>", "\n")
    return cells


def body_of(exercise: Exercise, value: Mapping[str, Any]) -> str:
    """What `value_of` reads as this value."""
    match exercise.kind:
        case "choice" | "tick_list":
            return "\n".join(f"- {one}" for one in value.get(LISTS[exercise.kind][0], ()))
        case "scale":
            return "" if value.get("level") is None else str(value["level"])
        case "drawing":
            return "drawn" if value.get("done") else ""
        case "file_upload":
            return ""
        case "fill_table":
            return _table(exercise, value.get("cells", {}))
    return str(value.get("text", "")).strip()


def _table(exercise: Exercise, cells: Mapping[str, str]) -> str:
    if not cells:
        return ""
    described = KINDS["fill_table"].field(exercise.version.content)
    rows = [[label or cells.get(place.removeprefix("cell:"), "") for label, place, *_rest in row] for row in described["rows"]]
    written = [any(place.removeprefix("cell:") in cells for label, place, *_rest in row if not label) for row in described["rows"]]
    last = max(place for place, is_written in enumerate(written) if is_written)
    return pipe_table(described["columns"], [[text.replace("\n", "<br>") for text in row] for row in rows[: last + 1]])
