"""Where the bars of months lie. Whole numbers, so that no language writes them with a comma into an attribute. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 8, 632, 24, 188
MOST_BARS = 24


@dataclass(frozen=True)
class Bar:
    month: int
    year: int  # 0: it stands under another bar already
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


def bars(counts: Sequence[tuple[str, int]]) -> list[Bar]:
    """("2027-03", how many) in their order; the latest two years of them."""
    shown = counts[-MOST_BARS:]
    most, step = max((count for _month, count in shown), default=0) or 1, (RIGHT - LEFT) // max(1, len(shown))
    found = []
    for place, (month, count) in enumerate(shown):
        height = round((BOTTOM - TOP) * count / most)
        year = int(month[:4]) if place == 0 or month.endswith("-01") else 0
        width = max(4, min(48, step - 6))
        found.append(Bar(int(month[5:]), year, count, LEFT + place * step + 3, BOTTOM - height, width, height))
    return found
