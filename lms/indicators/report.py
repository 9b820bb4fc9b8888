"""A report for a funder: counted from the same rows as every figure, and checked against all that left the house before."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from .audit import Asked, Cell, Report, Tables, audited, audited_together
from .facts import Facts, Row
from .figures import DIMENSIONS, counted, crossed
from .models import Programme, Release
from .names import Dimension, Fact
from .periods import ALL, Period
from .rule import needs_hours
from .scope import of_programme

PAIR = (Dimension.SEX.value, Dimension.AGE.value)


@dataclass(frozen=True)
class Draft:
    """`published` is what leaves the house, `counted` what later reports are checked against. Both are what JSON has."""

    since: date
    until: date
    published: dict[str, Any]
    counted: dict[str, Any]

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(json.dumps(self.published, sort_keys=True).encode()).hexdigest()


def draft(programme: Programme, period: Period, *, with_pair: bool = False) -> Draft:
    """`with_pair`: with people by sex and age at once."""
    return _Drafting(programme, period, with_pair).draft()


class _Drafting:
    def __init__(self, programme: Programme, period: Period, with_pair: bool):
        self.programme, self.period, self.with_pair = programme, period, with_pair
        self.since, self.until = period.since or programme.first_on, period.until or programme.last_on
        self.cohorts = list(programme.cohorts.order_by("name", "pk"))
        whole = Period(ALL, programme.first_on, programme.last_on)
        self.facts = Facts(of_programme(programme, self.cohorts, whole))
        self.rows = {fact: self.facts.rows(fact) for fact in Fact}
        self.earlier = list(Release.objects.of(programme).order_by("at", "pk"))

    def draft(self) -> Draft:
        tables = {fact: counted(row for row in self.rows[fact] if self.period.has(row.day)) for fact in Fact}
        reports = self._audited(tables)
        return Draft(
            since=self.since,
            until=self.until,
            published={
                "programme": self.programme.name,
                "organisation": self.programme.owner.name,
                "funder": self.programme.funder,
                "period": self.period.key,
                "since": self.since.isoformat(),
                "until": self.until.isoformat(),
                "rule": self.programme.rule,
                "wanted": {name: getattr(self.programme, f"{name}_wanted") for name in WANTED} if self.period.key == ALL else {},
                "cohorts": {str(cohort.pk): cohort.name for cohort in self.cohorts},
                "districts": self.facts.districts.labels,
                "facts": {fact.value: _published(tables[fact], reports[fact]) for fact in Fact},
            },
            counted={fact.value: as_json(reports[fact]) for fact in Fact},
        )

    def _audited(self, tables: Mapping[Fact, dict[str, Any]]) -> dict[Fact, Report]:
        asked = {fact: self._asked(fact, tables[fact]) for fact in Fact}
        alone = {fact: audited(one.new, one.earlier, between=one.between) for fact, one in asked.items()}
        if not needs_hours(self.programme.rule) or alone[Fact.TRAINED].out is None or alone[Fact.PRACTICE].out is None:
            return alone
        both = [Fact.PRACTICE, Fact.TRAINED]
        rest = _rest(asked[Fact.PRACTICE].new.tables, asked[Fact.TRAINED].new.tables)
        together = audited_together([asked[fact] for fact in both], [rest])
        if together[0].out is None:  # then those who are trained are left out, and the others stand for themselves
            return {**alone, Fact.TRAINED: together[1]}
        return {**alone, **dict(zip(both, together, strict=True))}

    def _asked(self, fact: Fact, tables: dict[str, Any]) -> Asked:
        pair = PAIR if self.with_pair else None
        new = Report(self.since, self.until, people_of(tables, pair), amounts_of(tables))
        earlier = [from_json(release.since, release.until, release.counted[fact.value]) for release in self.earlier]
        between = [(number, self._between(fact, report)) for number, report in enumerate(earlier) if self._differs(report)]
        return Asked(new, earlier, between)

    def _differs(self, report: Report) -> bool:
        """One of the two periods is a part of the other."""
        mine, theirs = (self.since, self.until), (report.since, report.until)
        is_within = self.since >= report.since and self.until <= report.until
        is_around = report.since >= self.since and report.until <= self.until
        return mine != theirs and (is_within or is_around)

    def _between(self, fact: Fact, report: Report) -> Tables:
        """Whoever did something in the one period and outside the other: their amounts are what subtraction gives."""
        rows = self.rows[fact]
        mine, theirs = self._days(rows, self.since, self.until), self._days(rows, report.since, report.until)
        more, less = (mine, theirs) if len(mine) >= len(theirs) else (theirs, mine)
        inside = {(row.ref, row.day) for row in less}
        return people_of(counted((row for row in more if (row.ref, row.day) not in inside), with_pairs=False), None)

    @staticmethod
    def _days(rows: Iterable[Row], since: date, until: date) -> list[Row]:
        return [row for row in rows if since <= row.day <= until]


WANTED = ("consultations", "people", "internships", "hours", "trained")


def people_of(tables: Mapping[str, Any], pair: tuple[str, str] | None) -> Tables:
    by = {name: {group: cell[0] for group, cell in groups.items()} for name, groups in tables["by"].items()}
    cross = {groups: cell[0] for groups, cell in crossed(tables["pairs"], *pair).items()} if pair else {}
    return Tables(tables["all"][0], by, pair, cross)


def amounts_of(tables: Mapping[str, Any]) -> dict[Cell | None, object]:
    found: dict[Cell | None, object] = {None: list(tables["all"][1:])}
    for name, groups in tables["by"].items():
        found |= {Cell(name, group): cell[1] for group, cell in groups.items()}
    return found


def _rest(interns: Tables, trained: Tables) -> Tables:
    """Those who practised and are not trained, which everybody can compute."""

    def less(some: Mapping[Any, int], others: Mapping[Any, int]) -> dict[Any, int]:
        return {group: max(0, count - others.get(group, 0)) for group, count in some.items()}

    by = {name: less(groups, trained.by.get(name, {})) for name, groups in interns.by.items()}
    return Tables(max(0, interns.all - trained.all), by, interns.pair, less(interns.cross, trained.cross))


def _published(tables: Mapping[str, Any], report: Report) -> dict[str, Any] | None:
    """None where all of it is left out; a cell that is left out is None. Of a table of two dimensions people only."""
    if report.out is None:
        return None
    return {
        "all": tables["all"],
        "by": {
            name: {group: cell[:2] if report.shows(Cell(name, group)) else None for group, cell in tables["by"][name].items()}
            for name in DIMENSIONS
        },
        "cross": [
            [*groups, count if report.shows(Cell("*".join(report.tables.pair or ()), *groups)) else None]
            for groups, count in sorted(report.tables.cross.items())
        ],
    }


def as_json(report: Report) -> dict[str, Any]:
    return {
        "all": report.tables.all,
        "by": {name: dict(groups) for name, groups in report.tables.by.items()},
        "pair": list(report.tables.pair) if report.tables.pair else None,
        "cross": [[*groups, count] for groups, count in sorted(report.tables.cross.items())],
        "amounts": [[list(cell) if cell else None, amount] for cell, amount in report.amounts.items()],
        "out": None if report.out is None else sorted(list(cell) for cell in report.out),
    }


def from_json(since: date, until: date, kept: Mapping[str, Any]) -> Report:
    pair: Sequence[str] | None = kept["pair"]
    return Report(
        since=since,
        until=until,
        tables=Tables(
            kept["all"],
            kept["by"],
            (pair[0], pair[1]) if pair else None,
            {(group, other): count for group, other, count in kept["cross"]},
        ),
        amounts={Cell(*cell) if cell else None: amount for cell, amount in kept["amounts"]},
        out=None if kept["out"] is None else frozenset(Cell(*cell) for cell in kept["out"]),
    )
