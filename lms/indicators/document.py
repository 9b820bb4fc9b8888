"""A report as it is read, in the language that is active: tables and a note on method. Made of what was published and nothing else."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.internships.words import time_words
from lms.core.spreadsheet import Cell

from . import rule
from .labels import Labels, months_between
from .names import PLACE_OF, Dimension, Figure, Measure
from .periods import ALL, Period


class Minutes(int):
    """Shown as hours."""


Value = int | Minutes | None | str  # None: left out
IN_GROUPS = [Figure.CONSULTATIONS, Figure.PEOPLE, Figure.INTERNS, Figure.HOURS, Figure.TRAINED]  # placements have no sex


@dataclass(frozen=True)
class Table:
    title: str
    head: list[str]
    rows: list[list[Value]]  # the first of each is its heading


@dataclass(frozen=True)
class Document:
    title: str
    about: list[str]
    numbers: Table
    tables: list[Table]
    months: list[tuple[str, Value]]  # consultations, for the picture
    method: list[str]

    @property
    def has_picture(self) -> bool:
        """Of more than one month, and of any that may be shown."""
        return len(self.months) > 1 and any(count for _month, count in self.months)


def left_out_words() -> str:
    return _("left out")


def document(published: Mapping[str, Any], at: datetime) -> Document:
    """`at`: when it was counted."""
    return _Writer(published, at).document()


class _Writer:
    def __init__(self, published: Mapping[str, Any], at: datetime):
        self.published, self.at = published, localtime(at)
        self.facts = published["facts"]
        self.labels = Labels(published["cohorts"], published["districts"])
        self.since, self.until = date.fromisoformat(published["since"]), date.fromisoformat(published["until"])

    def document(self) -> Document:
        return Document(
            title=self.published["programme"],
            about=list(self._about()),
            numbers=self._numbers(),
            tables=[*(self._by(dimension) for dimension in Dimension), *self._crossed()],
            months=[(month, self._value(Figure.CONSULTATIONS, Dimension.MONTH, month)) for month in self._groups(Dimension.MONTH)],
            method=list(self._method()),
        )

    def _about(self) -> Iterator[str]:
        days = {"first": date_format(self.since, "DATE_FORMAT"), "last": date_format(self.until, "DATE_FORMAT")}
        yield self.published["organisation"]
        if self.published["funder"]:
            yield _("For %(funder)s") % {"funder": self.published["funder"]}
        if self.published["period"] == ALL:
            yield _("From %(first)s to %(last)s") % days
        else:
            yield _("%(period)s: from %(first)s to %(last)s") % {"period": Period(self.published["period"]).label, **days}
        yield _("Counted on %(day)s") % {"day": date_format(self.at, "DATE_FORMAT")}

    def _numbers(self) -> Table:
        wanted = self.published["wanted"]
        has_targets = any(count is not None for count in wanted.values())
        head = [_("Figure"), _("Counted"), *([_("Wanted")] if has_targets else [])]
        rows: list[list[Value]] = []
        for figure in Figure:
            fact = self.facts[figure.fact.value]
            row: list[Value] = [str(figure.label), None if fact is None else _typed(figure, fact["all"][PLACE_OF[figure.measure]])]
            if has_targets:
                target = wanted.get(figure.value)
                row.append("–" if target is None else _typed(figure, target * 60 if figure == Figure.HOURS else target))
            rows.append(row)
        return Table(_("In numbers"), head, rows)

    def _by(self, dimension: Dimension) -> Table:
        head = [str(dimension.label), *(str(figure.label) for figure in IN_GROUPS)]
        rows: list[list[Value]] = [
            [self.labels.of(dimension, group), *(self._value(figure, dimension, group) for figure in IN_GROUPS)]
            for group in self._groups(dimension)
        ]
        return Table(str(BY[dimension]), head, rows)

    def _groups(self, dimension: Dimension) -> list[str]:
        """Of months all that have begun, also those in which nothing was."""
        found = {group for fact in self.facts.values() if fact for group in fact["by"][dimension]}
        if dimension == Dimension.MONTH:
            found |= set(months_between(self.since, min(self.until, max(self.at.date(), self.since))))
        return self.labels.ordered(dimension, found)

    def _value(self, figure: Figure, dimension: Dimension, group: str) -> Value:
        fact = self.facts[figure.fact.value]
        cell = fact["by"][dimension].get(group, [0, 0]) if fact else None
        return None if cell is None else _typed(figure, cell[PLACE_OF[figure.measure]])

    def _crossed(self) -> Iterator[Table]:
        """People by sex and age."""
        for figure in (figure for figure in IN_GROUPS if figure.measure == Measure.PEOPLE):
            fact = self.facts[figure.fact.value]
            if not fact or not fact["cross"]:
                continue
            cells = {(sex, age): count for sex, age, count in fact["cross"]}
            sexes = self.labels.ordered(Dimension.SEX, {sex for sex, _age in cells})
            ages = self.labels.ordered(Dimension.AGE, {age for _sex, age in cells})
            rows: list[list[Value]] = [
                [self.labels.of(Dimension.SEX, sex), *(cells.get((sex, age), 0) for age in ages), self._value(figure, Dimension.SEX, sex)]
                for sex in sexes
            ]
            sums = [self._value(figure, Dimension.AGE, age) for age in ages]
            rows.append([_("In all"), *sums, fact["all"][0]])
            title = _("%(figure)s by sex and age") % {"figure": figure.label}
            yield Table(title, [str(Dimension.SEX.label), *(self.labels.of(Dimension.AGE, age) for age in ages), _("In all")], rows)

    def _method(self) -> Iterator[str]:
        yield _(
            "Groups of fewer than five people are left out. So are further numbers, where a small group could be computed from what is "
            "shown here or in an earlier report on this programme. A 0 is shown. Where even the number of all is left out, fewer than "
            "five people are behind it, or behind its difference to another number."
        )
        for figure in Figure:
            yield f"{figure.label}: {figure.means}"
        yield rule.words(self.published["rule"])
        yield _(
            "People are counted once in each group. Somebody who came in two months, or in two cohorts, stands in both, so people may add "
            "up to more than all of them; consultations and hours always add up."
        )
        yield _(
            "Sex, year of birth and district are what people told; they may leave them empty. Age is the age that is reached in the year "
            "of the event. A month is one of the calendar where the cohort is."
        )


BY = {
    Dimension.COHORT: gettext_lazy("By cohort"),
    Dimension.MONTH: gettext_lazy("By month"),
    Dimension.DISTRICT: gettext_lazy("By district"),
    Dimension.SEX: gettext_lazy("By sex"),
    Dimension.AGE: gettext_lazy("By age"),
}


def _typed(figure: Figure, count: int) -> Value:
    return Minutes(count) if figure == Figure.HOURS else count


def words_of(value: Value) -> str:
    """In print."""
    if value is None:
        return left_out_words()
    return (time_words(value) or "0") if isinstance(value, Minutes) else str(value)


def _in_spreadsheet(value: Value) -> Cell:
    if value is None:
        return left_out_words()
    return round(int(value) / 60, 2) if isinstance(value, Minutes) else value


def sheets_of(made: Document) -> list[tuple[str, list[Sequence[Cell]]]]:
    """A sheet for the numbers, one for each table, one for the method."""
    about: list[Sequence[Cell]] = [[made.title], *([line] for line in made.about), []]
    first = (made.numbers.title, [*about, *_lines(made.numbers)])
    method: list[Sequence[Cell]] = [[line] for line in made.method]
    return [first, *((table.title, _lines(table)) for table in made.tables), (_("How this was counted"), method)]


def _lines(table: Table) -> list[Sequence[Cell]]:
    return [table.head, *([_in_spreadsheet(value) for value in row] for row in table.rows)]


def in_one(sheets: Sequence[tuple[str, list[Sequence[Cell]]]]) -> list[Sequence[Cell]]:
    """For CSV: one below the other, each under its name."""
    rows: list[Sequence[Cell]] = []
    for name, table in sheets:
        rows += [[name], *table, []]
    return rows[:-1]
