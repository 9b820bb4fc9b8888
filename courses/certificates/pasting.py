"""A list of certificates as people paste it: a column of a spreadsheet, several columns, addresses, numbers within words.

What looks like a number is taken, whatever stands around it; lines without one are counted and left out. No database.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from .numbers import ALPHABET, LENGTH, plainly, tidy

MOST = 300
_BETWEEN_CELLS = re.compile(r"[\t;,|]")
_GROUPS = re.compile(r"(?<!\w)(?=(\w{3,5}(?:[ \u00a0.–—-]+\w{3,5}){3})(?!\w))")  # looked for from each word on: a name may stand before
_WORD = re.compile(rf"(?<!\w)(\w{{{LENGTH - 1},{LENGTH + 1}}})(?!\w)")


@dataclass
class Typed:
    """Something that should be a number. `number` is None when it cannot be one of ours; `lines` are those it stands in."""

    text: str
    number: str | None
    lines: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Pasted:
    found: list[Typed]
    lines_without: int

    @property
    def is_too_long(self) -> bool:
        return len(self.found) > MOST


def pasted(text: str) -> Pasted:
    """In the order of the list; what stands in it twice is one."""
    found: dict[str, Typed] = {}
    without = 0
    for place, line in enumerate(text.splitlines(), 1):
        candidates = list(_in_line(line))
        without += bool(line.strip()) and not candidates
        for one in candidates:
            number = tidy(one)
            found.setdefault(number or plainly(one), Typed(one, number)).lines.append(place)
    return Pasted(list(found.values()), without)


def _in_line(line: str) -> Iterable[str]:
    """Cell by cell; else the whole line, of which a spreadsheet may have made four cells."""
    cells = _BETWEEN_CELLS.split(line)
    found = [one for cell in cells for one in _in_cell(cell)]
    return found or _in_cell(" ".join(cells))


def _in_cell(cell: str) -> list[str]:
    """The numbers in it; where there is none, the first that should have been one."""
    candidates = [one for pattern in (_GROUPS, _WORD) for one in pattern.findall(cell)]
    return [one for one in candidates if tidy(one)] or [one for one in candidates if _looks_like_one(one)][:1]


def _looks_like_one(text: str) -> bool:
    """Long enough, give or take one, with a figure in it, and hardly a letter that is not ours: a name has no figures."""
    plain = plainly(text)
    ours = sum(character in ALPHABET for character in plain)
    return abs(len(plain) - LENGTH) <= 1 and ours >= len(plain) - 1 and any(character.isdigit() for character in text)
