"""Lines into pieces of text and containers. Code fences are respected: what stands in one never opens or closes anything."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from . import attributes
from .attributes import Attributes
from .reasons import Reason
from .reasons import reason as _

OPENING = re.compile(r"^:{3,}[ \t]*([A-Za-z][\w-]*)[ \t]*(?:\{(.*)\})?[ \t]*:*[ \t]*$")
CLOSING = re.compile(r"^:{3,}[ \t]*$")
FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})(.*)$")

Report = Callable[[int, Reason], None]


def unheard(_line: int, _reason: Reason) -> None:
    """Of a container that is never closed all else that could be said follows from that."""


@dataclass
class TextRun:
    first: int
    lines: list[str] = field(default_factory=list)


@dataclass
class Container:
    """`first` and `last` are the lines of its colons; `last` is 0 when it is never closed."""

    name: str
    attributes: Attributes
    first: int
    last: int = 0
    pieces: list["TextRun | Container"] = field(default_factory=list)


Piece = TextRun | Container


def scan(lines: list[str], *, first: int, report: Report) -> list[Piece]:
    """Pieces of `lines`, whose first is line number `first` of the file."""
    root = Container("", Attributes(), first)
    open_ones = [root]
    fence = ""
    for number, line in enumerate(lines, first):
        fence_before, fence = fence, fence_after(fence, line)
        if fence_before or fence or not line.startswith(":::"):
            _add_text(open_ones[-1], number, line)
        elif CLOSING.match(line):
            _close(open_ones, number, report)
        else:
            _open(open_ones, number, line, report)
    for forgotten in open_ones[1:]:
        report(forgotten.first, _("the container `%(name)s` is never closed: end it with a line of colons", name=forgotten.name))
    return root.pieces


def fence_after(fence: str, line: str) -> str:
    """The fence that is open after this line: the characters that opened it, or nothing."""
    found = FENCE.match(line)
    if not fence:
        return found[1] if found and not (found[1][0] == "`" and "`" in found[2]) else ""
    closes = found and found[1][0] == fence[0] and len(found[1]) >= len(fence) and not found[2].strip()
    return "" if closes else fence


def _add_text(container: Container, number: int, line: str) -> None:
    if not container.pieces or isinstance(container.pieces[-1], Container):
        container.pieces.append(TextRun(number))
    container.pieces[-1].lines.append(line)


def _open(open_ones: list[Container], number: int, line: str, report: Report) -> None:
    opening = OPENING.match(line)
    name = opening[1] if opening else "?"
    found = Attributes()
    if opening is None:
        report(number, _('cannot read `%(said)s`: a container opens with ::: name {#id key="value"}', said=line.strip()))
    elif opening[2] is not None:
        try:
            found = attributes.parse(opening[2])
        except attributes.NotReadable as error:
            report(number, error.reason)
    container = Container(name, found, number)
    open_ones[-1].pieces.append(container)
    open_ones.append(container)


def _close(open_ones: list[Container], number: int, report: Report) -> None:
    if len(open_ones) == 1:
        report(number, _("this line of colons closes nothing: remove it"))
    else:
        open_ones.pop().last = number


def trim(lines: list[str], first: int) -> tuple[str, int]:
    """Text without the blank lines around it, and the line it then starts on."""
    start, end = 0, len(lines)
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    return "\n".join(lines[start:end]), first + start
