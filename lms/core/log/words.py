"""Differences by words. diff-match-patch compares characters, so each different word gets a character of its own first."""

import re
from collections.abc import Iterable
from html import escape

from diff_match_patch import diff_match_patch

_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_SHORT = 3
_AROUND = 120  # characters that are shown before and after a difference
_SECONDS = 0.5  # past this a difference is told more coarsely; it stays a right one


class Encoding:
    """One text as one character for each word, the same word always the same character."""

    def __init__(self, pattern: re.Pattern[str] = _WORD):
        self._pattern = pattern
        self._codes: dict[str, str] = {}
        self._words: list[str] = []

    def encode(self, text: str) -> str:
        return "".join(self._code(word) for word in self._pattern.findall(text) if word)

    def decode(self, code: str) -> str:
        return "".join(self._words[ord(character)] for character in code)

    def _code(self, word: str) -> str:
        code = self._codes.get(word)
        if code is None:
            code = self._codes[word] = chr(len(self._words))
            self._words.append(word)
        return code


def spans(old: str, new: str) -> Iterable[tuple[str, str, str]]:
    """(deleted, inserted, equal after them), in order, of two encoded texts."""
    engine = diff_match_patch()
    engine.Diff_Timeout = _SECONDS
    deleted = inserted = ""
    for operation, code in engine.diff_main(old, new, False):
        if operation == engine.DIFF_EQUAL:
            yield deleted, inserted, code
            deleted = inserted = ""
        elif operation == engine.DIFF_DELETE:
            deleted += code
        else:
            inserted += code
    if deleted or inserted:
        yield deleted, inserted, ""


def marked(old: str, new: str) -> str:
    """`new` as HTML, with what was taken out of `old` in <del> and what was added in <ins>."""
    encoding = Encoding()
    pieces = []
    for deleted, inserted, equal in spans(encoding.encode(old), encoding.encode(new)):
        if deleted:
            pieces.append(f"<del>{escape(encoding.decode(deleted))}</del>")
        if inserted:
            pieces.append(f"<ins>{escape(encoding.decode(inserted))}</ins>")
        pieces.append(escape(encoding.decode(equal)))
    return "".join(pieces)


def told(old: str, new: str, *, added: str, removed: str, hidden: str) -> str:
    """As `marked`, for an ear as well: `added` and `removed` are said before each piece, in an element of the class `hidden`. Of a long
    text only what surrounds a difference is shown."""
    encoding = Encoding()
    decoded = ((encoding.decode(piece) for piece in span) for span in spans(encoding.encode(old), encoding.encode(new)))
    pieces = []
    for deleted, inserted, equal in _in_runs(decoded):
        for tag, words, text in (("del", removed, deleted), ("ins", added, inserted)):
            if text:
                pieces.append(f'<{tag}><span class="{hidden}">{escape(words)} </span>{escape(text)}</{tag}>')
        pieces.append(escape(_shortened(equal)))
    return "".join(pieces)


def _in_runs(spans_in_words: Iterable[Iterable[str]]) -> Iterable[tuple[str, str, str]]:
    """A space or a short word between two differences belongs to both: "taken out" is said once for a run of words, not for each."""
    gone = come = same = ""
    for deleted, inserted, equal in spans_in_words:
        if (deleted or inserted) and (gone or come) and len(same.strip()) <= _SHORT:
            gone, come = gone + same + deleted, come + same + inserted
        else:
            if gone or come or same:
                yield gone, come, same
            gone, come = deleted, inserted
        same = equal
    if gone or come or same:
        yield gone, come, same


def _shortened(text: str) -> str:
    if len(text) <= 2 * _AROUND:
        return text
    head, tail = text[:_AROUND].rsplit(None, 1)[0], text[-_AROUND:].split(None, 1)[-1]
    return f"{head} … {tail}"
