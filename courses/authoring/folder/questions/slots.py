"""The lines of a quiz: `whom-we-help#everyone`, `draw 3 from whom-we-help tagged final`."""

import re
from dataclasses import dataclass

_NAME = r"[a-z0-9]+(?:-+[a-z0-9]+)*"
NAMED = re.compile(rf"^({_NAME})#({_NAME})(?: \((\d+(?:\.\d+)?)\))?(, new page)?$")
DRAW = re.compile(rf"^draw (\d{{1,3}}) from ({_NAME})(?: tagged ([\w-]+(?:,\s*[\w-]+)*))?(?: \((\d+(?:\.\d+)?)\))?$")


@dataclass(frozen=True)
class Named:
    """One question. `mark` None is the question's own; else it stands in round brackets behind it."""

    file: str
    question: str
    mark: float | None = None
    is_new_page: bool = False

    def __str__(self) -> str:
        return f"{self.file}#{self.question}{_mark(self.mark)}{', new page' if self.is_new_page else ''}"


@dataclass(frozen=True)
class Draw:
    """`count` at random from this file (empty: from all) that carry all of the tags."""

    count: int
    file: str = ""
    tags: tuple[str, ...] = ()
    mark: float | None = None

    def __str__(self) -> str:
        tagged = f" tagged {', '.join(self.tags)}" if self.tags else ""
        return f"draw {self.count} from {self.file or 'all'}{tagged}{_mark(self.mark)}"


def read_slot(line: str) -> Named | Draw | None:
    """None for what is neither."""
    line = " ".join(line.split())
    if found := NAMED.match(line):
        return Named(found[1], found[2], _number(found[3]), bool(found[4]))
    if found := DRAW.match(line):
        tags = tuple(re.split(r",\s*", found[3])) if found[3] else ()
        return Draw(int(found[1]), "" if found[2] == "all" else found[2], tags, _number(found[4]))
    return None


def _number(words: str | None) -> float | None:
    return float(words) if words else None


def _mark(mark: float | None) -> str:
    return f" ({mark:g})" if mark is not None else ""
