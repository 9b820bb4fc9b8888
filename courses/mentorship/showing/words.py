"""A text as HTML with what is laid over it: passages that comments are about, what has changed, what stands after a sentence. Pure.

Everything that is not the text itself carries `data-aside`, or is a <del>: a script that counts characters leaves those out."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

from ..anchors import difference

_SENTENCE = re.compile(r"[^\s.!?…][^\n.!?…]*(?:[.!?…]+(?!\s|[»”\"’')\]]*(?:\s|\Z))[^\n.!?…]*)*(?:[.!?…]+[»”\"’')\]]*)?")
_END = re.compile(r"[.!?…]+[»”\"’')\]]*(?=\s|\Z)|(?=\n)|\Z")


@dataclass(frozen=True)
class Mark:
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
    numbers: dict[int, list[Mark]] = {}
    for mark in marks:
        numbers.setdefault(mark.end, []).append(mark)
    removed, added = _changes(was, text)
    edges = {0, len(text), *after, *removed, *(edge for span in added for edge in span), *(e for m in marks for e in (m.start, m.end))}
    places = sorted(edges)
    covering, inserted = _covering(places, marks), _inside(places, added)
    html = []
    for place, start in enumerate(places):
        html += [_number(mark) for mark in numbers.get(start, ())]
        html.append(after.get(start, ""))
        if start in removed:
            html.append(f"<del>{escape(removed[start], quote=False)}</del>")
        if place + 1 < len(places):
            html.append(_piece(escape(text[start : places[place + 1]], quote=False), covering[place], inserted[place]))
    return mark_safe("".join(html))


def _changes(was: str | None, text: str) -> tuple[dict[int, str], list[tuple[int, int]]]:
    """What was taken out, by the place where it stood; from where to where something was added."""
    removed, added, at = {}, [], 0
    for deleted, inserted, equal in difference(was, text) if was is not None and was != text else ():
        if deleted:
            removed[at] = deleted
        if inserted:
            added.append((at, at + len(inserted)))
        at += len(inserted) + len(equal)
    return removed, added


def _covering(places: Sequence[int], marks: Iterable[Mark]) -> list[list[str]]:
    """For each piece the notes whose passage it is a part of."""
    covering: list[list[str]] = [[] for _ in places]
    for mark in marks:
        for place in range(bisect_left(places, mark.start), bisect_left(places, mark.end)):
            covering[place].append(mark.key)
    return covering


def _inside(places: Sequence[int], spans: Iterable[tuple[int, int]]) -> list[bool]:
    inside = [False] * len(places)
    for start, end in spans:
        for place in range(bisect_left(places, start), bisect_left(places, end)):
            inside[place] = True
    return inside


def _piece(html: str, keys: list[str], is_added: bool) -> str:
    html = f"<ins>{html}</ins>" if is_added else html
    return f'<mark data-about="{" ".join(keys)}">{html}</mark>' if keys else html


def _number(mark: Mark) -> str:
    return f'<a class="words__number" data-aside href="#{mark.key}" id="to-{mark.key}">{mark.number}</a>'
