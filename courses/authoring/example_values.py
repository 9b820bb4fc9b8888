"""What a made-up learner wrote in an exercise: as a file says it, and as the workbook keeps it."""

from collections.abc import Mapping
from typing import Any

from courses.trials.asked import Exercise
from courses.workbook.kinds import KINDS
from lms.core.saving.sent import NotAccepted

from .folder import markdown
from .folder.reasons import Reason
from .folder.reasons import counted as ngettext
from .folder.reasons import reason as _
from .folder.writer import pipe_table

LISTS = {"choice": ("chosen", "options"), "tick_list": ("ticked", "items")}


class NotThisKind(Exception):
    """The text is not an answer to this exercise; the reason is for whoever writes the file."""

    def __init__(self, reason: Reason):
        self.reason = reason
        super().__init__(reason)


def value_of(exercise: Exercise, body: str) -> dict[str, Any]:
    """Raises NotThisKind."""
    try:
        return KINDS[exercise.kind].clean(_said(exercise, body.strip()), exercise.version.content)
    except NotAccepted as refusal:
        raise NotThisKind(
            _("this cannot be an answer to the exercise `%(id)s`: it is too long", id=exercise.activity.block_id)
        ) from refusal


def _said(exercise: Exercise, body: str) -> dict[str, Any]:
    content = exercise.version.content
    match exercise.kind:
        case "choice" | "tick_list":
            chosen = _chosen(body, [line["id"] for line in content.get(LISTS[exercise.kind][1], ())])
            if exercise.kind == "choice" and len(set(chosen)) > 1 and not content.get("several"):
                raise NotThisKind(_("only one line can be chosen in this exercise"))
            return {LISTS[exercise.kind][0]: chosen}
        case "scale":
            low, high = content.get("min", 1), content.get("max", 5)
            if body and not (body.isdecimal() and len(body) < 4 and low <= int(body) <= high):
                raise NotThisKind(_("a scale is answered by a number from %(low)s to %(high)s", low=low, high=high))
            return {"level": int(body) if body else None}
        case "drawing":
            return {"done": bool(body)}
        case "file_upload":
            if body:
                raise NotThisKind(_("files are no part of an example"))
            return {"files": []}
        case "fill_table":
            return {"cells": _cells(body, exercise) if body else {}}
    return {"text": body}


def _chosen(body: str, known: list[str]) -> list[str]:
    """Lines `- head`, by id, or `- 2` by their place."""
    names = [line.lstrip("-*+ \t").strip() for line in body.splitlines() if line.strip()]
    found = [known[int(name) - 1] if name.isdecimal() and name not in known and 0 < int(name) <= len(known) else name for name in names]
    if unknown := [name for name in found if name not in known]:
        raise NotThisKind(_("there is no line `%(said)s`; there are %(known)s", said=unknown[0], known=", ".join(known)))
    return found


def _cells(body: str, exercise: Exercise) -> dict[str, str]:
    table = markdown.last_table(body, 1)
    rows = KINDS["fill_table"].field(exercise.version.content)["rows"]
    if table is None or len(table.rows) - 1 > len(rows):
        raise NotThisKind(
            ngettext(
                "a table is expected: a header row, then %(number)d row at most, in the order of the exercise",
                "a table is expected: a header row, then %(number)d rows at most, in the order of the exercise",
                len(rows),
            )
        )
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
