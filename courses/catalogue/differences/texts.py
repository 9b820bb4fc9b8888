"""How much a change of wording weighs.

The measures, and where they come from:
- *a typo* is a word that differs by one slip (a letter too many, too few, another one, or two that changed places: Damerau, "A technique
  for computer detection and correction of spelling errors", CACM 7, 1964, found four of five misspellings to be one of these), two in a
  long word, never in the first letter (Pollock and Zamora, "Automatic spelling correction in scientific and scholarly text", CACM 27,
  1984); or signs, spaces, capitals alone. At most as many words as `_MOST_SLIPS` says.
- *clearer words* keep most of what was there: of the shorter text's trigrams of letters at least `_KEPT` are in the longer (the overlap
  coefficient of Szymkiewicz and Simpson; trigrams bear the endings of Slavic words), and the longer is at most `_GROWN` times as long.
- *another meaning* is everything else, and whatever changes a number, a day or month, a negation, a name, an address, or puts one word of
  duty, measure or order in the place of another (`turning`).

It is the same both ways: from the new text to the old weighs as much. It proposes; an editor decides."""

import re
import unicodedata
from collections import Counter

from . import turning
from .classes import ChangeClass

_KEPT = 0.55
_GROWN = 3
_MOST_SLIPS = 3
_LONG = 8

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*|\d+(?:[.,:/-]\d+)*")
_NUMBER = re.compile(r"(?<![\w.,])[-−+]?\d+(?:[.,:/-]\d+)*\s?[%‰°€₴$₽]?")
_ADDRESS = re.compile(r"\(<?(?:https?:|mailto:|tel:|/|#)[^)\s]*\)|https?://\S+|[\w.+-]+@[\w-]+\.[\w.]+")
_NAME = re.compile(r"(?<=[\w,;)] )[^\W\d_]*[A-ZА-ЯЁІЇЄҐÀ-ÞŠČŘŽĚŮŤĎŇ][\w'-]*")
_ALIKE = str.maketrans({"’": "'", "ʼ": "'", "`": "'", "‘": "'", "‑": "-", "\u00a0": " ", "\u202f": " ", "\u00ad": "", "−": "-"})


def class_of(old: str, new: str, language: str) -> ChangeClass | None:
    """None where nothing differs."""
    if old == new:
        return None
    before, after = _plain(old), _plain(new)
    if _fixed(before, language) != _fixed(after, language):
        return ChangeClass.MEANING
    old_words, new_words = _words(before), _words(after)
    if old_words == new_words:
        return ChangeClass.TYPO
    if _is_slip(old_words, new_words, language):
        return ChangeClass.TYPO if _names(before) == _names(after) else ChangeClass.CLARIFICATION
    if _is_turned(old_words, new_words, language) or _is_renamed(before, after):
        return ChangeClass.MEANING
    return ChangeClass.CLARIFICATION if _is_kept(old_words, new_words) else ChangeClass.MEANING


def likeness(old: str, new: str) -> float:
    """From 0 to 1: what part of the shorter one's trigrams the longer has."""
    one, other = _trigrams(_words(_plain(old))), _trigrams(_words(_plain(new)))
    least = min(one.total(), other.total())
    return (one & other).total() / least if least else float(one == other)


def distance(one: str, other: str) -> int:
    """Slips between two words: letters added, left out, replaced, and neighbours that changed places (optimal string alignment)."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        line = [row]
        for column, its in enumerate(other, start=1):
            cost = min(above[column] + 1, line[-1] + 1, above[column - 1] + (letter != its))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == its:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        before, above = above, line
    return above[-1]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).translate(_ALIKE)


def _words(text: str) -> list[str]:
    """In small letters, a word doubled by mistake once."""
    found = [word.casefold() for word in _WORD.findall(text)]
    return [word for place, word in enumerate(found) if not place or word != found[place - 1]]


def _fixed(text: str, language: str) -> Counter[str]:
    """What may not change without changing the meaning. Numbers as they are written: 1,5 is not 15, 5 % is not 5."""
    addresses = _ADDRESS.findall(text)
    rest = _ADDRESS.sub(" ", text)
    numbers = Counter(re.sub(r"\s|^\+", "", number) for number in _NUMBER.findall(rest))
    return numbers + turning.fixed_values(_words(rest), language) + Counter(addresses)


def _is_slip(old: list[str], new: list[str], language: str) -> bool:
    if "".join(old) == "".join(new):
        return True  # a space too many or too few
    if len(old) != len(new):
        return False
    pairs = [(one, other) for one, other in zip(old, new, strict=True) if one != other]
    return len(pairs) <= _MOST_SLIPS and all(_is_misspelt(*pair, language) for pair in pairs)


def _is_misspelt(one: str, other: str, language: str) -> bool:
    shorter = min(len(one), len(other))
    if shorter < 3 or turning.is_negated(one, other, language) or turning.turns([one, other], language):
        return False
    slips = distance(one, other)
    same_start = one[0] == other[0] or sorted(one[:2]) == sorted(other[:2])
    return same_start and slips <= (2 if shorter >= _LONG else 1)


def _is_turned(old: list[str], new: list[str], language: str) -> bool:
    """A word of duty, measure or order has gone and another come; or one place of an otherwise equal text says the opposite."""
    before, after = turning.turns(old, language), turning.turns(new, language)
    gone, come = before - after, after - before
    if len(old) == len(new):
        pairs = [(one, other) for one, other in zip(old, new, strict=True) if one != other]
        return bool(gone and come) or any(turning.is_negated(*pair, language) for pair in pairs)
    return bool(gone and come) and _swaps(old, new, language)


def _swaps(old: list[str], new: list[str], language: str) -> bool:
    """What surrounds the words that turn is the same on both sides: then they were exchanged, and not only said elsewhere."""
    rest_old = [word for word in old if not turning.turns([word], language)]
    rest_new = [word for word in new if not turning.turns([word], language)]
    return rest_old == rest_new


def _names(text: str) -> set[str]:
    """Words with a capital within a sentence. A capital at its beginning says nothing."""
    return {name.casefold() for name in _NAME.findall(text) if len(name) > 1}


def _is_renamed(old: str, new: str) -> bool:
    """A name has gone and another come. The same one with another ending is the same."""
    said_before, said_after = set(_words(old)), set(_words(new))
    gone = {name for name in _names(old) if not _has(said_after, name)}
    come = {name for name in _names(new) if not _has(said_before, name)}
    return bool(gone and come)


def _has(words: set[str], name: str) -> bool:
    return name in words or any(
        word[:4] == name[:4] and abs(len(word) - len(name)) <= 3 and min(len(word), len(name)) >= 4 for word in words
    )


def _is_kept(old: list[str], new: list[str]) -> bool:
    one, other = _trigrams(old), _trigrams(new)
    least, most = sorted((one.total(), other.total()))
    return bool(least) and most <= _GROWN * least and (one & other).total() >= _KEPT * least


def _trigrams(words: list[str]) -> Counter[str]:
    text = f" {' '.join(words)} " if words else ""
    return Counter(text[place : place + 3] for place in range(len(text) - 2))
