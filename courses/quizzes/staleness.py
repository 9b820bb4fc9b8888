"""Which translations are of a source text that has changed since. A question keeps, by language and place, a mark of the source text that
each translation was made from. It is no part of a version: versions say what a question says, this says what a translator saw."""

import hashlib
from collections.abc import Iterable, Mapping

from .engine.definition import Definition
from .engine.translating import texts
from .models import Question

Marks = dict[str, dict[str, str]]


def mark(text: str) -> str:
    """The same whether a file or a browser ended its lines."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()[:16]


def translated_from(
    question: Question, definition: Definition, translations: Mapping[str, Mapping[str, str]], still_right: Mapping[str, Iterable[str]]
) -> Marks:
    """The marks from now on. A translation that stays word for word keeps its mark, unless it was looked at; any other is of the source
    as it is now."""
    source = texts(definition)
    before = question.version.translations if question.version else {}
    return {
        language: {
            place: _mark_of(question, language, place, source[place], text == (before.get(language) or {}).get(place), still_right)
            for place, text in words.items()
            if place in source
        }
        for language, words in translations.items()
    }


def _mark_of(question: Question, language: str, place: str, source: str, is_same: bool, still_right: Mapping[str, Iterable[str]]) -> str:
    kept = (question.translated_from.get(language) or {}).get(place)
    return kept if kept and is_same and place not in still_right.get(language, ()) else mark(source)


def stale_places(question: Question, definition: Definition, language: str) -> set[str]:
    """Where the source has changed since it was translated into the language."""
    marks = question.translated_from.get(language) or {}
    source = texts(definition)
    return {place for place, kept in marks.items() if place in source and kept != mark(source[place])}
