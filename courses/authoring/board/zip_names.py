"""The names of files in an archive that does not say in which letters they are. macOS packs them in UTF-8 and Windows in the code page of
its language, and neither says so: zipfile then takes them for cp437. No library guesses from a few letters; here all names of the archive
are read in each code page of our languages, and the one in which most look like words is taken."""

import unicodedata
import zipfile
from collections.abc import Iterable, Mapping
from itertools import groupby, pairwise

UTF_8 = 0x800  # the flag of an entry whose name is in UTF-8
CYRILLIC = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяёєіїґ")
CZECH = frozenset("áčďéěíňóřšťúůýž")
FREQUENT = frozenset("аеиіоуяьвдклмнпрст") | CZECH
SIGNS = frozenset("№–—’")
PAGES: tuple[tuple[str, frozenset[str]], ...] = (  # of two that fit alike, what Explorer packs in comes first
    ("cp866", CYRILLIC),
    ("cp1125", CYRILLIC),
    ("cp1251", CYRILLIC),
    ("cp852", CZECH),
    ("cp1250", CZECH),
)
UNLIKELY = 3  # how many letters that fit weigh less than one that stands where no word has it


class Unreadable(Exception):
    """`name` with what is known of it."""

    def __init__(self, raw: bytes):
        self.name = raw.decode("ascii", "replace").replace("\ufffd", "?")
        super().__init__(self.name)


def names_of(entries: Iterable[zipfile.ZipInfo], languages: Iterable[str]) -> list[str]:
    """`languages`: which the archive has, for what may be read in several ways. Raises Unreadable."""
    entries = list(entries)
    raws = {entry.filename: raw for entry in entries if (raw := _undeclared(entry))}
    read = _read(raws, languages) if raws else {}
    return [read.get(entry.filename, entry.filename) for entry in entries]


def _undeclared(entry: zipfile.ZipInfo) -> bytes | None:
    if entry.flag_bits & UTF_8 or entry.filename.isascii():
        return None
    try:
        return entry.filename.encode("cp437")
    except UnicodeEncodeError:  # Python 3.12 has found the name in a field of its own
        return None


def _read(raws: Mapping[str, bytes], languages: Iterable[str]) -> dict[str, str]:
    """A short name in a code page may be UTF-8 by chance, in letters that none of our languages has."""
    in_utf_8 = _in_utf_8(raws)
    if in_utf_8 and all(_is_european(name) for name in in_utf_8.values()):
        return in_utf_8
    found = _by_page(raws, languages) or in_utf_8
    if found is None:
        raise Unreadable(min(raws.values()))
    return found


def _in_utf_8(raws: Mapping[str, bytes]) -> dict[str, str] | None:
    try:
        return {name: raw.decode("utf-8") for name, raw in raws.items()}
    except UnicodeDecodeError:
        return None


def _is_european(name: str) -> bool:
    strange = [letter for letter in name if not letter.isascii() and letter not in SIGNS]
    return all(unicodedata.name(letter, "").startswith(("LATIN", "CYRILLIC", "COMBINING")) for letter in strange)


def _by_page(raws: Mapping[str, bytes], languages: Iterable[str]) -> dict[str, str] | None:
    alphabets = {CZECH if language == "cs" else CYRILLIC for language in languages}
    best: tuple[tuple[int, bool], dict[str, str]] | None = None
    for page, alphabet in PAGES:
        names = {name: _decoded(raw, page) for name, raw in raws.items()}
        scores = [_score(name, alphabet) for name in names.values()]
        likely = sum(score for score in scores if score is not None), alphabet in alphabets
        if None not in scores and (best is None or likely > best[0]):
            best = likely, names
    return best[1] if best else None


def _decoded(raw: bytes, page: str) -> str:
    """Code page 866 has no Ukrainian і, so Windows packs the Latin one in its place."""
    text = raw.decode(page, "replace")
    if page != "cp866":
        return text
    words = ("".join(letters) for _is_word, letters in groupby(text, str.isalpha))
    return "".join(word if word.isascii() else word.replace("i", "і").replace("I", "І") for word in words)


def _score(name: str, alphabet: frozenset[str]) -> int | None:
    """How much it looks like words of the alphabet; None where it cannot be any."""
    strange = [letter for letter in name if not letter.isascii()]
    if any(letter.lower() not in alphabet and letter not in SIGNS for letter in strange):
        return None
    words = ["".join(letters) for is_word, letters in groupby(name, str.isalpha) if is_word]
    unlikely = sum(_is_mixed(word, alphabet) for word in words)
    unlikely += sum(one.islower() and other.isupper() for word in words for one, other in pairwise(word))
    return sum(letter.lower() in FREQUENT for letter in strange) - UNLIKELY * unlikely


def _is_mixed(word: str, alphabet: frozenset[str]) -> bool:
    """A Cyrillic word has no Latin letters; a Czech one has some beside those with accents."""
    plain = sum(letter.isascii() for letter in word)
    if alphabet is CZECH:
        return plain == 0 and len(word) > 1
    return 0 < plain < len(word)
