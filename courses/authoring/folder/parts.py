"""What stands inside a container: its own text, and a part of it in a container of its own."""

from .attributes import Attributes
from .scanner import Container, Report, TextRun, trim
from .sentences import not_inside, one_is_enough, takes_none


def runs_of(container: Container) -> list[TextRun]:
    """Pieces of its text that say something."""
    return [piece for piece in container.pieces if isinstance(piece, TextRun) and any(line.strip() for line in piece.lines)]


def parts_of(container: Container) -> list[Container]:
    return [piece for piece in container.pieces if isinstance(piece, Container)]


def only_text(container: Container, report: Report) -> tuple[str, int]:
    """The text of a container that holds nothing but text, and the line it starts on."""
    for part in parts_of(container):
        report(part.first, not_inside(part, container))
    runs = [piece for piece in container.pieces if isinstance(piece, TextRun)]
    return trim(runs[0].lines, runs[0].first) if runs else ("", container.first)


def only_part(container: Container, name: str, report: Report) -> str:
    """The text of the one part that may stand inside."""
    named = [part for part in parts_of(container) if part.name == name]
    for part in parts_of(container):
        if part.name != name:
            report(part.first, not_inside(part, container))
    for part in named[1:]:
        report(part.first, one_is_enough(part))
    for part in named:
        if part.attributes != Attributes():
            report(part.first, takes_none(part))
    return only_text(named[0], report)[0] if named else ""
