"""Finding a passage again after the text around it has changed. Pure.

A passage is kept as the Web Annotation Data Model of the W3C has it (https://www.w3.org/TR/annotation-model/): a TextQuoteSelector
(`exact`, `prefix`, `suffix`) and a TextPositionSelector (`start`, `end`, in characters). It is looked for in this order: in its place;
the same words with the same neighbours; the same words nearest to its place; the words most like it (diff-match-patch's Bitap match)."""

from dataclasses import dataclass

from diff_match_patch import diff_match_patch

CONTEXT = 32
_BITAP = 32  # the most characters that Bitap looks for at once
_FAR = 2_000  # how far a passage may have moved and still be taken for itself when its words have changed


@dataclass(frozen=True)
class Passage:
    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int = 0

    @property
    def end(self) -> int:
        return self.start + len(self.exact)


@dataclass(frozen=True)
class Found:
    """`is_same`: the very words; otherwise what stands there now instead of them."""

    start: int
    end: int
    is_same: bool


def passage(text: str, start: int, end: int) -> Passage:
    """The passage of `text` from `start` to `end`, with its neighbours. Raises ValueError where there is none."""
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise ValueError(f"There is nothing from {start} to {end}.")
    return Passage(text[start:end], text[max(start - CONTEXT, 0) : start], text[end : end + CONTEXT], start)


def find(passage: Passage, text: str) -> Found | None:
    """Where the passage is in `text` now; None where nothing is like it any more."""
    if not passage.exact:
        return None
    if text[passage.start : passage.end] == passage.exact:
        return Found(passage.start, passage.end, is_same=True)
    return _same_words(passage, text) or _like_it(passage, text)


def _same_words(passage: Passage, text: str) -> Found | None:
    places, at = [], text.find(passage.exact)
    while at >= 0:
        places.append(at)
        at = text.find(passage.exact, at + 1)
    if not places:
        return None
    best = max(places, key=lambda place: (_neighbours(passage, text, place), -abs(place - passage.start)))
    return Found(best, best + len(passage.exact), is_same=True)


def _neighbours(passage: Passage, text: str, place: int) -> int:
    """How many characters beside the place are as they were."""
    before, after = text[:place], text[place + len(passage.exact) :]
    left = next((n for n in range(len(passage.prefix), 0, -1) if before.endswith(passage.prefix[-n:])), 0)
    right = next((n for n in range(len(passage.suffix), 0, -1) if after.startswith(passage.suffix[:n])), 0)
    return left + right


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
    matcher = diff_match_patch()
    matcher.Match_Distance, matcher.Match_Threshold = _FAR, 0.4
    found = matcher.match_main(text, pattern, max(0, min(near, len(text))))
    return found if found >= 0 else None
