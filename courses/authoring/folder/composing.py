"""A file's text after its page was edited: what did not change keeps its lines to the byte, the rest is written anew."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from . import attributes, front_matter
from .body import read_body
from .containers import Reading
from .document import Block, Media, PageFile
from .scanner import OPENING
from .writer import contained, stands_alone


@dataclass
class Piece:
    """A block of the page: where it stood in the file before (None for a new one), whether it says the same, and how to write it."""

    block: Block
    was: int | None
    is_same: bool
    write: Callable[[], str]


def compose(old: PageFile | None, front: dict[str, Any], pieces: Sequence[Piece]) -> str:
    """The text of a lesson. `old` is the file as it was, with its blocks."""
    if old is None:
        return _head(None, front) + _body(None, pieces)
    is_same = all(piece.is_same and piece.was == place for place, piece in enumerate(pieces)) and len(pieces) == len(old.blocks)
    if is_same and all(old.front.get(name, default_of(name)) == value for name, value in front.items()):
        return old.text
    return _ended(_head(old, front) + _body(old, pieces), old)


def compose_introduction(old: PageFile | None, front: dict[str, Any], introduction: str, *, is_same: bool) -> str:
    """The text of `course.md` or `module.md`."""
    if old is not None and is_same:
        if all(old.front.get(name, default_of(name)) == value for name, value in front.items()):
            return old.text
        return _ended(_head(old, front) + "\n".join(_lines(old)[old.body_line - 1 :]), old)
    text = _head(old, front) + (f"\n{introduction}\n" if introduction else "")
    return _ended(text, old) if old else text


def default_of(name: str) -> Any:
    return 60 if name == "minutes" else ""


def _lines(page: PageFile) -> list[str]:
    return page.text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")


def _ended(text: str, old: PageFile) -> str:
    """With the line ends and the mark at the beginning that the file had."""
    text = text.replace("\n", "\r\n") if "\r\n" in old.text else text
    return f"\ufeff{text}" if old.text.startswith("\ufeff") else text


def _head(old: PageFile | None, front: dict[str, Any]) -> str:
    source = "\n".join(_lines(old)[1 : old.body_line - 2]) + "\n" if old else ""
    known = old.front if old else {}
    wanted = {name: value for name, value in front.items() if known.get(name, default_of(name)) != value or (old is None and value != "")}
    changed = front_matter.change(source, wanted)
    return f"---\n{changed}{'' if changed.endswith(chr(10)) else chr(10)}---\n"


def _body(old: PageFile | None, pieces: Sequence[Piece]) -> str:
    lines = _lines(old) if old else []
    parts: list[str] = []
    for place, piece in enumerate(pieces):
        before = pieces[place - 1] if place else None
        parts.append(_gap(old, lines, before, piece))
        parts.append(_text(old, lines, before, piece))
    parts.append(_ending(old, lines, pieces[-1] if pieces else None))
    return "".join(parts)


def _text(old: PageFile | None, lines: list[str], before: Piece | None, piece: Piece) -> str:
    text = _kept(old, lines, piece)
    was_beside = before is not None and piece.was is not None and before.was == piece.was - 1
    text = _written(old, lines, piece) if text is None else text
    if piece.block.kind == "markdown" and before and before.block.kind == "markdown" and not was_beside and stands_alone(text):
        return contained(Block("markdown", {"text": text}))
    return text


def _written(old: PageFile | None, lines: list[str], piece: Piece) -> str:
    """A block written anew, with the lines it had where they say the same: its opening, and rows of a table in their own columns."""
    text = piece.write()
    if old is None or piece.was is None:
        return text
    was = old.blocks[piece.was]
    original, new = lines[was.first - 1 : was.last], text.split("\n")
    is_table = piece.block.kind in ("table", "fill_table")
    old_signs, new_signs = [_sign(line, is_table) for line in original], [_sign(line, is_table) for line in new]
    for start, other, size in SequenceMatcher(None, old_signs, new_signs, autojunk=False).get_matching_blocks():
        new[other : other + size] = original[start : start + size]
    merged = "\n".join(new)
    return merged if _read(merged) == _read(text) else text


def _sign(line: str, is_table: bool) -> Any:
    """What a line says, whatever the spaces between its columns or the order of its attributes."""
    opening = OPENING.match(line)
    if opening:
        try:
            found = attributes.parse(opening[2] or "")
        except attributes.NotReadable:
            return line
        return (opening[1], found.id, frozenset(found.flags), frozenset(found.values.items()))
    if is_table and line.startswith("|"):
        return (
            re.sub(r"-+", "-", re.sub(r"[ \t]*\|[ \t]*", "|", line))
            if re.fullmatch(r"[|\s:-]+", line)
            else re.sub(r"[ \t]*\|[ \t]*", "|", line)
        )
    return line


def _read(text: str) -> list[Block]:
    reading = Reading(lambda _line, _reason: None, lambda source, _line: Media(source))
    return read_body(reading, text.split("\n"), first=1)


def _kept(old: PageFile | None, lines: list[str], piece: Piece) -> str | None:
    if old is None or piece.was is None or not piece.is_same:
        return None
    original = old.blocks[piece.was]
    return "\n".join(lines[original.first - 1 : original.last])


def _gap(old: PageFile | None, lines: list[str], before: Piece | None, piece: Piece) -> str:
    """The blank lines before a block, as they were where the two stood together before."""
    if old and piece.was is not None and (piece.was == 0 if before is None else before.was == piece.was - 1):
        start = old.blocks[before.was].last if before and before.was is not None else old.body_line - 1
        gap = lines[start : old.blocks[piece.was].first - 1]
        return ("" if before is None else "\n") + "".join(f"{line}\n" for line in gap)
    return "\n" if before is None else "\n\n"


def _ending(old: PageFile | None, lines: list[str], last: Piece | None) -> str:
    if old and last and last.was is not None and last.was == len(old.blocks) - 1:
        return "".join(f"\n{line}" for line in lines[old.blocks[last.was].last :])
    return "\n" if last else ""
