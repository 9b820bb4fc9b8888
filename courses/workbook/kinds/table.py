from html import escape

from django.utils.translation import gettext as _

from lms.core.log.merge import Merged, merge_cells
from lms.core.skeletons import hole

from ..blocks import FillTableBlock
from .base import MAX_CHARACTERS, Kind, NotAccepted, Shown, check_length, clean_text, listed, not_understood

CELL = "cell:"


class FillTable(Kind):
    """{"cells": {"<row id>:<column id>": str}}. The empty rows below have the ids "+1", "+2" and so on."""

    key = "fill_table"
    block = FillTableBlock

    def own_content(self, block_value):
        rows = block_value.get("rows")
        bound = getattr(rows, "bound_blocks", None)
        pairs = [(child.id, child.value) for child in bound] if bound is not None else [(None, row) for row in rows or ()]
        return {
            "columns": listed(block_value.get("columns")),
            "rows": [
                {"id": str(row_id or place), "cells": [str(cell or "") for cell in cells]} for place, (row_id, cells) in enumerate(pairs)
            ],
            "blank_rows": block_value.get("blank_rows") or 0,
        }

    def from_post(self, post, content):
        return {"cells": {key.removeprefix(CELL): text for key, text in post.items() if key.startswith(CELL)}}

    def clean(self, value, content):
        cells = value.get("cells") if isinstance(value, dict) else None
        if not isinstance(cells, dict):
            raise NotAccepted(not_understood())
        places = [key for _row, keys in _rows(content) for _label, key in keys if key]
        if not set(cells) <= set(places):
            raise NotAccepted(not_understood())
        cleaned = {key: clean_text(cells[key]) for key in places if key in cells}
        check_length(sum(map(len, cleaned.values())))
        return {"cells": {key: text for key, text in cleaned.items() if text}}

    def is_blank(self, value):
        return not any(text.strip() for text in value.get("cells", {}).values())

    def merge(self, base, ours, theirs):
        before = None if base is None else base.get("cells", {})
        merged = merge_cells(before, ours.get("cells", {}), theirs.get("cells", {}))
        if sum(map(len, merged.value.values())) > MAX_CHARACTERS:
            return Merged(theirs, loses=True)
        return Merged({"cells": merged.value}, merged.loses)

    def field(self, content):
        columns = [column["text"] for column in content.get("columns", ())]
        rows = []
        for number, (_row, keys) in enumerate(_rows(content), start=1):
            name = next((label for label, _key in keys if label), _("row %(number)s") % {"number": number})
            cells = [(label, key and CELL + key, column) for (label, key), column in zip(keys, columns, strict=True)]
            rows.append([(label, place, place and hole(place), f"{name}: {column}", column) for label, place, column in cells])
        return {"columns": columns, "rows": rows}

    def fill(self, value):
        return {CELL + key: escape(text) for key, text in value.get("cells", {}).items()}

    def shown(self, value, content):
        cells = value.get("cells", {})
        if self.is_blank(value):
            return Shown()
        rows = [
            [label if not key else cells.get(key, "") for label, key in keys] for row, keys in _rows(content) if _is_shown(row, keys, cells)
        ]
        return Shown(columns=[column["text"] for column in content.get("columns", ())], rows=rows)


def _rows(content):
    """Each row with its id and its cells: (label, "") for what the editor wrote, ("", key) for what the learner fills in."""
    columns = [column["id"] for column in content.get("columns", ())]
    for row in content.get("rows", ()):
        labels = [*row["cells"], *[""] * len(columns)]
        yield row["id"], [(label, "" if label else f"{row['id']}:{column}") for label, column in zip(labels, columns, strict=False)]
    for number in range(1, content.get("blank_rows", 0) + 1):
        yield f"+{number}", [("", f"+{number}:{column}") for column in columns]


def _is_shown(row, keys, cells):
    """Of the empty rows only those that were written in."""
    return not row.startswith("+") or any(key in cells for _label, key in keys)
