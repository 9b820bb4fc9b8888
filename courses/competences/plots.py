"""Where things lie in the picture of one competence. Whole numbers, so that no language writes them with a comma into an attribute. Pure.

Two lanes from left (1) to right (5): above from what was said before, below from what was said looking back, each to what is said now. The
mentor's mark stands over them. Shapes say what is what, never colours alone."""

from dataclasses import dataclass

from .scale import LEVELS

WIDTH = 320
LEFT, STEP = 28, 66
MARK, ABOVE, BELOW, UNDER = 12, 30, 54, 28
SIZE = 7


@dataclass(frozen=True)
class Tick:
    number: int
    x: int


@dataclass(frozen=True)
class Lane:
    """`start` and `end` are where its marks stand, None where nothing was chosen."""

    y: int
    start: int | None
    end: int | None
    is_looking_back: bool = False

    @property
    def has_line(self) -> bool:
        return self.start is not None and self.end is not None and self.start != self.end

    @property
    def diamond(self) -> str:
        """The corners of the mark of looking back."""
        x = self.start or 0
        return f"{x},{self.y - SIZE - 2} {x + SIZE + 2},{self.y} {x},{self.y + SIZE + 2} {x - SIZE - 2},{self.y}"


@dataclass(frozen=True)
class Picture:
    lanes: tuple[Lane, ...]
    mentor: int | None
    ticks = tuple(Tick(number, LEFT + (number - 1) * STEP) for number in LEVELS)
    width, top = WIDTH, MARK + 4

    @property
    def numbers(self) -> int:
        """Where the numbers stand: under the lowest lane."""
        return self.lanes[-1].y + UNDER

    @property
    def height(self) -> int:
        return self.numbers + 6

    @property
    def bottom(self) -> int:
        return self.numbers - 14

    @property
    def triangle(self) -> str:
        """The corners of the mentor's mark, which points down."""
        x = self.mentor or 0
        return f"{x - SIZE - 1},{MARK - 10} {x + SIZE + 1},{MARK - 10} {x},{MARK + 4}"


def picture(before: int | None, looking_back: int | None, after: int | None, mentor: int | None) -> Picture:
    lanes = [Lane(ABOVE, place(before), place(after))]
    if looking_back is not None:
        lanes.append(Lane(BELOW, place(looking_back), place(after), is_looking_back=True))
    return Picture(tuple(lanes), place(mentor))


def place(level: int | None) -> int | None:
    return None if level is None else LEFT + (level - 1) * STEP
