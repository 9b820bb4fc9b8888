"""Krippendorff's alpha: how far several observers who described the same units agree, beyond what chance would bring. Pure.

Source: Klaus Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", University of Pennsylvania, section C (any number of
observers, any metric, missing data). Within a unit of m values each ordered pair of values from different observers counts 1/(m − 1); these
are the coincidences o(c,k), with the sums n(c) and n. With δ² the squared difference of two values,

    α = 1 − (n − 1) · Σ o(c,k)·δ²(c,k) / Σ n(c)·n(k)·δ²(c,k)

1 is perfect agreement, 0 what chance alone would give, below 0 worse than chance. Counted in fractions: the order of observers and units
cannot change the last digit."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import permutations

Value = int | float
Counts = Mapping[Value, Fraction]
Metric = Callable[[Value, Value, Counts], Fraction]  # the squared difference of two values; counts: how often each value occurs


def nominal(one: Value, other: Value, counts: Counts) -> Fraction:
    """Different or not."""
    return Fraction(one != other)


def ordinal(one: Value, other: Value, counts: Counts) -> Fraction:
    """By how many values stand between them in rank: δ² = (Σ n(g) for g from c to k − (n(c) + n(k)) / 2)²."""
    low, high = sorted((one, other))
    between = sum((count for value, count in counts.items() if low <= value <= high), Fraction())
    return (between - (counts[one] + counts[other]) / 2) ** 2


def interval(one: Value, other: Value, counts: Counts) -> Fraction:
    """By how far they are apart."""
    return (Fraction(one) - Fraction(other)) ** 2


def alpha(units: Iterable[Sequence[Value | None]], metric: Metric) -> Fraction | None:
    """`units`: for each the values that observers gave it, None where one gave none. None where nothing can be said: no unit has two
    values, or all values are the same, so that chance alone would agree as well."""
    coincidences: Counter[tuple[Value, Value]] = Counter()
    for unit in units:
        values = [value for value in unit if value is not None]
        for pair in permutations(values, 2):
            coincidences[pair] += Fraction(1, len(values) - 1)  # type: ignore[assignment]
    counts: dict[Value, Fraction] = {}
    for (value, _other), count in coincidences.items():
        counts[value] = counts.get(value, Fraction()) + count
    observed = sum((count * metric(*pair, counts) for pair, count in coincidences.items()), Fraction())
    expected = sum((counts[one] * counts[other] * metric(one, other, counts) for one in counts for other in counts), Fraction())
    return 1 - (sum(counts.values()) - 1) * observed / expected if expected else None
