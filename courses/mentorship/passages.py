"""A text with passages marked in it, cut where something is said about one: what is said stands right after its sentence. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from django.utils.safestring import SafeString, mark_safe

_SENTENCE_ENDS = re.compile(r"[.!?…]+[\"'»”’)\]]*(?=\s|$)|\n")


@dataclass(frozen=True)
class Mark:
    """Characters `start` to `end` of the text, and the number of what is said about them. `id` is that of the remark on the page."""

    start: int
    end: int
    number: int
    id: str


@dataclass(frozen=True)
class Piece:
    """A stretch of the text as HTML, and the numbers of the marks whose sentence ends with it."""

    html: SafeString
    numbers: tuple[int, ...]


def pieces(text: str, marks: Sequence[Mark], *, label: str) -> list[Piece]:
    """The whole text, in order. `label` is what a mark's link is called, with {number} in it."""
    cuts: dict[int, list[int]] = {}
    for mark in sorted(marks, key=lambda mark: (mark.end, mark.start)):
        cuts.setdefault(_end_of_sentence(text, mark.end), []).append(mark.number)
    found, at = [], 0
    for cut in sorted({*cuts, len(text)}):
        html = _marked(text, at, cut, marks, label)
        if html or cut in cuts:
            found.append(Piece(html, tuple(sorted(cuts.get(cut, ())))))
        at = cut
    return found


def _end_of_sentence(text: str, at: int) -> int:
    match = _SENTENCE_ENDS.search(text, max(at - 1, 0))
    return max(match.end(), at) if match else len(text)


def _marked(text: str, start: int, end: int, marks: Iterable[Mark], label: str) -> SafeString:
    """`text[start:end]`; a passage that another begins in the middle of is marked in parts. Spaces at the cuts are left out."""
    inside = [mark for mark in marks if mark.start < end and mark.end > start]
    borders = sorted({start, end, *(place for mark in inside for place in (mark.start, mark.end) if start < place < end)})
    html = []
    for left, right in pairwise(borders):
        words = text[left:right]
        if left == start and start:
            words = words.lstrip()
        if right == end:
            words = words.rstrip()
        over = [mark for mark in inside if mark.start <= left and mark.end >= right]
        html.append(f"<mark>{escape(words)}</mark>" if over and words else escape(words))
        html += [_link(mark, label) for mark in over if mark.end == right]
    return mark_safe("".join(html))


def _link(mark: Mark, label: str) -> str:
    name = escape(label.format(number=mark.number))
    return f'<a class="mark-number" href="#{escape(mark.id)}" aria-label="{name}">{mark.number}</a>'
