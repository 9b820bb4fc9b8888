"""The arithmetic of classical test theory, on plain lists of numbers. Pure.

The formulas and names are those of Moodle's quiz statistics ("Quiz statistics calculations",
https://docs.moodle.org/dev/Quiz_statistics_calculations, "MD" below), so that figures of both can be compared. Grades are in percent of the
quiz's full marks throughout; an index that is a ratio comes in percent too. Where a formula would divide by nothing (too few attempts,
everybody the same) the answer is None, never 0."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt

Numbers = Sequence[float]

HARDLY_ANY = 1e-9  # sums of squares below are rounding, not spread


def mean(values: Numbers) -> float | None:
    """Σx / n. None for no values."""
    return fsum(values) / len(values) if values else None


def median(values: Numbers) -> float | None:
    """The middle one in order, the mean of the two middle ones where their number is even."""
    ordered, half = sorted(values), len(values) // 2
    if not ordered:
        return None
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def covariance(xs: Numbers, ys: Numbers) -> float | None:
    """C(x, y) = Σ (x − x̄)(y − ȳ) / (n − 1), the unbiased estimate. In the unit of x times that of y. None for fewer than two pairs."""
    if len(xs) < 2:
        return None
    x_mean, y_mean = fsum(xs) / len(xs), fsum(ys) / len(ys)
    total = fsum((x - x_mean) * (y - y_mean) for x, y in zip(xs, ys, strict=True))
    return 0.0 if abs(total) < HARDLY_ANY else total / (len(xs) - 1)


def variance(values: Numbers) -> float | None:
    """V(x) = C(x, x) = Σ (x − x̄)² / (n − 1). In the square of the unit of x."""
    return covariance(values, values)


def standard_deviation(values: Numbers) -> float | None:
    """√V(x), in the unit of x."""
    spread = variance(values)
    return None if spread is None else sqrt(spread)


def skewness(values: Numbers) -> float | None:
    """k₃ / k₂^(3/2), without unit (MD, "Skewness"): 0 is symmetrical, negative a long tail towards low grades.

    With mₖ = Σ (x − x̄)ᵏ / n: k₂ = n m₂ / (n − 1), k₃ = n² m₃ / ((n − 1)(n − 2)), Fisher's k-statistics. None for fewer than three values
    or no spread."""
    n = len(values)
    k2 = variance(values)
    if n < 3 or not k2:
        return None
    return n**2 * _moment(values, 3) / ((n - 1) * (n - 2)) / k2**1.5


def kurtosis(values: Numbers) -> float | None:
    """k₄ / k₂², without unit (MD, "Kurtosis"): 0 for the normal curve, above for a sharper peak with longer tails, below for a flat top.

    k₄ = n² ((n + 1) m₄ − 3 (n − 1) m₂²) / ((n − 1)(n − 2)(n − 3)), Fisher's fourth k-statistic. None for fewer than four values or no
    spread."""
    n = len(values)
    k2 = variance(values)
    if n < 4 or not k2:
        return None
    k4 = n**2 * ((n + 1) * _moment(values, 4) - 3 * (n - 1) * _moment(values, 2) ** 2) / ((n - 1) * (n - 2) * (n - 3))
    return k4 / k2**2


def _moment(values: Numbers, power: int) -> float:
    middle = fsum(values) / len(values)
    return fsum((value - middle) ** power for value in values) / len(values)


def internal_consistency(items: Sequence[Numbers], totals: Numbers) -> float | None:
    """Cronbach's alpha in percent: 100 · P / (P − 1) · (1 − Σ V(xₚ) / V(T)), P items, `totals` their sums (MD, "Coefficient of internal
    consistency"; L. J. Cronbach, "Coefficient alpha and the internal structure of tests", Psychometrika 16, 1951). How much of the spread
    of grades is common to all questions; it may be negative. None for fewer than two items or no spread of totals."""
    whole = variance(totals)
    if len(items) < 2 or not whole:
        return None
    parts = fsum(variance(item) or 0.0 for item in items)
    return 100 * len(items) / (len(items) - 1) * (1 - parts / whole)


def error_ratio(consistency: float | None) -> float | None:
    """100 · √(1 − CIC / 100), in percent: the part of the standard deviation that is chance (MD, "Error ratio")."""
    return None if consistency is None else 100 * sqrt(max(0.0, 1 - consistency / 100))


def standard_error(ratio: float | None, deviation: float | None) -> float | None:
    """ER / 100 · SD, in percent of the full marks: by about so much would a learner's grade change by chance alone (MD, "Standard
    error"). About two thirds of all grades are not further than this from what they should be."""
    return None if ratio is None or deviation is None else ratio * deviation / 100


