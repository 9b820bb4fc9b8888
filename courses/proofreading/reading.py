"""How hard a text is to read. No database.

Sentences are found by `sentencex`, which knows abbreviations of all our languages. The reading level is LIX (C. H. Björnsson,
*Läsbarhet*, 1968): words per sentence plus the per cent of words with more than six letters. It asks for no syllables, so that it can
be counted in every language; but it was made for Swedish, and Slavic words are longer: the limits below are ours. The ten lessons have
22 to 25 in English and 35 to 39 in Russian; letters of offices have 60 and more. For Russian and English there are formulas with
syllables; they need dictionaries that are fetched from elsewhere, and there is none for the other three languages."""

import re
from collections.abc import Iterable

import sentencex

WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
LONG_WORD = 7  # letters
MOST_WORDS = {"en": 28, "uk": 25, "ru": 25, "bg": 28, "cs": 25}  # in a sentence; languages with articles use more
MOST_LIX = {"en": 40, "uk": 50, "ru": 50, "bg": 48, "cs": 48}
LEAST_SENTENCES = 10  # the level of a shorter text is chance


QUOTES = str.maketrans("", "", '«»„“”"')


def sentences(passage: str, language: str) -> list[str]:
    """Without quotation marks: what somebody says in several sentences is several. What begins with a small letter or a comma goes on with
    the sentence before: an abbreviation that the library does not know."""
    found: list[str] = []
    for piece in sentencex.segment(language, passage.translate(QUOTES)):
        if found and (piece.lstrip()[:1].islower() or piece.lstrip()[:1] in ",;:"):
            found[-1] += piece
        elif piece.strip():
            found.append(piece)
    return [sentence.strip() for sentence in found]


def word_count(text: str) -> int:
    return len(WORD.findall(text))


def too_long(passage: str, language: str) -> list[str]:
    most = MOST_WORDS.get(language, MOST_WORDS["en"])
    return [sentence for sentence in sentences(passage, language) if word_count(sentence) > most]


def lix(passages: Iterable[str], language: str) -> float | None:
    """None where the text is too short to say."""
    found = [sentence for passage in passages for sentence in sentences(passage, language)]
    words = [word for sentence in found for word in WORD.findall(sentence)]
    if len(found) < LEAST_SENTENCES or not words:
        return None
    long_words = sum(len(word) >= LONG_WORD for word in words)
    return len(words) / len(found) + 100 * long_words / len(words)
