"""From what somebody typed to what is shown: the terms, the places that hold them, the best passage of each. Whatever is typed has an
answer. A constant number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Length
from django.http import HttpRequest
from rapidfuzz import process
from rapidfuzz.distance import OSA
from wagtail.models import PageViewRestriction

from courses.catalogue.models import Course

from . import engines, words
from .models import KnownWord, Passage

LONGEST_QUESTION = 200
MOST_WORDS = 10
MOST_PLACES = 100
MOST_PASSAGES = 300  # from which the places are chosen
SHORTEST_BEGINNING = 3  # letters of the last word, which may not be finished
NEAR_ENOUGH = 0.7


@dataclass(frozen=True)
class Question:
    """`terms` by language: only languages in whose letters the words are written."""

    text: str
    language: str
    words: list[str]
    terms: dict[str, list[engines.Term]]

    @property
    def is_empty(self) -> bool:
        return not self.words


@dataclass(frozen=True)
class Answer:
    """`places` are the ids of passages, the best of each place first. `is_partial`: no place has all the words, these have some."""

    places: list[list[int]]
    is_partial: bool = False


def question(text: str, language: str) -> Question:
    """One query."""
    text = " ".join(text.replace("\x00", " ").split())[:LONGEST_QUESTION]
    found = words.typed(text)[:MOST_WORDS]
    longer = [word for word in found if len(word) > 2] or found
    languages, known = _known(longer, language) if longer else ([], {})
    terms = {}
    for one in languages:
        mine = [word for word in longer if words.is_written_in(word, one)]
        if mine:
            terms[one] = [_term(word, one, known, is_mine=one == language, is_last=word is longer[-1]) for word in mine]
    most = max(map(len, terms.values()), default=0)
    return Question(text, language, found, {one: mine for one, mine in terms.items() if len(mine) == most})


def ask(asked: Question, request: HttpRequest) -> Answer:
    if not asked.terms:
        return Answer([])
    places = _places(asked, request, any_word=False)
    if places or max(map(len, asked.terms.values())) < 2:
        return Answer(places)
    return Answer(_places(asked, request, any_word=True), is_partial=True)


def suggestion(asked: Question, request: HttpRequest) -> str:
    """What may have been meant, if the search finds anything for it."""
    for text in dict.fromkeys([words.by_the_other_layout(asked.text, asked.language), _mended(asked)]):
        if text and text != asked.text.casefold():
            again = question(text, asked.language)
            if again.terms and _places(again, request, any_word=False):
                return text
    return ""


def _known(asked: Sequence[str], language: str) -> tuple[list[str], dict[tuple[str, str], str]]:
    """The languages to look in: the reader's, then those that courses are written in; and which of the words are known in which."""
    known = KnownWord.objects.filter(word__in=[words.small(word) for word in asked]).values_list("language", "word", "stem")
    rows = known.union(_sources().values_list("source_language", Value(""), Value("")))
    languages, stems = [language], {}
    for of, word, stem in rows:
        if word:
            stems[of, word] = stem
        elif of != language:
            languages.append(of)
    return languages, stems


def _sources() -> QuerySet[Course]:
    return Course.objects.live().order_by()


def _term(word: str, language: str, known: Mapping[tuple[str, str], str], *, is_mine: bool, is_last: bool) -> engines.Term:
    """Only the reader's own language is asked for the forms of a word that stands nowhere."""
    start = words.plain(word)
    stem = known.get((language, words.small(word))) or (words.stem(word, language) if is_mine else words.roughly(word, language))
    return stem, start if is_last and len(start) >= SHORTEST_BEGINNING else ""


def _places(asked: Question, request: HttpRequest, *, any_word: bool) -> list[list[int]]:
    hits = engines.best(asked.terms, language=asked.language, any_word=any_word, limit=MOST_PASSAGES)
    if hits and hits[0].is_anything_closed:
        hits = _seen(hits, request)
    places: dict[str, list[int]] = {}
    for passage_id, place, _ in hits:
        places.setdefault(place, []).append(passage_id)
    return list(places.values())[:MOST_PLACES]


def _seen(hits: list[engines.Hit], request: HttpRequest) -> list[engines.Hit]:
    """Without what stands below pages that this person may not see."""
    found = PageViewRestriction.objects.select_related("page")
    closed = [one.page.path for one in found if not one.accept_request(request)]
    hidden = Q()
    for path in closed:
        hidden |= Q(page__path__startswith=path)
    if not closed:
        return hits
    seen = set(Passage.objects.filter(pk__in=[hit.passage_id for hit in hits]).exclude(hidden).values_list("pk", flat=True))
    return [hit for hit in hits if hit.passage_id in seen]


def _mended(asked: Question) -> str:
    """Each word that stands nowhere with the nearest word that does."""
    mended = [_nearest(word, asked.language) for word in words.typed(asked.text)[:MOST_WORDS]]
    return " ".join(mended)


def _nearest(word: str, language: str) -> str:
    small = word.casefold()
    if len(small) <= 3 or small.isdigit():
        return small
    languages = [language, *_sources().values_list("source_language", flat=True).distinct()]
    known = KnownWord.objects.filter(language__in=languages).annotate(long=Length("word"))
    near: Sequence[str] = list(known.filter(long__gte=len(small) - 2, long__lte=len(small) + 2).values_list("word", flat=True))
    is_bare = language == "cs" and small.isascii()  # «prispevku» is nearer to „příspěvků“ than any other word
    forms = words.without_signs(near) if is_bare else near
    best = process.extractOne(small, forms, scorer=OSA.normalized_similarity, score_cutoff=NEAR_ENOUGH)
    return near[best[2]] if best else small
