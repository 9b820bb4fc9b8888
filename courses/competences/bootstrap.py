"""How sure a mean is: its bootstrap interval by the percentile method. Pure, and without chance.

B. Efron, R. J. Tibshirani, "An Introduction to the Bootstrap", 1993: the percentile interval is §13.3, the "ideal" bootstrap (of endlessly
many samples, B = ∞) §6.2. It can be computed here, because the values are a few whole numbers: the sum of n drawn ones is a polynomial to
the n-th power. Drawing 5,000 samples would come near the same two numbers, hundreds of times slower, and to others each time."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import ceil, sqrt

FEWEST = 5  # of fewer values a resampled mean says next to nothing


@dataclass(frozen=True)
class Interval:
    """`low` and `high` enclose `share` of the means of resampled values; `mean` is that of the values themselves."""

    mean: float
    low: float
    high: float


def interval(values: Sequence[int], *, share: float = 0.95) -> Interval | None:
    """In the unit of the values. None for fewer than `FEWEST` values. The ends are the smallest mean that at least (1 − share) / 2 of all
    resampled means do not exceed, and the smallest that at least (1 + share) / 2 do not exceed."""
    if len(values) < FEWEST:
        return None
    number, spread = len(values), list(sums(values))
    tail = (1 - Fraction(share).limit_denominator(10_000)) / 2
    low, high = (_quantile(spread, ceil(part * number**number)) for part in (tail, 1 - tail))
    return Interval(sum(values) / number, low / number, high / number)


def standard_error(values: Sequence[int]) -> float:
    """The standard deviation of the resampled means, from the same distribution."""
    number, every = len(values), len(values) ** len(values)
    mean = sum(values) / number
    return sqrt(sum(ways * (total / number - mean) ** 2 for total, ways in sums(values)) / every)


def sums(values: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Each sum that len(values) draws with replacement can have, from the smallest, with the number of ways it comes about; all ways
    together are n ** n. The coefficients of (Σ cₖ xᵏ)ⁿ, by the recurrence of J. C. P. Miller (D. E. Knuth, "The Art of Computer
    Programming" 2, §4.7), in whole numbers, so that nothing is rounded."""
    number, least = len(values), min(values)
    counts = Counter(value - least for value in values)
    highest, first = max(counts), counts[0]
    powers = [first**number]
    for place in range(1, number * highest + 1):
        terms = ((number * step - place + step) * counts[step] * powers[place - step] for step in counts if 0 < step <= place)
        powers.append(sum(terms) // (place * first))
    for place, ways in enumerate(powers):
        if ways:
            yield place + number * least, ways


def _quantile(spread: Sequence[tuple[int, int]], wanted: int) -> int:
    """The smallest sum that at least `wanted` of all ways do not exceed."""
    passed = accumulate(ways for _total, ways in spread)
    return next(total for (total, _ways), so_far in zip(spread, passed, strict=True) if so_far >= wanted)
