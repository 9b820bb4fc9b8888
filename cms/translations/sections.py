"""What the table of translations has in it. The app that owns something registers it in `AppConfig.ready`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from wagtail.query import PageQuerySet

from lms.accounts.models import User

from .states import Counts, State

NO_COUNTS = Counts()


@dataclass(frozen=True)
class Cell:
    """`url` leads to where one translates."""

    state: State
    url: str = ""
    counts: Counts = NO_COUNTS

    @property
    def label(self) -> str:
        return str(self.state.label)


@dataclass(frozen=True)
class Row:
    """`group` is what the table can be narrowed to, a course for instance; `depth` how far it stands in."""

    title: str
    source: str
    cells: Mapping[str, Cell]
    kind: str | Promise = ""
    depth: int = 0
    group: str = ""


@dataclass(frozen=True)
class Section:
    """`rows` are those that the person may translate, in their order: a constant number of queries. `pages`: those pages, where the section
    is made of pages."""

    key: str
    label: str | Promise
    order: int
    is_for: Callable[[User], bool]
    rows: Callable[[User], Sequence[Row]]
    pages: Callable[[User], PageQuerySet] | None = None


_sections: dict[str, Section] = {}


def register(section: Section) -> None:
    _sections[section.key] = section


def sections_of(person: User) -> list[Section]:
    return sorted((one for one in _sections.values() if one.is_for(person)), key=lambda one: one.order)


def narrowed(rows: Sequence[Row], *, group: str = "", language: str = "", state: str = "", words: str = "") -> list[Row]:
    asked = words.casefold()
    return [
        row
        for row in rows
        if (not group or row.group == group) and (not asked or asked in row.title.casefold()) and _has(row, language, state)
    ]


def _has(row: Row, language: str, state: str) -> bool:
    cells: list[Any] = [row.cells[language]] if language in row.cells else list(row.cells.values())
    return not state or any(cell.state == state for cell in cells)


def totals(rows: Sequence[Row], languages: Sequence[str]) -> dict[str, Counts]:
    return {code: sum((row.cells[code].counts for row in rows if code in row.cells), Counts()) for code in languages}
