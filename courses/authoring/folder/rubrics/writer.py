"""Criteria back into text. What is written here reads back as the same criterion."""

from courses.mentorship.rubric_definition import Criterion, Level

from .. import attributes
from ..questions.items import position_id


def write_criterion(criterion: Criterion, place: int) -> str:
    """The lines of a criterion, without a line break at the end. An id that the reader would give by itself is not written."""
    levels = [_level(level, number) for number, level in enumerate(criterion.levels)]
    return "\n".join([f"## {_words(criterion.title)}{_braces(criterion.id, place)}", "", *levels])


def _level(level: Level, place: int) -> str:
    lines = [f"- [{level.points:g}] {_words(level.title)}{_braces(level.id, place)}"]
    if level.description:
        first, *rest = level.description.split("\n")
        lines += [f"  : {first}", *(f"    {line}" if line else "" for line in rest)]
    return "\n".join(lines)


def _words(text: str) -> str:
    return " ".join(text.split()).replace("\\", "\\\\").replace("{", "\\{")


def _braces(name: str, place: int) -> str:
    return attributes.braces(None if name == position_id(place) else name, [], {})
