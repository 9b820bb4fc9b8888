"""Three-way merge of what two devices wrote: pure functions from (base, ours, theirs) to one value.

`ours` is what the server has, `theirs` what has just arrived, `base` what both started from, or None when nobody knows it any more.
Which of two was received later decides; no clock is asked. What an answer is made of (a text, a set, a single value, cells) is put
together from these by whoever owns the answer.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .words import Encoding, spans

_SENTENCE = re.compile(r"[^.!?…\n]*(?:[.!?…]+|\n)?\s*")
_WORD_END = re.compile(r"\w")


@dataclass(frozen=True)
class Merged:
    """`loses` says that something of `ours` is not in the value: the version it came from must be kept where it can be found."""

    value: Any
    loses: bool = False


@dataclass(frozen=True)
class _Hunk:
    """One side put `text` in the place of base[start:end]."""

    start: int
    end: int
    text: str
    is_ours: bool


def merge_text(base: str | None, ours: str, theirs: str) -> Merged:
    """By words. Both sides' words go in where they touch different ones; where both rewrote the same words, theirs stand."""
    if ours in (theirs, base):
        return Merged(theirs)
    if theirs == base:
        return Merged(ours)
    if base is None:
        return Merged(*_both(ours, theirs))
    encoding = Encoding()
    base_code, ours_code, theirs_code = (encoding.encode(text) for text in (base, ours, theirs))
    hunks = sorted([*_hunks(base_code, ours_code, True), *_hunks(base_code, theirs_code, False)], key=lambda hunk: (hunk.start, hunk.end))
    pieces, loses, at = [], False, 0
    for start, end, region in _regions(hunks):
        our_side, their_side = (_side(base_code, start, end, region, is_ours) for is_ours in (True, False))
        settled, lost = _settle(base_code[start:end], our_side, their_side, encoding)
        pieces += [encoding.decode(base_code[at:start]), settled]
        loses, at = loses or lost, end
    return Merged(_join([*pieces, encoding.decode(base_code[at:])]), loses)


def merge_set(base: Iterable[str] | None, ours: Iterable[str], theirs: Iterable[str]) -> Merged:
    """What either side added is in, what either side took out is out. The order is ours, then what theirs added."""
    ours, theirs = list(ours), list(theirs)
    before = set(base) if base is not None else set()
    kept = [item for item in ours if item in theirs or item not in before]
    return Merged([*kept, *(item for item in theirs if item not in ours and item not in before)])


def merge_single(base: Any, ours: Any, theirs: Any, *, blank: Any = None) -> Merged:
    """The value received last stands, unless that side changed nothing."""
    if theirs == base and ours != base:
        return Merged(ours)
    return Merged(theirs, loses=ours not in (theirs, base, blank))


def merge_cells(base: Mapping[str, str] | None, ours: Mapping[str, str], theirs: Mapping[str, str]) -> Merged:
    """A table: each cell is a text of its own."""
    cells, loses = {}, False
    for key in [*ours, *(key for key in theirs if key not in ours)]:
        before = None if base is None else base.get(key, "")
        cell = merge_text(before, ours.get(key, ""), theirs.get(key, ""))
        cells[key], loses = cell.value, loses or cell.loses
    return Merged({key: text for key, text in cells.items() if text}, loses)


def _hunks(base: str, changed: str, is_ours: bool) -> Iterable[_Hunk]:
    at = 0
    for deleted, inserted, equal in spans(base, changed):
        if deleted or inserted:
            yield _Hunk(at, at + len(deleted), inserted, is_ours)
        at += len(deleted) + len(equal)


def _regions(hunks: list[_Hunk]) -> Iterable[tuple[int, int, list[_Hunk]]]:
    """Changes that touch the same words of the base, together. Two insertions at one place touch; neighbours do not."""
    region: list[_Hunk] = []
    start = end = 0
    for hunk in hunks:
        same_place = start == end == hunk.start == hunk.end
        if region and (hunk.start < end or same_place):
            region.append(hunk)
            end = max(end, hunk.end)
            continue
        if region:
            yield start, end, region
        region, start, end = [hunk], hunk.start, hunk.end
    if region:
        yield start, end, region


def _side(base: str, start: int, end: int, region: list[_Hunk], is_ours: bool) -> str:
    """What one side made of base[start:end]."""
    pieces, at = [], start
    for hunk in region:
        if hunk.is_ours == is_ours:
            pieces += [base[at : hunk.start], hunk.text]
            at = hunk.end
    return "".join([*pieces, base[at:end]])


def _settle(base: str, ours: str, theirs: str, encoding: Encoding) -> tuple[str, bool]:
    """One region, and whether words of ours were left out of it. Words outweigh their removal."""
    ours_text, theirs_text = encoding.decode(ours), encoding.decode(theirs)
    if ours in (base, theirs):
        return theirs_text, False
    if theirs == base or not theirs_text.strip():
        return ours_text, False
    if not ours_text.strip():
        return theirs_text, False
    if not base:
        return _both(ours_text, theirs_text)
    return theirs_text, True


def _both(ours: str, theirs: str) -> tuple[str, bool]:
    """Every sentence of both, those they share once; ours first where they differ. A text that only goes on takes the place of the shorter
    one; where it goes on in the middle of a word, that may have been a word of its own: then ours is said to be left out."""
    if theirs.startswith(ours):
        return theirs, _splits_a_word(theirs, len(ours))
    if ours.startswith(theirs) and not _splits_a_word(ours, len(theirs)):
        return ours, False
    encoding = Encoding(_SENTENCE)
    between = "\n" if "\n" in ours.strip() + theirs.strip() else " "
    pieces = []
    for deleted, inserted, equal in spans(encoding.encode(ours), encoding.encode(theirs)):
        mine, yours = encoding.decode(deleted), encoding.decode(inserted)
        if mine and yours and not mine[-1].isspace() and not yours[0].isspace():
            mine += between
        pieces += [mine, yours, encoding.decode(equal)]
    return _join(pieces), False


def _splits_a_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and bool(_WORD_END.match(text[at - 1]) and _WORD_END.match(text[at]))


def _join(pieces: list[str]) -> str:
    """Never lets two words grow together that nobody wrote as one."""
    joined: list[str] = []
    last = ""
    for piece in filter(None, pieces):
        if _WORD_END.match(last) and _WORD_END.match(piece[0]):
            joined.append(" ")
        joined.append(piece)
        last = piece[-1]
    return "".join(joined)
