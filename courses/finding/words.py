"""Words and their plain form, which all forms of a word share. No database.

The dictionary form comes from simplemma. A word that it does not know loses the ending of a case or of an article; last falls what
distinguishes „село“ from „села“. Where this is weak: docs/search.md."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import takewhile

from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy, DictionaryLookupStrategy
from simplemma.strategies.dictionaries import LOW_MEMORY_DICTIONARY_FACTORY

CYRILLIC, LATIN = ("uk", "ru", "bg"), ("cs", "en")
APOSTROPHES = "'’ʼ`ʹ"
_UNSEEN = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"  # signs that stand apart from their letter, places where a word may be broken
_WORD = re.compile(rf"[^\W_]+(?:[{_UNSEEN}][^\W_]*|[{APOSTROPHES}][^\W_]+)*")
_SIGNS = re.compile("[\u0300-\u036f]+")
_ANY_UNSEEN = re.compile(f"[{_UNSEEN}]")
_LONGEST = 64
MOST_INDEXED = 300_000  # characters; PostgreSQL keeps 1 MB of words of one text and refuses the row that has more
_DATA = re.compile(r"\b(data:[\w.+-]{1,40}/[\w.+-]{1,60}(?:;[\w.+=-]{1,60}){0,4},)[^\s\"'<>()]+", re.IGNORECASE)
_KEPT = frozenset("йїѝ")  # letters of their own, though Unicode takes them for letters with a sign
_LAST = frozenset("аеиіоуюяєыэьъaeiouy")  # й and ї come apart into и and і
_ENDINGS = {
    "uk": "ями ами ові еві ому ого ими ах ях ом ем ів ей ій им их ою ею єю",
    "ru": "ями ами ому ему ого его ими ыми ах ях ом ем ов ев ей ий ый ой ым им ых их ою ею ую юю",
    "bg": "иците овете ите ата ята ове ото ето ета ът ят та то те",
    "cs": "ovi ové ami emi ech ách ích ího ému ům em ou",
    "en": "ing ed es s e",
}
_SHORTEST = 4  # what is left of a word that the dictionary does not know
_MOST_WORDS_KEPT = 50_000
_BY_KEY = {
    "uk": str.maketrans("qwertyuiop[]asdfghjkl;'zxcvbnm,.", "йцукенгшщзхїфівапролджєячсмитьбю"),
    "ru": str.maketrans("qwertyuiop[]asdfghjkl;'zxcvbnm,.`", "йцукенгшщзхъфывапролджэячсмитьбюё"),
}


def found_in(text: str) -> Iterator[re.Match]:
    """The words of a text as they stand there. What is longer than any word is none."""
    found = _WORD.finditer(text)
    if max(map(len, text.split()), default=0) <= _LONGEST:
        return found
    return (match for match in found if match.end() - match.start() <= _LONGEST)


def indexed(text: str) -> Iterator[re.Match]:
    """Those that an index keeps: of a text as long as a book the first."""
    return takewhile(lambda match: match.end() <= MOST_INDEXED, found_in(text))


def without_data(text: str) -> str:
    """A picture that was pasted as an address (`data:image/png;base64,…`) keeps the beginning of it."""
    return _DATA.sub(r"\1…", text)


def typed(text: str) -> list[str]:
    return [seen(match[0]) for match in found_in(text)]


def seen(text: str) -> str:
    """As it looks: letters and signs in one, no stress marks, nothing that is only there for the ends of lines. Never nothing."""
    return _ANY_UNSEEN.sub("", unicodedata.normalize("NFC", text)) or text


def small(word: str) -> str:
    """How words are kept that are known."""
    return seen(word.casefold())


def as_typed(phrase: str) -> re.Pattern:
    """Where a phrase of `small` words stands in a text, whatever is unseen between its letters."""
    letters = (r"\s+" if letter == " " else re.escape(letter) for letter in phrase)
    return re.compile(f"[{_UNSEEN}]*".join(letters), re.IGNORECASE)


def stems(text: str, language: str) -> list[str]:
    """One plain form for each word that `indexed` finds."""
    return [stem(match[0], language) for match in indexed(text)]


@lru_cache(maxsize=_MOST_WORDS_KEPT)
def stem(word: str, language: str) -> str:
    """Letters and digits only, and never nothing."""
    word = _even(word)[:_LONGEST]
    if word.isdigit() or not is_written_in(word, language):
        return plain(word)
    found = _dictionary().lemmatize(word, lang=language).casefold()
    found = "".join(_WORD.findall(found)[:1]) or word  # «започвам-(се)»
    if found == word and not _is_known(word, language):
        found = _without_ending(word, language)
    return plain(_without_last(found))


def roughly(word: str, language: str) -> str:
    """The same without the dictionary, for a word that stands nowhere in this language: reading a dictionary takes a second."""
    return plain(_without_last(_without_ending(_even(word)[:_LONGEST], language)))


def plain(word: str) -> str:
    """Without signs above and below letters, and ё as е, ґ as г: whoever types on a phone leaves them out. Never nothing."""
    parts = (letter if letter in _KEPT else unicodedata.normalize("NFKD", letter)[0] for letter in _even(word))
    return "".join(letter for letter in parts if letter.isalnum()).replace("ґ", "г") or word


def without_signs(found: Sequence[str]) -> list[str]:
    """Words as `small` gives them, Czech ones as bare keys write them; thousands at once."""
    return _SIGNS.sub("", unicodedata.normalize("NFD", "\n".join(found))).split("\n") if found else []


def is_written_in(word: str, language: str) -> bool:
    """Whether the language has the word's letters; digits stand in all."""
    scripts = {_script(letter) for letter in word if letter.isalpha() and letter not in APOSTROPHES}
    return not scripts or scripts == {"CYRILLIC" if language in CYRILLIC else "LATIN"}


def by_the_other_layout(text: str, language: str) -> str:
    """What was meant by keys pressed while the keyboard was in Latin letters. Not in Bulgarian, which has several layouts."""
    return text.casefold().translate(_BY_KEY[language]) if language in _BY_KEY else ""


def _even(word: str) -> str:
    """In small letters, with one kind of apostrophe, without the English possessive."""
    word = small(word)
    return "".join("'" if letter in APOSTROPHES else letter for letter in word).removesuffix("'s")


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _without_ending(word: str, language: str) -> str:
    for ending in _endings(language):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word.removesuffix(ending)
    return word


def _without_last(word: str) -> str:
    while len(word) > 3 and unicodedata.normalize("NFKD", word[-1])[0] in _LAST:
        word = word[:-1]
    return word


@cache
def _endings(language: str) -> list[str]:
    return sorted(_ENDINGS[language].split(), key=len, reverse=True)


def _is_known(word: str, language: str) -> bool:
    return DictionaryLookupStrategy(dictionary_factory=LOW_MEMORY_DICTIONARY_FACTORY).get_lemma(word, language) is not None


@cache
def _dictionary() -> Lemmatizer:
    """The frugal one: 30 MB for all five languages instead of 300."""
    return Lemmatizer(cache_max_size=1, lemmatization_strategy=DefaultStrategy(low_memory=True))
