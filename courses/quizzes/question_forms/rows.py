"""Rows of a form: choices, answers, hints. Buttons add, remove and move them; without JavaScript the page comes back with the change and
nothing is saved. The order of rows is the order in which they are sent."""

import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise

MOST = 200
ADDED = 3
_ID = re.compile(r"[^\s.:\[\]]{1,64}")
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_id() -> str:
    """Short, and not a word; never one that the question had before."""
    return "".join(secrets.choice(_LETTERS) for _each in range(6))


class WithRows(forms.Form):
    """A form that may have rows; a row may have rows itself."""

    row_classes: ClassVar[Mapping[str, "type[Row]"]] = {}
    hidden: ClassVar[tuple[str, ...]] = ()  # fields and rows of its bases that a form has no use for

    def __init__(self, data: Any = None, *, row_initial: Mapping[str, Sequence[Mapping]] | None = None, is_new: bool = True, **kwargs: Any):
        super().__init__(data, use_required_attribute=False, **kwargs)
        given = row_initial or {}
        self.rows = {
            name: Rows(row, data, prefix=self.add_prefix(name), initial=given.get(name, ()), is_new=is_new)
            for name, row in self.row_classes.items()
            if name not in self.hidden
        }
        for name, field in self.fields.items():
            if hasattr(field, "offer"):
                field.offer(data.get(self.add_prefix(name)) if data is not None else self.initial.get(name))

    def full_clean(self) -> None:
        """Rows first: what `clean` makes of the whole needs them."""
        if self.is_bound:
            for rows in self.rows.values():
                rows.full_clean()
        super().full_clean()

    @property
    def are_rows_valid(self) -> bool:
        return all(rows.is_valid for rows in self.rows.values())

    def is_valid(self) -> bool:
        return super().is_valid() and self.are_rows_valid


class Row(WithRows):
    """One row. `id` goes along unseen; a new row has one from the beginning, so that others can refer to it."""

    legend: ClassVar[str | Promise] = ""  # with %(number)s
    add_label: ClassVar[str | Promise] = ""
    more: ClassVar[tuple[str, ...]] = ()  # fields behind "More"
    empty_rows: ClassVar[int] = 2  # after the filled ones
    first_rows: ClassVar[int] = 4  # of a new question
    is_numbered: ClassVar[bool] = False  # the definition knows it by its place, not by an id

    def __init__(self, *args: Any, row_id: str, is_known: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.row_id, self.is_known = row_id, is_known

    @property
    def id_name(self) -> str:
        return self.add_prefix("id")

    @property
    def is_blank(self) -> bool:
        """A row that nobody began to fill."""
        return not self.is_known and not any(self._is_filled(name) for name in self.fields) and all(r.are_blank for r in self.rows.values())

    def _is_filled(self, name: str) -> bool:
        field, bound = self.fields[name], self[name]
        return field.has_changed(field.initial, bound.data) and bool(bound.data)

    @property
    def title(self) -> str:
        place = self.prefix.rpartition("-")[2] if self.prefix else "0"
        return str(self.legend) % {"number": int(place) + 1, "id": self.row_id}

    def main_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name not in self.more]

    def more_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name in self.more]

    @property
    def is_more_open(self) -> bool:
        return any(field.errors or self._has_value(field) for field in self.more_fields())

    def _has_value(self, field: forms.BoundField) -> bool:
        value = field.value()
        return value not in (None, "", False, [], field.field.initial)


