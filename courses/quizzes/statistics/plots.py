"""Where things lie in the two plots. Whole numbers, so that no language writes them with a comma into an attribute. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from .reading import QuestionFigures

BINS = 10
WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 48, 624, 16, 216
RADIUS = 11


@dataclass(frozen=True)
class Bar:
    """Grades from `start` up to `end` per cent, 100 with the last."""

    start: int
    end: int
    count: int
    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def above(self) -> int:
        return self.y - 6


@dataclass(frozen=True)
class Dot:
    label: str
    name: str
    x: int
    y: int

    @property
    def baseline(self) -> int:
        return self.y + 4


def histogram(grades: Sequence[float]) -> list[Bar]:
    """How many grades fall into each tenth. Below 0 (marks are taken away) counts as 0."""
    counts = [0] * BINS
    for grade in grades:
        counts[min(BINS - 1, max(0, int(grade * BINS / 100 + 1e-9)))] += 1
    most, step = max(counts) or 1, (RIGHT - LEFT) // BINS
    bars = []
    for number, count in enumerate(counts):
        height = round((BOTTOM - TOP - 20) * count / most)
        bars.append(
            Bar(100 * number // BINS, 100 * (number + 1) // BINS, count, LEFT + number * step + 3, BOTTOM - height, step - 6, height)
        )
    return bars


def scatter(questions: Sequence[QuestionFigures]) -> list[Dot]:
    """Facility from left (nobody) to right (everybody), discrimination from below (−100 %) to above (100 %)."""
    dots = []
    for number, question in enumerate(questions, 1):
        if question.facility is not None and question.discrimination is not None:
            x = LEFT + round((RIGHT - LEFT) * min(100.0, max(0.0, question.facility)) / 100)
            dots.append(Dot(str(number), question.name, x, height_of(question.discrimination)))
    return dots


def height_of(discrimination: float) -> int:
    return BOTTOM - round((BOTTOM - TOP) * (min(100.0, max(-100.0, discrimination)) + 100) / 200)
