"""The page of figures: numbers with their targets, tables by each dimension, a table of any two at once. Each number has the address of its
rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from courses.internships.words import time_words

from . import plots
from .figures import EMPTY, crossed
from .kept import Shown
from .labels import Labels, months_between
from .models import Programme
from .names import PLACE_OF, Dimension, Fact, Figure
from .scope import Scope

Address = Callable[..., str]  # of a figure's rows: (figure, {dimension: group})
NUMBER = '<td class="report-number">{}</td>'


def amount_words(figure: Figure, count: int) -> str:
    """As people read it: hours in hours and minutes."""
    return (time_words(count) or "0") if figure == Figure.HOURS else str(count)


@dataclass(frozen=True)
class Number:
    figure: Figure
    count: int
    url: str
    wanted: int | None = None

    @property
    def words(self) -> str:
        return amount_words(self.figure, self.count)

    @property
    def reached(self) -> int:
        """Of what is wanted, in whole per cent, rounded down: 100 is all of it."""
        done = self.count / 60 if self.figure == Figure.HOURS else self.count
        return int(done * 100 // self.wanted) if self.wanted else 0

    @property
    def bar(self) -> int:
        return min(100, self.reached)


class FiguresPage:
    def __init__(self, scope: Scope, shown: Shown, address: Address, programme: Programme | None = None):
        self.scope, self.shown, self._address, self.programme = scope, shown, address, programme
        self.labels = Labels({str(cohort.pk): cohort.name for cohort in scope.cohorts}, shown.tables.get("districts", {}))

    @property
    def is_counted(self) -> bool:
        return bool(self.shown.tables)

    def _fact(self, fact: Fact) -> Mapping[str, Any]:
        return self.shown.tables.get("facts", {}).get(fact.value) or {"all": EMPTY, "by": {}}

    @property
    def is_empty(self) -> bool:
        return not any(self._fact(fact)["all"][0] for fact in Fact)

    @cached_property
    def numbers(self) -> list[Number]:
        return [
            Number(figure, self._fact(figure.fact)["all"][PLACE_OF[figure.measure]], self._address(figure), self._wanted(figure))
            for figure in Figure
        ]

    def _wanted(self, figure: Figure) -> int | None:
        """Targets are those of the whole programme."""
        return getattr(self.programme, f"{figure.value}_wanted", None) if self.programme and self.scope.period.key == "all" else None

    @property
    def columns(self) -> list[str]:
        return [str(figure.label) for figure in Figure]

    @cached_property
    def tables(self) -> list[dict[str, Any]]:
        """By each dimension: a line for each group that anything was counted of."""
        return [{"name": str(dimension.label), "key": dimension.value, "rows": self._rows(dimension)} for dimension in Dimension]

    def _rows(self, dimension: Dimension) -> SafeString:
        """Hundreds of links: written here, which costs a tenth of what a template takes for them."""
        by = {fact: self._fact(fact)["by"].get(dimension.value, {}) for fact in Fact}
        groups = self.labels.ordered(dimension, {group for table in by.values() for group in table})
        urls = {figure: self._address(figure) for figure in Figure}
        lines = []
        for group in groups:
            cells = [self._cell(figure, by[figure.fact].get(group), urls[figure], dimension, group) for figure in Figure]
            lines.append((self.labels.of(dimension, group), SafeString("".join(cells))))
        return format_html_join("", '<tr><th scope="row">{}</th>{}</tr>', lines)

    @staticmethod
    def _cell(figure: Figure, cell: Sequence[int] | None, url: str, dimension: str, group: str) -> SafeString:
        count = cell[PLACE_OF[figure.measure]] if cell else 0
        if not count:
            return format_html(NUMBER, 0)
        more = "&" if "?" in url else "?"
        link = format_html('<a href="{}{}{}={}">{}</a>', url, more, dimension, group or "-", amount_words(figure, count))
        return format_html(NUMBER, link)

    @property
    def has_more_months(self) -> bool:
        return len(self._fact(Fact.CONSULTATIONS)["by"].get(Dimension.MONTH.value, {})) > plots.MOST_BARS

    @cached_property
    def month_bars(self) -> list[plots.Bar]:
        """Consultations held, month by month, from the first that has any."""
        months = self._fact(Fact.CONSULTATIONS)["by"].get(Dimension.MONTH.value, {})
        if not months:
            return []
        first, last = min(months), max(months)
        return plots.bars([(month, months[month][1] if month in months else 0) for month in _months(first, last)])


def _months(first: str, last: str) -> list[str]:
    return months_between(date(int(first[:4]), int(first[5:]), 1), date(int(last[:4]), int(last[5:]), 1))


class PairPage:
    """A figure by two dimensions at once."""

    def __init__(self, page: FiguresPage, figure: Figure, one: Dimension, other: Dimension, address: Address):
        self.page, self.figure, self.one, self.other, self._address = page, figure, one, other, address
        place = PLACE_OF[figure.measure]
        cells = crossed(page.shown.pairs.get(figure.fact.value, {}), one, other) if page.shown.pk else {}
        self._counts = {groups: cell[place] for groups, cell in cells.items()}
        fact = page._fact(figure.fact)
        self._sums = {name: {group: cell[place] for group, cell in fact["by"].get(name, {}).items()} for name in (one, other)}
        self.all = fact["all"][place]

    @cached_property
    def columns(self) -> list[str]:
        return self.page.labels.ordered(self.other, self._sums[self.other])

    @property
    def heads(self) -> list[str]:
        return [*(self.page.labels.of(self.other, group) for group in self.columns), _("In all")]

    @property
    def rows(self) -> list[dict[str, Any]]:
        found = []
        for group in self.page.labels.ordered(self.one, self._sums[self.one]):
            cells = [self._number(self._counts.get((group, column), 0), {self.one: group, self.other: column}) for column in self.columns]
            cells.append(self._number(self._sums[self.one][group], {self.one: group}))
            found.append({"label": self.page.labels.of(self.one, group), "cells": cells})
        sums = [self._number(self._sums[self.other][column], {self.other: column}) for column in self.columns]
        return [*found, {"label": _("In all"), "cells": [*sums, self._number(self.all, {})]}]

    def _number(self, count: int, chosen: Mapping[str, str]) -> dict[str, Any]:
        url = self._address(self.figure, chosen) if count else ""
        return {"words": amount_words(self.figure, count), "count": count, "url": url}
