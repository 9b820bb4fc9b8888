"""From what an editor typed to the pieces that hold it: words in any of their forms, and, between quotation marks, exactly as they were
typed. Only in what the person may edit, or see of questions and rubrics."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from cms.translations.rules import pages_editable_by
from courses.authoring.board.reading import State
from courses.catalogue.models import CoursePage
from courses.mentorship.rubric_editors import rubrics_seen_by
from courses.quizzes.editors import questions_seen_by
from lms.accounts.models import User

from .. import words
from ..engines import Term
from ..models import DraftWord, KnownWord, Piece
from .reading import folded

LONGEST_QUESTION = 200
MOST_WORDS = 10
CODES = [code for code, _name in settings.LANGUAGES]
_PHRASE = re.compile('"([^"]+)"|«([^»]+)»|“([^”]+)”|„([^“”]+)[“”]')
SEARCHES = {
    "postgresql": "SELECT id FROM finding_piece WHERE language = %s AND vector @@ to_tsquery('simple', %s)",
    "sqlite": "SELECT p.id FROM finding_piece_words JOIN finding_piece p ON p.id = finding_piece_words.rowid "
    "WHERE finding_piece_words MATCH %s AND p.language = %s",
}


@dataclass(frozen=True)
class Asked:
    """`terms` by language, for the words; `phrases` in small letters, some of them without having been put between quotation marks."""

    text: str
    terms: dict[str, list[Term]] = field(default_factory=dict)
    phrases: list[str] = field(default_factory=list)

    @property
    def is_quoted(self) -> bool:
        return bool(_PHRASE.search(self.text))

    @property
    def is_empty(self) -> bool:
        return not self.terms and not self.phrases


def asked_for(text: str, language: str = "") -> Asked:
    """In one language or in all. Two queries at the most. What is no word at all (`→`, `…`) is looked for as it stands."""
    text = " ".join(text.replace("\x00", " ").split())[:LONGEST_QUESTION]
    phrases = [folded(next(filter(None, match.groups()))).strip() for match in _PHRASE.finditer(text)]
    rest = _PHRASE.sub(" ", text)
    found = words.typed(rest)[:MOST_WORDS]
    if not found and not phrases and rest.strip():
        phrases = [folded(rest.strip())]
    terms = _terms(found, [language] if language in CODES else CODES)
    if found and not terms:  # in letters of none of the languages
        phrases.append(folded(rest.strip()))
    return Asked(text, terms, [phrase for phrase in phrases if phrase])


def _terms(found: list[str], languages: list[str]) -> dict[str, list[Term]]:
    """By each language in whose letters a word is written."""
    small = {words.small(word) for word in found}
    known: dict[tuple[str, str], str] = {}
    for model in (KnownWord, DraftWord) if small else ():
        rows = model.objects.filter(word__in=small, language__in=languages).values_list("language", "word", "stem")
        known |= {(language, word): stem for language, word, stem in rows}
    terms = {}
    for code in languages:
        if any(words.is_written_in(word, code) for word in found):
            terms[code] = [_term(word, code, known, is_last=word is found[-1]) for word in found]
    return terms


def _term(word: str, language: str, known: dict[tuple[str, str], str], *, is_last: bool) -> Term:
    """A dictionary is asked only for a form that stands nowhere: reading one takes a second, once in a process."""
    start = words.plain(word)
    stem = known.get((language, words.small(word))) or words.stem(word, language)
    return stem, start if is_last and len(start) > 2 else ""


# Where --------------------------------------------------------------------------------------------------------------------


def pieces_of(person: User) -> QuerySet[Piece]:
    return Piece.objects.filter(
        Q(source__page__in=pages_editable_by(person).values("pk"))
        | Q(source__question__in=questions_seen_by(person).values("pk"))
        | Q(source__rubric__in=rubrics_seen_by(person).values("pk"))
    )


def holding(pieces: QuerySet[Piece], asked: Asked) -> QuerySet[Piece]:
    """Those that hold all words in one language, and every phrase."""
    if asked.terms:
        searches, parameters = [], list[Any]()
        for language, terms in asked.terms.items():
            searches.append(SEARCHES[connection.vendor])
            parameters += [language, _postgresql(terms)] if connection.vendor == "postgresql" else [_sqlite(terms), language]
        pieces = pieces.filter(pk__in=RawSQL(" UNION ALL ".join(searches), parameters))  # noqa: S611 - the statements are those above
    for phrase in asked.phrases:
        pieces = pieces.filter(exact__contains=phrase)
    return pieces


def narrowed(pieces: QuerySet[Piece], *, course: CoursePage | None = None, language: str = "", kind: str = "", state: str = "") -> QuerySet:
    if course:
        below = Q()
        for path in CoursePage.objects.filter(translation_key=course.translation_key).values_list("path", flat=True):
            below |= Q(source__page__path__startswith=path)
        key = course.translation_key
        of_course = Q(source__question__bank__course__translation_key=key) | Q(source__rubric__course__translation_key=key)
        pieces = pieces.filter(below | of_course)
    if language:
        pieces = pieces.filter(language=language)
    if kind:
        pieces = pieces.filter(kind="" if kind == "fields" else kind)
    live, changed = Q(source__page__live=True), Q(source__page__has_unpublished_changes=True)
    match state:
        case State.LIVE:
            pieces = pieces.filter(live & ~changed)
        case State.CHANGED:
            pieces = pieces.filter(live & changed)
        case State.DRAFT:
            pieces = pieces.filter(source__page__live=False)
    return pieces


def in_order(pieces: QuerySet[Piece], language: str) -> QuerySet[Piece]:
    """The person's own language first, pages in the order of the site, then questions and rubrics."""
    mine = Case(When(language=language, then=Value(0)), default=Value(1))
    page = F("source__page__path").asc(nulls_last=True)
    return pieces.order_by(mine, page, F("source__question").asc(nulls_last=True), "source__rubric", "position", "pk")


def _postgresql(terms: list[Term]) -> str:
    return " & ".join(f"('{stem}' | '{start}':*)" if start else f"'{stem}'" for stem, start in terms)


def _sqlite(terms: list[Term]) -> str:
    return " AND ".join(f'("{stem}" OR "{start}" *)' if start else f'"{stem}"' for stem, start in terms)
