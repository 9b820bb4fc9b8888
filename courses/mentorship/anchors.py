"""Finding a passage again after the text around it has changed. Pure. Places are counted in characters (code points), lines end in "\\n".

A passage is kept as the Web Annotation Data Model of the W3C has it (https://www.w3.org/TR/annotation-model/): a TextQuoteSelector
(`exact`, `prefix`, `suffix`) and a TextPositionSelector (`start`, `end`). It is looked for in this order: in its place; where the
difference between the two texts has put it, if the text it was taken from is still known; the same words with the same neighbours; what
stands in their place now; the words most like them (diff-match-patch's Bitap match)."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from diff_match_patch import diff_match_patch

from lms.core.log.words import Encoding, spans

CONTEXT = 32
_BITAP = 32  # the most characters that Bitap looks for at once
_FAR = 2_000  # how far a passage may have moved and still be taken for itself when its words have changed
_MOST_PLACES = 500  # the same words this often are no mark of a place
_KEPT = 512  # pairs of texts: what some fifty open pages compare
_WORD = re.compile(r"\w")
_SENTENCE = re.compile(r"[^.!?…\n]*[.!?…\n]+\s*|[^.!?…\n]+")
_JOINED = re.compile("[\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")  # joiners, variants, skin tones, tags


class Passage(NamedTuple):
    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int = 0

    @property
    def end(self) -> int:
        return self.start + len(self.exact)


class Found(NamedTuple):
    """`is_same`: the very words; otherwise what stands there now instead of them."""

    start: int
    end: int
    is_same: bool


class _Step(NamedTuple):
    """Of a difference: where it stands in the new text; what is the same after it begins at `same_was` in the old one, at `same_now` in the
    new one."""

    now: int
    same_was: int
    same_now: int

    def start_now(self, start: int) -> int:
        return self.now if start < self.same_was else self.same_now + start - self.same_was

    def end_now(self, end: int) -> int:
        return self.same_now if end <= self.same_was else self.same_now + end - self.same_was


def lines(text: str) -> str:
    """A text as pages show it and places in it are counted: every line ends in one character."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def passage(text: str, start: int, end: int) -> Passage:
    """The passage of `text` from `start` to `end` with its neighbours, widened so that no letter loses its accent and no sign of several
    parts is cut. Raises ValueError where there is nothing."""
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise ValueError(f"There is nothing from {start} to {end}.")
    while start > 0 and _belongs_to_the_one_before(text, start):
        start -= 1
    while end < len(text) and _belongs_to_the_one_before(text, end):
        end += 1
    return Passage(text[start:end], text[max(start - CONTEXT, 0) : start], text[end : end + CONTEXT], start)


def _belongs_to_the_one_before(text: str, at: int) -> bool:
    return bool(unicodedata.combining(text[at]) or _JOINED.match(text[at]) or text[at - 1] == "\u200d")


def find(passage: Passage, text: str, was: str | None = None) -> Found | None:
    """Where the passage is in `text` now; None where nothing is like it any more. `was` is the text that it was taken from."""
    if not passage.exact:
        return None
    if was is not None and was[passage.start : passage.end] == passage.exact:
        return _followed(passage, was, text)
    if _stands_in_its_place(passage, text):
        return Found(passage.start, passage.end, is_same=True)
    return _same_words(passage, text) or _like_it(passage, text)


def _stands_in_its_place(passage: Passage, text: str) -> bool:
    before = text[max(passage.start - len(passage.prefix), 0) : passage.start]
    here = text[passage.start : passage.end + len(passage.suffix)]
    return here == passage.exact + passage.suffix and before == passage.prefix


def _followed(passage: Passage, was: str, text: str) -> Found | None:
    if was == text:
        return Found(passage.start, passage.end, is_same=True)
    start, end = followed(was, text, passage.start, passage.end)
    if text[start:end] == passage.exact:
        return Found(start, end, is_same=True)
    return _same_words(passage, text) or (Found(start, end, is_same=False) if text[start:end].strip() else None)


def followed(was: str, text: str, start: int, end: int) -> tuple[int, int]:
    """From where to where the words of `was` from `start` to `end` have come in `text`, by the difference between the two. What was
    written in their place is in; what was written before or after them is not; what was only taken out is an empty place."""
    steps, ends = _steps(was, text)
    first, last = bisect_right(ends, start), bisect_left(ends, end)
    return (
        steps[first].start_now(start) if first < len(steps) else len(text),
        steps[last].end_now(end) if last < len(steps) else len(text),
    )


