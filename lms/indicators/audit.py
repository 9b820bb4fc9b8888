"""What a report may show, with everything that earlier reports of the same programme have shown. Pure.

Periods are whole quarters, years, or the whole programme, so of two that touch one lies within the other: reports form a tree. What a
report counts is what the reports within it counted, and a rest; small rests are groups as well and must not be computed either. For each
dimension the tree is one network (`disclosure`), because by group and by report numbers add up along two trees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from .disclosure import SMALLEST_GROUP, Edge, Network, is_safe, left_out

MONTH = "month"
Groups = Mapping[str, int]


class Cell(NamedTuple):
    """A group of a dimension; of a cross table, of both ("sex*age")."""

    by: str
    group: str
    other: str = ""


@dataclass(frozen=True)
class Tables:
    """Counts of people: all, by each dimension, and at most one table of two dimensions, whose margins are the tables of each."""

    all: int
    by: Mapping[str, Groups]
    pair: tuple[str, str] | None = None
    cross: Mapping[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """What one report counts of one fact. `amounts` are what it says besides people, by cell. `out`: what it left out; None: all of it."""

    since: date
    until: date
    tables: Tables
    amounts: Mapping[Cell | None, object] = field(default_factory=dict)
    out: frozenset[Cell] | None = frozenset()

    def shows(self, cell: Cell) -> bool:
        return self.out is not None and cell not in self.out

    def is_within(self, other: "Report") -> bool:
        return other.since <= self.since and self.until <= other.until

    def touches(self, other: "Report") -> bool:
        return self.since <= other.until and other.since <= self.until

    def count(self, cell: Cell) -> int:
        return self.tables.by.get(cell.by, {}).get(cell.group, 0)

    def fits_in(self, other: "Report") -> bool:
        """No group is larger than there."""
        mine, theirs = self.tables, other.tables
        return mine.all <= theirs.all and all(
            count <= theirs.by.get(by, {}).get(group, 0) for by, groups in mine.by.items() for group, count in groups.items()
        )


@dataclass(frozen=True)
class Asked:
    """A report of one fact and what there is beside it. `earlier` in the order in which they left. `between`: people who did something in
    the one period and not in that of the earlier report of that number, so that their amounts could be computed."""

    new: Report
    earlier: Sequence[Report] = ()
    between: Sequence[tuple[int, Tables]] = ()

    @property
    def touching(self) -> list[Report]:
        return [report for report in self.earlier if report.out is not None and report.touches(self.new)]


def audited(
    new: Report, earlier: Sequence[Report] = (), beside: Sequence[Tables] = (), between: Sequence[tuple[int, Tables]] = ()
) -> Report:
    """`new` with what it must leave out. `beside`: people who can be computed of this report and another one (`audited_together`)."""
    return audited_together([Asked(new, earlier, between)], beside)[0]


def audited_together(asked: Sequence[Asked], beside: Sequence[Tables] = ()) -> list[Report]:
    """Of facts of the same people (interns, and those of them who are trained): the same groups are left out of each, so that the
    difference, `beside`, stands for itself as well. All of them are left out where that is not possible."""
    if any(one.touching for one in asked):
        # a table of two dimensions would make three of them, with those of time: only the first report of its time has one
        asked = [replace(one, new=replace(one.new, tables=_without_cross(one.new.tables))) for one in asked]
        beside = [_without_cross(tables) for tables in beside]
    nothing = [replace(one.new, out=None) for one in asked]
    between = [(one.earlier[number], tables) for one in asked for number, tables in one.between if one.earlier[number] in one.touching]
    if any(_is_small(tables.all) for tables in beside) or any(_is_small(tables.all) for _report, tables in between):
        return nothing
    if any(_all_is_too_little(one.new, one.touching) for one in asked):
        return nothing
    trees = [_Tree(one.new, one.touching) for one in asked]
    # differences first: they have the fewest ways, and what keeps them open often is enough for the tables themselves
    networks = [*map(_of_itself, beside), *(_of_itself(tables, report) for report, tables in between), *(tree.network() for tree in trees)]
    first = {cell for one, tree in zip(asked, trees, strict=True) for cell in _small_steps(one.new, one.touching) | tree.out}
    out = left_out(networks, first)
    return [replace(one.new, out=frozenset(out)) for one in asked] if is_safe(networks, out) else nothing


def _without_cross(tables: Tables) -> Tables:
    return Tables(tables.all, tables.by)


def _is_small(count: int) -> bool:
    return 0 < count < SMALLEST_GROUP


def _all_is_too_little(new: Report, touching: Sequence[Report]) -> bool:
    """The number of all people is shown, or nothing of the fact is. With it shown, each table stands for itself."""
    small = [new.tables.all, *(abs(new.tables.all - report.tables.all) for report in touching)]
    return any(map(_is_small, small)) or any(_is_small_step(new, report, None) for report in touching)


def _small_steps(new: Report, touching: Sequence[Report]) -> set[Cell]:
    """Cells that differ by a small group from what an earlier report shows."""
    cells = {Cell(by, group) for report in (new, *touching) for by, groups in report.tables.by.items() for group in groups}
    return {
        cell
        for cell in cells
        for report in touching
        if new.count(cell)
        and report.shows(cell)
        and not _are_other_months(cell, new, report)
        and (_is_small(abs(new.count(cell) - report.count(cell))) or _is_small_step(new, report, cell))
    }


def _is_small_step(new: Report, report: Report, cell: Cell | None) -> bool:
    """Of the same period: other amounts, and fewer than five new people; then the amounts are those of a few."""
    if (new.since, new.until) != (report.since, report.until) or new.amounts.get(cell) == report.amounts.get(cell):
        return False
    counts = [new.tables.all, report.tables.all] if cell is None else [new.count(cell), report.count(cell)]
    return counts[0] - counts[1] < SMALLEST_GROUP


def _are_other_months(cell: Cell, new: Report, report: Report) -> bool:
    return cell.by == MONTH and not (_has_month(new, cell.group) and _has_month(report, cell.group))


def _has_month(report: Report, month: str) -> bool:
    return f"{report.since:%Y-%m}" <= month <= f"{report.until:%Y-%m}"


class _Tree:
    """The reports that touch each other and fit into each other, as one network. A report that does not fit (something was corrected) is
    left to the rule of small steps."""

    def __init__(self, new: Report, touching: Sequence[Report]):
        reports = [*touching, new]
        self._new = len(reports) - 1
        self._parents = {number: _parent(number, reports) for number in range(len(reports))}
        root = self._root(self._new)
        self._reports = {number: report for number, report in enumerate(reports) if self._root(number) == root}
        self._inner = {parent for number, parent in self._parents.items() if number in self._reports and parent is not None}
        self.out = self._without_a_place()

    def _root(self, number: int) -> int:
        while (parent := self._parents[number]) is not None:
            number = parent
        return number

    def _without_a_place(self) -> set[Cell]:
        """The cross table of a report that has reports both around it and within it fits into no network: its dimensions are left out."""
        stuck = [report for number, report in self._reports.items() if self._is_between(number) and report.tables.pair]
        new = self._reports[self._new].tables
        return {Cell(by, group) for report in stuck for by in report.tables.pair or () for group, n in new.by.get(by, {}).items() if n}

    def _is_between(self, number: int) -> bool:
        return number in self._inner and self._parents[number] is not None

    def network(self) -> Network:
        edges: list[Edge] = []
        stuck = {by for n, each in self._reports.items() if self._is_between(n) for by in each.tables.pair or ()}
        second = {report.tables.pair[1] for report in self._reports.values() if report.tables.pair}
        for by in sorted({by for report in self._reports.values() for by in report.tables.by}):
            if by not in stuck:
                edges += [_turned(edge) if by in second else edge for edge in self._of_dimension(by)]
        for number, report in self._reports.items():
            if report.tables.pair and not stuck.intersection(report.tables.pair):
                edges += self._of_cross(number, report)
        return Network(edges)

    def _of_dimension(self, by: str) -> list[Edge]:
        edges = []
        groups = sorted({group for report in self._reports.values() for group in report.tables.by.get(by, {})})
        for number, report in self._reports.items():
            for group in groups:
                count, cell, parent = report.count(Cell(by, group)), Cell(by, group), self._parents[number]
                is_leaf, has_cross = number not in self._inner, by in (report.tables.pair or ())
                tail: object = (by, "row", number) if is_leaf and not has_cross else (by, group, number)
                top: object = (by, "margin", group, number) if has_cross and not is_leaf else (by, "top")
                edges.append(self._printed(number, tail, top if parent is None else (by, group, parent), count, cell))
                if not is_leaf:
                    rest = max(0, count - sum(self._reports[child].count(cell) for child in self._children(number)))
                    edges.append(Edge((by, "row", number), (by, group, number), rest, most=self._most_rest(number, cell, rest)))
        return edges

    def _children(self, number: int) -> list[int]:
        return [child for child in self._reports if self._parents[child] == number]

    def _most_rest(self, number: int, cell: Cell, rest: int) -> int:
        """Nobody of a month outside the period of a report that has all of that month."""
        has_all = any(_has_month(self._reports[child], cell.group) for child in self._children(number)) if cell.by == MONTH else False
        return rest if has_all else self._reports[number].tables.all

    def _printed(self, number: int, tail: object, head: object, count: int, cell: Cell) -> Edge:
        report = self._reports[number]
        most = report.tables.all
        if number == self._new:
            return Edge(tail, head, count, cell, is_known=not count, is_published=True, most=most)
        return Edge(tail, head, count, is_known=report.shows(cell) or not count, is_published=True, most=most)

    def _of_cross(self, number: int, report: Report) -> list[Edge]:
        one, other = report.tables.pair or ("", "")
        edges = []
        for (group, second), count in sorted(report.tables.cross.items()):
            cell = Cell(f"{one}*{other}", group, second)
            is_leaf = number not in self._inner
            ends: tuple[object, object] = (other, second, number), (one, group, number)
            margins: tuple[object, object] = (one, "margin", group, number), (other, "margin", second, number)
            tail, head = ends if is_leaf else margins
            edges.append(self._printed(number, tail, head, count, cell))
        return edges


def _turned(edge: Edge) -> Edge:
    return Edge(edge.head, edge.tail, edge.value, edge.cell, edge.is_known, edge.is_published, edge.most)


def _parent(number: int, reports: Sequence[Report]) -> int | None:
    """The smallest report around this one; of the same period, the next one in time."""
    me = reports[number]
    around = [
        (other.until - other.since, place)
        for place, other in enumerate(reports)
        if place != number and me.is_within(other) and me.fits_in(other) and not (other.is_within(me) and place < number)
    ]
    return min(around)[1] if around else None


def _of_itself(tables: Tables, report: Report | None = None) -> Network:
    """Of numbers that stand nowhere, and can be computed where the cells of the new report are shown, and those of `report` as well."""

    def edge(tail: object, head: object, count: int, cell: Cell) -> Edge:
        return Edge(tail, head, count, cell if report is None or report.shows(cell) else None, most=tables.all)

    one, other = tables.pair or ("", "")
    edges = []
    for by, groups in sorted(tables.by.items()):
        for group, count in sorted(groups.items()):
            row = (by, group) if by in {one, other} else (by, "row")
            made = edge(row, (by, "top"), count, Cell(by, group))
            edges.append(_turned(made) if by == other else made)
    for (group, second), count in sorted(tables.cross.items()):
        edges.append(edge((other, second), (one, group), count, Cell(f"{one}*{other}", group, second)))
    return Network(edges)
