"""What has become of a passage: the words that a comment is about, and those that stand there now. Pure."""

from dataclasses import dataclass

from lms.core.log.words import Encoding, spans


@dataclass(frozen=True)
class Change:
    then: str
    now: str


def change_of(text: str, start: int, end: int, today: str) -> Change | None:
    """What the words from `start` to `end` of `text` have become in `today`; None while they are the same. What was written right behind
    them belongs to the change: it is how a question is answered."""
    encoding = Encoding()
    behind = end + len(text[end:]) - len(text[end:].lstrip())
    here = there = 0  # characters passed of both texts
    begin: int | None = None
    stop = 0
    was_changed = False
    for deleted, inserted, equal in spans(encoding.encode(text), encoding.encode(today)):
        gone, come, same = (len(encoding.decode(code)) for code in (deleted, inserted, equal))
        if (gone or come) and _touches(start, end, behind, here, here + gone):
            begin, stop, was_changed = there if begin is None else begin, there + come, True
        here, there = here + gone, there + come
        left, right = max(start, here), min(end, here + same)
        if left < right:
            begin, stop = there + left - here if begin is None else begin, there + right - here
        here, there = here + same, there + same
    if not was_changed:
        return None
    return Change(text[start:end].strip(), today[begin or 0 : stop].strip())


def _touches(start: int, end: int, behind: int, left: int, right: int) -> bool:
    """Whether something is changed from `start` to `end` by taking out `left` to `right`, or was added where these are one place, up to
    `behind` the passage."""
    return start < left <= behind if left == right else left < end and right > start
