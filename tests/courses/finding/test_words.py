"""How well the forms of a word are brought together, on groups of words of our own lessons: `word_forms`. Figures: docs/search.md."""

from itertools import combinations
from pathlib import Path
from unicodedata import normalize

import pytest

from courses.finding.words import stem, stems, typed

FORMS = Path(__file__).parent / "word_forms"
LEAST = {"uk": (0.96, 0.98), "ru": (0.99, 0.99), "bg": (0.93, 0.90), "cs": (0.95, 0.97), "en": (0.98, 0.95)}


def precision_and_recall(language):
    groups = [line.split() for line in (FORMS / f"{language}.txt").read_text(encoding="utf-8").splitlines()]
    words = [(stem(word, language), number) for number, group in enumerate(groups) for word in group]
    pairs = [(one[0] == other[0], one[1] == other[1]) for one, other in combinations(words, 2)]
    right = pairs.count((True, True))
    return right / (right + pairs.count((True, False))), right / (right + pairs.count((False, True)))


@pytest.mark.parametrize("language", LEAST)
def test_forms_of_a_word_come_together_and_other_words_stay_apart(language):
    precision, recall = precision_and_recall(language)
    print(f"{language}: precision {precision:.3f}, recall {recall:.3f}")

    assert (precision, recall) >= LEAST[language]
    assert recall >= LEAST[language][1]


@pytest.mark.parametrize("word", ["'", "ʼ", "ー", "́", "x" * 200, "²", "e\u0301", "İ"])
def test_nothing_breaks_a_word(word):
    assert all(stem(word, language) for language in LEAST)


@pytest.mark.parametrize(
    ("language", "pasted", "word"),
    [
        ("uk", "орга\u00adніза\u00adція", "організація"),
        ("uk", "за\u0301мок", "замок"),
        ("uk", normalize("NFD", "районної"), "районної"),
        ("bg", "пъ\u0300рви", "първи"),
        ("cs", normalize("NFD", "příběh"), "příběh"),
        ("en", "\ufeffvisit\u200bors", "visitors"),
    ],
)
def test_what_came_with_a_paste_makes_no_other_word(language, pasted, word):
    assert typed(pasted) == [word]
    assert stems(f"{pasted}, {pasted}", language) == [stem(word, language)] * 2
