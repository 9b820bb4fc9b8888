"""Attributes in braces, `{#id .flag key="value"}`, read and written."""

import re
from dataclasses import dataclass, field

from .reasons import Reason
from .reasons import counted as ngettext
from .reasons import reason as _

ID = re.compile(r"^[a-z0-9]+(?:-+[a-z0-9]+)*$")
LONGEST_ID = 64
TRAILING_ID = re.compile(r"[ \t]*(?<!\\)\{#([^\s{}]*)\}[ \t]*$")
TOKEN = re.compile(
    r"""\s*(?:
        \#(?P<id>[^\s{}"']+)
      | \.(?P<flag>[\w-]+)
      | (?P<key>[\w-]+)=(?:"(?P<double>(?:\\.|[^"\\])*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'{}]+))
    )(?=\s|$)""",
    re.VERBOSE,
)
ESCAPED = re.compile(r"\\(.)")


class NotReadable(Exception):
    def __init__(self, reason: Reason):
        self.reason = reason
        super().__init__(reason)


@dataclass
class Attributes:
    id: str | None = None
    flags: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)


def parse(text: str) -> Attributes:
    """What stands between the braces. Raises NotReadable with the piece that cannot be read."""
    found = Attributes()
    place = 0
    while place < len(text.rstrip()):
        token = TOKEN.match(text, place)
        if token is None:
            raise NotReadable(_('cannot read `%(said)s` in the braces: write {#id .flag key="value"}', said=text[place:].strip()))
        place = token.end()
        if token["id"]:
            if found.id:
                raise NotReadable(_("there are two ids in one pair of braces: keep one"))
            found.id = token["id"]
        elif token["flag"]:
            found.flags.append(token["flag"])
        elif token["key"] in found.values:
            raise NotReadable(_("`%(key)s` is given twice: keep one", key=token["key"]))
        else:
            found.values[token["key"]] = _value(token)
    return found


def _value(token: re.Match) -> str:
    if token["double"] is not None:
        return ESCAPED.sub(r"\1", token["double"])
    return token["single"] if token["single"] is not None else token["bare"]


def braces(block_id: str | None, flags: list[str], values: dict[str, str]) -> str:
    """`{#id .flag key="value"}`, or nothing when there is nothing to say."""
    parts = [f"#{block_id}"] if block_id else []
    parts += [f".{flag}" for flag in flags]
    for key, value in values.items():
        escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
        parts.append(f'{key}="{escaped}"')
    return f" {{{' '.join(parts)}}}" if parts else ""


def split_id(text: str) -> tuple[str, str | None]:
    """`The head alone {#head}` → the text and its id."""
    found = TRAILING_ID.search(text)
    return (text[: found.start()], found[1]) if found else (text, None)


def id_problem(value: str) -> Reason | None:
    if not ID.match(value):
        return _("`%(id)s` cannot be an id: use letters a–z, digits and -", id=value)
    if len(value) > LONGEST_ID:
        return ngettext(
            "the id `%(id)s` is longer than %(number)d character",
            "the id `%(id)s` is longer than %(number)d characters",
            LONGEST_ID,
            id=value,
        )
    if value == "read":
        return _("`read` cannot be an id: it is kept for the reading of the lesson itself")
    return None
