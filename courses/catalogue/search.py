"""Finding courses by words, in five languages that inflect and on any database: text and question are brought to the same plain form, and
a word matches when it begins with the stem of the word asked for."""

import re
import unicodedata

from django.db.models import QuerySet

MAX_WORDS = 8
_WORD = re.compile(r"[^\W_]+")


def searchable(text: str) -> str:
    """The plain form of a text, kept beside it. A blank before every word lets `contains` find beginnings of words."""
    return "".join(f" {word}" for word in _words(text))


def stems(question: str) -> list[str]:
    """The beginnings to look for; none when nothing in the question is a word."""
    return [_stem(word) for word in _words(question)[:MAX_WORDS]]


def matching(versions: QuerySet, question: str) -> QuerySet:
    """The versions that hold every word asked for, in any of its forms."""
    for stem in stems(question):
        versions = versions.filter(search_text__contains=f" {stem}")
    return versions


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(char for char in plain if not unicodedata.combining(char)))


def _stem(word: str) -> str:
    """A longer word loses more: endings in our languages have up to three letters, and a word of three is all stem."""
    return word if len(word) <= 3 else word[: -min(3, (len(word) - 1) // 2)]
