"""The grade of a quiz from its attempts. Pure."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from .quiz_definition import Grading

ROUNDING = 1e-6  # 0.1 + 0.2 reaches a pass mark of 0.3


class Handed(Protocol):
    """An attempt as it counts: `fraction` None is "not graded yet"."""

    @property
    def number(self) -> int: ...

    @property
    def fraction(self) -> float | None: ...


def grade_of(attempts: Iterable[Handed], method: Grading) -> float | None:
    """The part of the whole that counts, of official attempts that were submitted. None while there is none: with "first" and "last" also
    while the one that counts waits for its marks."""
    handed: Sequence[Handed] = sorted(attempts, key=lambda attempt: attempt.number)
    if method == Grading.FIRST:
        return handed[0].fraction if handed else None
    if method == Grading.LAST:
        return handed[-1].fraction if handed else None
    fractions = [attempt.fraction for attempt in handed if attempt.fraction is not None]
    if not fractions:
        return None
    return max(fractions) if method == Grading.HIGHEST else sum(fractions) / len(fractions)


def reaches(grade: float | None, pass_mark: float) -> bool:
    return grade is not None and grade >= pass_mark - ROUNDING
