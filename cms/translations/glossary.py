"""Terms that stand in a text, with how they are said in another language."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .models import Term

SEED = Path(__file__).parent / "terms.csv"
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Said:
    source: str
    target: str
    note: str = ""


def terms_in(text: str, terms: Iterable[Term], *, source: str, target: str) -> list[Said]:
    """In any of their forms: a word of the text counts when it begins with the term's stem."""
    words = _words(text)
    found = [
        Said(term.words[source], term.words[target], term.note)
        for term in terms
        if term.words.get(source) and term.words.get(target) and any(_stands_in(way, words) for way in term.words[source].split(","))
    ]
    return sorted(found, key=lambda one: one.source.casefold())


def _stands_in(way: str, words: Sequence[str]) -> bool:
    term = _words(way)
    if not term:
        return False
    places = range(len(words) - len(term) + 1)
    return any(all(_is_form(words[place + step], said) for step, said in enumerate(term)) for place in places)


def _is_form(word: str, of: str) -> bool:
    """Not every word that begins so: «план» is in «планом», and «волонтер» in «волонтерами», but «план» not in «планетарій»."""
    stem = _stem(of)
    return word.startswith(stem) and len(word) <= max(len(stem) + 4, len(of) + 3)


def _stem(word: str) -> str:
    """Endings have up to two letters more often than not; a short word is all stem."""
    return word if len(word) <= 3 else word[: -min(2, (len(word) - 2) // 2)]


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFC", text.casefold()).replace("\u00ad", "")  # soft hyphens come with a paste
    return _WORD.findall(plain)


def seed() -> list[dict[str, str]]:
    """The terms that the site comes with: those of its own interface."""
    with SEED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