class Rows:
    """The rows of one name. `cleaned` are those that hold something, each with its id."""

    def __init__(self, row: type[Row], data: Any, *, prefix: str, initial: Sequence[Mapping], is_new: bool):
        self.row, self.prefix = row, prefix
        self.errors: list[str] = []
        known = {one["id"] for one in initial}
        if data is None:
            blank = row.first_rows if is_new else row.empty_rows
            given = [*initial, *({"id": new_id()} for _each in range(blank))]
            self.all = [
                row(
                    prefix=f"{prefix}-{number}", row_id=one["id"], is_known=one["id"] in known, is_new=one["id"] not in known,
                    initial={**one}, row_initial=one.get("rows"),
                )
                for number, one in enumerate(given)
            ]  # fmt: skip
        else:
            before = {one["id"]: one for one in initial}
            self.all = []
            for number in range(total_of(data, prefix)):
                name = _good_id(data.get(f"{prefix}-{number}-id"), taken={one.row_id for one in self.all})
                given_rows = before.get(name, {}).get("rows")
                self.all.append(row(data, prefix=f"{prefix}-{number}", row_id=name, is_known=name in known, row_initial=given_rows))

    @property
    def add_label(self) -> str:
        return str(self.row.add_label)

    @property
    def total_name(self) -> str:
        return f"{self.prefix}-total"

    def full_clean(self) -> None:
        self.errors = []
        for row in self.all:
            row.empty_permitted = row.is_blank
            row.full_clean()

    @property
    def filled(self) -> list[Row]:
        return [row for row in self.all if not row.is_blank]

    @property
    def are_blank(self) -> bool:
        return not self.filled

    @property
    def is_valid(self) -> bool:
        return not self.errors and all(row.is_valid() for row in self.filled)

    @property
    def cleaned(self) -> list[dict[str, Any]]:
        return [{**row.cleaned_data, "id": row.row_id} for row in self.filled]

    def find(self, name: str) -> Row | None:
        """By id; where rows have none, by their number."""
        if self.row.is_numbered:
            return self.filled[int(name)] if name.isdecimal() and int(name) < len(self.filled) else None
        return next((row for row in self.filled if row.row_id == name), None)


def total_of(data: Mapping, prefix: str) -> int:
    sent = str(data.get(f"{prefix}-total", ""))
    return min(int(sent), MOST) if sent.isdecimal() and len(sent) < 6 else 0


def _good_id(sent: str | None, taken: Iterable[str]) -> str:
    return sent if sent and _ID.fullmatch(sent) and sent not in taken else new_id()


def rearranged(data: QueryDict, deed: str) -> QueryDict:
    """What the form would hold after a button of its rows: `choices:add`, `choices:up:2`. Anything else changes nothing."""
    prefix, _sep, rest = deed.partition(":")
    name, _sep, place = rest.partition(":")
    rows = rows_of(data, prefix)
    at = int(place) if place.isdecimal() and len(place) < 6 else -1
    if name == "add":
        rows += [{} for _each in range(ADDED)]
    elif not 0 <= at < len(rows):
        return data
    elif name == "remove":
        del rows[at]
    elif name in ("up", "down"):
        rows.insert(max(0, at + (-1 if name == "up" else 1)), rows.pop(at))
    return with_rows(data, prefix, rows)


def rows_of(data: QueryDict, prefix: str) -> list[dict[str, list[str]]]:
    """What was sent for each row, by the name within the row."""
    rows: list[dict[str, list[str]]] = [{} for _each in range(total_of(data, prefix))]
    pattern = re.compile(rf"{re.escape(prefix)}-(\d{{1,5}})-(.+)", re.DOTALL)
    for name in data:
        if (found := pattern.fullmatch(name)) and int(found[1]) < len(rows):
            rows[int(found[1])][found[2]] = data.getlist(name)
    return rows


def with_rows(data: QueryDict, prefix: str, rows: list[dict[str, list[str]]]) -> QueryDict:
    changed = QueryDict(mutable=True)
    pattern = re.compile(rf"{re.escape(prefix)}-(\d+-.+|total)", re.DOTALL)
    for name in data:
        if not pattern.fullmatch(name):
            changed.setlist(name, data.getlist(name))
    changed[f"{prefix}-total"] = str(min(len(rows), MOST))
    for number, row in enumerate(rows):
        for name, values in row.items():
            changed.setlist(f"{prefix}-{number}-{name}", values)
    return changed