def discrimination_index(marks: Numbers, rest: Numbers) -> float | None:
    """100 · C(x, X) / √(V(x) V(X)), in percent from −100 to 100: the correlation of the marks of one question with what the same people got
    for all the others (`rest`) (MD, "Discrimination index"; T. L. Kelley's idea of comparing upper and lower group, 1939, without cutting
    groups off). None where either has no spread."""
    common, of_marks, of_rest = covariance(marks, rest), variance(marks), variance(rest)
    if common is None or not of_marks or not of_rest:
        return None
    return 100 * common / sqrt(of_marks * of_rest)


def discriminative_efficiency(marks: Numbers, rest: Numbers) -> float | None:
    """100 · C(x, X) / C_max(x, X), in percent: the discrimination as a part of the highest that these very marks could have, which is
    when both lists are put in order (MD, "Discriminative efficiency"). Unlike the index it is fair to very easy and very hard questions.
    None where there is no spread."""
    common, highest = covariance(marks, rest), covariance(sorted(marks), sorted(rest))
    if common is None or not highest:
        return None
    return 100 * common / highest


def effective_weights(items: Sequence[Numbers], totals: Numbers) -> list[float | None]:
    """100 · √C(xₚ, T) / Σ √C(xₚ, T) for each item, in percent: how much of the spread of grades it really makes (MD, "Effective question
    weight"). None for an item that goes against the whole (a negative covariance), and it counts for nothing in the sum."""
    common = [covariance(item, totals) for item in items]
    roots = [sqrt(each) if each is not None and each >= 0 else None for each in common]
    whole = fsum(root for root in roots if root is not None)
    return [100 * root / whole if root is not None and whole else None for root in roots]


FUNCTIONAL = 0.05


@dataclass(frozen=True)
class Taken:
    """One choice: how many attempts took it, of how many that answered, and their mean grade in percent of the quiz."""

    id: str
    count: int
    answered: int
    mean_grade: float | None
    fraction: float

    @property
    def share(self) -> float:
        """In percent of the attempts that answered."""
        return 100 * self.count / self.answered if self.answered else 0.0

    @property
    def is_functional(self) -> bool:
        """Taken by at least 5 % of those who answered."""
        return self.answered > 0 and self.count >= FUNCTIONAL * self.answered

    @property
    def is_distractor(self) -> bool:
        return self.fraction <= 0


def functional_distractors(choices: Sequence[Taken]) -> int:
    """Wrong choices that at least 5 % of those who answered took: the others mislead nobody, and the question would be the same without
    them (T. M. Haladyna & S. M. Downing, "How many options is enough for a multiple-choice test item?", Educational and Psychological
    Measurement 53, 1993; M. Tarrant, J. Ware & A. M. Mohammed, BMC Medical Education 9:40, 2009, use the same 5 %)."""
    return sum(choice.is_distractor and choice.is_functional for choice in choices)


def effective_choices(choices: Sequence[Taken]) -> int:
    """The choices that are really chosen between: every one that at least 5 % of those who answered took, right ones and distractors
    alike (the same source)."""
    return sum(choice.is_functional for choice in choices)
