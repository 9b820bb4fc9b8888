"""Counting rows: in all, by each dimension, and by any two at once. A cell is [people, amount, placements]. Pure.

People are counted once in each group; somebody who came in two months stands in both, so columns of people may add up to more than the
people in all. Amounts always add up."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import Any

from .facts import Row
from .names import Dimension

Cell = list[int]
DIMENSIONS = [dimension.value for dimension in Dimension]
PAIRS = list(combinations(DIMENSIONS, 2))
EMPTY: Cell = [0, 0, 0]


class _Tally:
    __slots__ = ("amount", "people", "places")

    def __init__(self) -> None:
        self.people: set[str] = set()
        self.places: set[int] = set()
        self.amount = 0

    def cell(self) -> Cell:
        return [len(self.people), self.amount, len(self.places)]


def counted(rows: Iterable[Row], *, with_pairs: bool = True) -> dict[str, Any]:
    """{"all": cell, "by": {dimension: {group: cell}}, "pairs": {"sex*age": {group: {group: cell}}}}"""
    alike: dict[tuple, int] = defaultdict(int)
    for row in rows:
        alike[row.person, row.place, row.cohort, row.month, row.district, row.sex, row.age] += row.amount
    whole = _Tally()
    by: list[dict[str, _Tally]] = [defaultdict(_Tally) for _ in DIMENSIONS]
    pairs: list[dict[tuple[str, str], _Tally]] = [defaultdict(_Tally) for _ in PAIRS]
    places = [(DIMENSIONS.index(one), DIMENSIONS.index(other)) for one, other in PAIRS] if with_pairs else []
    for (person, place, cohort, *rest), amount in alike.items():
        groups = (str(cohort), *rest)
        tallies = [whole, *(table[group] for table, group in zip(by, groups, strict=True))]
        tallies += [table[groups[one], groups[other]] for table, (one, other) in zip(pairs, places, strict=False)]
        for tally in tallies:
            tally.people.add(person)
            tally.amount += amount
            if place:
                tally.places.add(place)
    return {
        "all": whole.cell(),
        "by": {name: {group: tally.cell() for group, tally in table.items()} for name, table in zip(DIMENSIONS, by, strict=True)},
        "pairs": {f"{one}*{other}": _nested(table) for (one, other), table in zip(PAIRS, pairs, strict=True)} if with_pairs else {},
    }


def _nested(table: dict[tuple[str, str], _Tally]) -> dict[str, dict[str, Cell]]:
    found: dict[str, dict[str, Cell]] = defaultdict(dict)
    for (one, other), tally in table.items():
        found[one][other] = tally.cell()
    return dict(found)


def crossed(pairs: dict[str, Any], one: str, other: str) -> dict[tuple[str, str], Cell]:
    """The table of two dimensions, in the order in which they are asked for."""
    if f"{one}*{other}" in pairs:
        return {(group, second): cell for group, row in pairs[f"{one}*{other}"].items() for second, cell in row.items()}
    return {(second, group): cell for group, row in pairs.get(f"{other}*{one}", {}).items() for second, cell in row.items()}
