"""Where things lie in the pictures. Whole numbers, so that no language writes them with a comma into an attribute. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 24, 624, 24, 196
LINE = 36  # height of a line in the picture of loads
LOAD_LEFT, LOAD_RIGHT = 8, 632


@dataclass(frozen=True)
class Column:
    """`count` things at `value`; the last one has all above as well."""

    value: int
    is_last: bool
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
class Line:
    """What waits for a mentor as a bar within the room of their week; `over` is what goes beyond."""

    name: str
    words: str
    y: int
    room: int
    within: int
    over_x: int
    over: int

    @property
    def text_y(self) -> int:
        return self.y - 5


def columns(counts: Sequence[tuple[int, int]]) -> list[Column]:
    """(value, how many), in their order."""
    most, step = max((count for _value, count in counts), default=0) or 1, (RIGHT - LEFT) // max(1, len(counts))
    found = []
    for place, (value, count) in enumerate(counts):
        height = round((BOTTOM - TOP) * count / most)
        found.append(Column(value, place == len(counts) - 1, count, LEFT + place * step + 3, BOTTOM - height, step - 6, height))
    return found


def end_of(value: int, found: Sequence[Column]) -> int:
    """Where a line stands that parts a value from the next: between two columns."""
    return next((column.x + column.width + 3 for column in found if column.value == value), RIGHT)


def lines(loads: Sequence[tuple[str, str, int, int]]) -> list[Line]:
    """(name, words, waiting, room), all to one scale."""
    most = max((max(waiting, room) for _name, _words, waiting, room in loads), default=1) or 1
    found = []
    for place, (name, words, waiting, room) in enumerate(loads):
        within, whole = min(waiting, room), LOAD_RIGHT - LOAD_LEFT
        sizes = [round(whole * size / most) for size in (room, within, waiting - within)]
        found.append(Line(name, words, place * LINE + 20, sizes[0], sizes[1], LOAD_LEFT + sizes[1], sizes[2]))
    return found


def height_of(loads: Sequence[object]) -> int:
    return len(loads) * LINE + 8
