"""Front matter: the YAML between two lines of dashes at the top of a file. Read with its lines, changed without touching the rest."""

from dataclasses import dataclass
from typing import Any, Protocol

import yaml
from yaml.nodes import MappingNode

from . import yaml_reasons
from .reasons import Reason
from .reasons import reason as _
from .scanner import Report


class FrontMatterError(Exception):
    def __init__(self, line: int, reason: Reason):
        self.line, self.reason = line, reason
        super().__init__(reason)


class File(Protocol):
    text: str
    front: dict[str, Any]
    is_whole: bool


@dataclass(frozen=True)
class Body:
    """What stands after the front matter. `first` is the line of the file that it begins on, `places` are those of the keys before it."""

    lines: list[str]
    first: int
    places: dict[str, int]


def open_file(file: File, report: Report) -> Body | None:
    """Fills in what the front matter says. None, and told, where it cannot be read: the file is not whole then."""
    text = file.text.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        source, skipped = split(text)
        file.front, places = load(source, first=2)
    except FrontMatterError as error:
        report(error.line, error.reason)
        file.is_whole = False
        return None
    return Body(text.split("\n")[skipped:], skipped + 1, places)


def split(text: str) -> tuple[str, int]:
    """The YAML and the number of lines before the body. Raises `FrontMatterError` when there is none."""
    lines = text.split("\n")
    if lines[0].rstrip("\r") != "---":
        raise FrontMatterError(1, _("the file must begin with front matter: a line ---, then title: …, then a line ---"))
    for number, line in enumerate(lines[1:], 2):
        if line.rstrip() in ("---", "..."):
            return "\n".join(lines[1 : number - 1]), number
    raise FrontMatterError(1, _("the front matter is never closed: put a line --- after it"))


def load(source: str, *, first: int) -> tuple[dict[str, Any], dict[str, int]]:
    """Values and the line of each key. `first` is the line of the file that the YAML starts on."""
    try:
        node = yaml.compose(source, Loader=yaml.SafeLoader)
        values = yaml.safe_load(source)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        line, reason = yaml_reasons.problem_of(error, source)
        raise FrontMatterError(first + line, reason) from error
    if values is None:
        return {}, {}
    if not isinstance(node, MappingNode) or not isinstance(values, dict):
        raise FrontMatterError(first, yaml_reasons.no_colon())
    lines: dict[str, int] = {}
    for key, _value in node.value:
        if key.value in lines:
            raise FrontMatterError(first + key.start_mark.line, _("`%(key)s` is given twice: keep one", key=key.value))
        lines[key.value] = first + key.start_mark.line
    keys = list(lines) if len(lines) == len(values) else map(str, values)  # as typed: YAML takes `yes` for true
    return dict(zip(keys, values.values(), strict=True)), lines


def change(source: str, changes: dict[str, Any]) -> str:
    """The YAML with some values changed: comments, order and every other line stay as they were. None removes nothing."""
    for name, value in changes.items():
        node = yaml.compose(source, Loader=yaml.SafeLoader) if source.strip() else None
        nodes = {key.value: found for key, found in node.value} if node else {}
        if name in nodes:
            start, end = nodes[name].start_mark.index, nodes[name].end_mark.index
            tail = "\n" if source[start:end].endswith("\n") else ""
            source = source[:start] + scalar(value) + tail + source[end:]
        else:
            source += ("" if not source or source.endswith("\n") else "\n") + f"{name}: {scalar(value)}"
    return source


def scalar(value: Any) -> str:
    """A value on one line: plain where YAML reads it back as the same text, else in quotes."""
    if isinstance(value, list):
        return "[" + ", ".join(scalar(part) for part in value) + "]"
    if not isinstance(value, str):
        return str(value)
    flat = " ".join(value.split("\n"))
    if flat == value and _reads_back(value):
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'


def _reads_back(value: str) -> bool:
    try:
        return yaml.safe_load(f"key: {value}\n") == {"key": value}
    except (yaml.YAMLError, ValueError):
        return False
