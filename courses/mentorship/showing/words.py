"""A text as HTML with what is laid over it: passages that comments are about, what has changed, what stands after a sentence. Pure.

Everything that is not the text itself carries `data-aside`, or is a <del>: a script that counts characters leaves those out."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from ..anchors import difference

_SENTENCE = re.compile(r"[^\s.!?…][^\n.!?…]*(?:[.!?…]+(?!\s|[»”\"’')\]]*(?:\s|\Z))[^\n.!?…]*)*(?:[.!?…]+[»”\"’')\]]*)?")
_END = re.compile(r"[.!?…]+[»”\"’')\]]*(?=\s|\Z)|(?=\n)|\Z")


class Mark(NamedTuple):
    """A passage from `start` to `end`; `key` is the note about it, on the same page."""

    start: int
    end: int
    key: str
    number: int


def sentences(text: str) -> list[tuple[int, int]]:
    """From where to where each goes, without the space between them. A line's end is a sentence's end."""
    return [found.span() for found in _SENTENCE.finditer(text)]


def end_of_sentence(text: str, at: int) -> int:
    """Where the sentence ends in which the character before `at` stands."""
    found = _END.search(text, max(at - 1, 0))
    return found.end() if found and found.end() >= at else at


def words_html(text: str, marks: Sequence[Mark] = (), *, was: str | None = None, after: Mapping[int, str] | None = None) -> SafeString:
    """The text, escaped. `after` has HTML by the place that it stands behind; with `was` it is shown what has changed since."""
    after = after or {}
    numbers: dict[int, str] = {}
    for mark in marks:
        numbers[mark.end] = numbers.get(mark.end, "") + _number(mark)
    edges = sorted({0, len(text), *after, *(edge for mark in marks for edge in (mark.start, mark.end))})
    covering, words = _covering(edges, marks), _compared(text, was)
    html: list[str] = []
    for place, start in enumerate(edges):
        html += (numbers.get(start, ""), after.get(start, ""))
        html += words.between(start, edges[place + 1], covering[place]) if start < len(text) else words.taken_out(start)
    return mark_safe("".join(html))


class _Words:
    """A text in pieces that are the same as before or new; `removed` has what was taken out, by the place where it stood. As HTML they are
    made once: most of a text has no note on it, and a page is looked at many times."""

    def __init__(self, text: str, removed: Mapping[int, str], added: Sequence[tuple[int, int]]):
        self.text = text
        self.removed = {at: f"<del>{escape(words, quote=False)}</del>" for at, words in removed.items()}
        self.starts = sorted({0, *removed, *(edge for span in added for edge in span)} - {len(text)})
        self.ends = [*self.starts[1:], len(text)][: len(self.starts)]  # of no text there are no pieces
        new = {start for start, _end in added}
        self.is_new = [start in new for start in self.starts]
        self.whole = [self._piece(place, start, end, []) for place, (start, end) in enumerate(zip(self.starts, self.ends, strict=True))]

    def taken_out(self, at: int) -> list[str]:
        return [self.removed[at]] if at in self.removed else []

    def between(self, start: int, end: int, keys: list[str]) -> list[str]:
        """`keys` are the notes about all of it."""
        first, last = bisect_right(self.starts, start) - 1, bisect_left(self.starts, end) - 1
        if first == last:
            return [self._piece(first, start, end, keys)]
        if keys:
            return [
                self._piece(place, max(start, self.starts[place]), min(end, self.ends[place]), keys) for place in range(first, last + 1)
            ]
        begin = self._piece(first, start, self.ends[first], keys)
        return [begin, *self.whole[first + 1 : last], self._piece(last, self.starts[last], end, keys)]

    def _piece(self, place: int, start: int, end: int, keys: list[str]) -> str:
        html = escape(self.text[start:end], quote=False)
        html = f"<ins>{html}</ins>" if self.is_new[place] else html
        html = f'<mark data-about="{" ".join(keys)}">{html}</mark>' if keys else html
        return self.removed.get(start, "") + html


@lru_cache(maxsize=512)
def _compared(text: str, was: str | None) -> _Words:
    removed, added, at = {}, [], 0
    for deleted, inserted, equal in difference(was, text) if was is not None and was != text else ():
        if deleted:
            removed[at] = deleted
        if inserted:
            added.append((at, at + len(inserted)))
        at += len(inserted) + len(equal)
    return _Words(text, removed, added)


def _covering(edges: Sequence[int], marks: Iterable[Mark]) -> list[list[str]]:
    """For each stretch between two edges the notes whose passage it is a part of."""
    covering: list[list[str]] = [[] for _ in edges]
    for mark in marks:
        for place in range(bisect_left(edges, mark.start), bisect_left(edges, mark.end)):
            covering[place].append(mark.key)
    return covering


def _number(mark: Mark) -> str:
    return f'<a class="words__number" data-aside href="#{mark.key}" id="to-{mark.key}">{mark.number}</a>'