@lru_cache(maxsize=_KEPT)
def _steps(was: str, text: str) -> tuple[list[_Step], list[int]]:
    """The difference as places, and where each step ends in `was`."""
    steps, ends, at, now = [], [], 0, 0
    for deleted, inserted, equal in difference(was, text):
        steps.append(_Step(now, at + len(deleted), now + len(inserted)))
        at, now = at + len(deleted) + len(equal), now + len(inserted) + len(equal)
        ends.append(at)
    return steps, ends


@lru_cache(maxsize=_KEPT)
def difference(old: str, new: str) -> tuple[tuple[str, str, str], ...]:
    """(deleted, inserted, equal after them), by words, in order. Rounds do not change: what was compared once is kept for a while."""
    told: list[tuple[str, str, str]] = []
    deleted = inserted = ""
    for taken_out, put_in, equal in _by_words(old, new):
        deleted, inserted = deleted + taken_out, inserted + put_in
        if (deleted or inserted) and equal and not _WORD.search(equal):  # a lone space between two changes: they are one
            deleted, inserted = deleted + equal, inserted + equal
            continue
        told.append((deleted, inserted, equal))
        deleted = inserted = ""
    return (*told, *_last(deleted, inserted))


def _by_words(old: str, new: str) -> Iterator[tuple[str, str, str]]:
    """By sentences first, and by words in those that are not the same: of a long text most is, and words are compared slowly."""
    deleted = inserted = equal = ""
    for taken_out, put_in, same in _compared(old, new, Encoding(_SENTENCE)):
        for less, more, between in [*_compared(taken_out, put_in, Encoding()), ("", "", same)]:
            if (less or more) and equal:
                yield deleted, inserted, equal
                deleted = inserted = equal = ""
            deleted, inserted, equal = deleted + less, inserted + more, equal + between
    yield deleted, inserted, equal


def _compared(old: str, new: str, encoding: Encoding) -> Iterator[tuple[str, str, str]]:
    for parts in spans(encoding.encode(old), encoding.encode(new)):
        deleted, inserted, equal = map(encoding.decode, parts)
        yield deleted, inserted, equal


def _last(deleted: str, inserted: str) -> Iterator[tuple[str, str, str]]:
    """What differs to the very end; the space and stops that both end in are not a part of it."""
    if deleted or inserted:
        most = min(len(deleted), len(inserted))
        shared = next((n for n in range(most) if deleted[-1 - n] != inserted[-1 - n] or _WORD.match(deleted[-1 - n])), most)
        yield deleted[: len(deleted) - shared], inserted[: len(inserted) - shared], deleted[len(deleted) - shared :]


def _same_words(passage: Passage, text: str) -> Found | None:
    places: list[int] = []
    at = text.find(passage.exact)
    while at >= 0 and len(places) < _MOST_PLACES:
        places.append(at)
        at = text.find(passage.exact, at + 1)
    if not places:
        return None
    best = max(places, key=lambda place: (_neighbours(passage, text, place), -abs(place - passage.start)))
    return Found(best, best + len(passage.exact), is_same=True)


def _neighbours(passage: Passage, text: str, place: int) -> int:
    """How many characters beside the place are as they were."""
    end = place + len(passage.exact)
    before, after = text[max(place - len(passage.prefix), 0) : place], text[end : end + len(passage.suffix)]
    return _alike(reversed(passage.prefix), reversed(before)) + _alike(iter(passage.suffix), iter(after))


def _alike(one, other) -> int:
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def _like_it(passage: Passage, text: str) -> Found | None:
    """From what is most like its beginning to what is most like its end."""
    start = _match(text, passage.exact[:_BITAP], passage.start)
    if start is None:
        return None
    tail = passage.exact[-_BITAP:]
    end = _match(text, tail, start + len(passage.exact) - len(tail))
    stop = min(end + len(tail), len(text)) if end is not None and end >= start else min(start + len(passage.exact), len(text))
    return Found(start, stop, is_same=False) if stop > start else None


def _match(text: str, pattern: str, near: int) -> int | None:
    """Looked for around its place only: this is the slow way."""
    matcher = diff_match_patch()
    matcher.Match_Distance, matcher.Match_Threshold = _FAR, 0.4
    first = max(0, min(near, len(text)) - _FAR)
    found = matcher.match_main(text[first : first + 2 * _FAR], pattern, max(0, min(near, len(text))) - first)
    return first + found if found >= 0 else None
