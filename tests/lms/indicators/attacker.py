"""Somebody who has every number that was published, and tries all tables of whole numbers that agree with them. It shares no code with what
chooses the numbers to leave out."""

from collections.abc import Iterator, Sequence
from itertools import product


def parts(total: int, number: int) -> Iterator[tuple[int, ...]]:
    """All ways to write a total as so many numbers, none negative."""
    if number == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in parts(total - first, number - 1):
            yield (first, *rest)


def rows_that_agree(shown: Sequence[int | None], total: int) -> Iterator[tuple[int, ...]]:
    """`shown`: None is left out."""
    open_places = [place for place, count in enumerate(shown) if count is None]
    left = total - sum(count for count in shown if count is not None)
    if not open_places:
        assert left == 0
        yield tuple(count for count in shown if count is not None)
        return
    for guess in parts(left, len(open_places)):
        row = list(shown)
        for place, count in zip(open_places, guess, strict=True):
            row[place] = count
        yield tuple(count for count in row if count is not None)


def tables_that_agree(
    cells: Sequence[Sequence[int | None]], rows: Sequence[int | None], columns: Sequence[int | None], total: int
) -> Iterator[tuple[tuple[int, ...], ...]]:
    """Of two dimensions, with margins that may be left out themselves."""
    for sums in rows_that_agree(rows, total):
        choices = [list(rows_that_agree(row, each)) for row, each in zip(cells, sums, strict=True) if _fits(row, each)]
        if len(choices) < len(cells):
            continue
        for table in product(*choices):
            if all(known is None or sum(column) == known for known, column in zip(columns, zip(*table, strict=True), strict=True)):
                yield table


def _fits(row: Sequence[int | None], total: int) -> bool:
    known = sum(count for count in row if count is not None)
    return known <= total if None in row else known == total


def width(values: Sequence[int]) -> int:
    return max(values) - min(values)
