"""Pure arithmetic on plain numbers."""

from collections.abc import Sequence


def nearest_rank(values: Sequence[int], percent: int) -> int | None:
    """The smallest value that at least `percent` of all values do not exceed: the ⌈percent · n / 100⌉-th in order. In the unit of the
    values, and always one of them, so that "half were answered within 3 days" is true as it stands. None for no values. 0 < percent ≤ 100.

    R. J. Hyndman, Y. Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50, 1996, definition 1 (the inverse of the
    empirical distribution function); spreadsheets interpolate between neighbours instead."""
    if not values:
        return None
    rank = -(-percent * len(values) // 100)
    return sorted(values)[rank - 1]


def mean(values: Sequence[int]) -> float | None:
    """Σx / n. None for no values."""
    return sum(values) / len(values) if values else None


def counts(values: Sequence[int], most: int) -> list[tuple[int, int]]:
    """How many values are 0, 1, … `most`; what is more than `most` counts there."""
    found = [0] * (most + 1)
    for value in values:
        found[min(most, value)] += 1
    return list(enumerate(found))
