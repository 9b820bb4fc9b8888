"""The ten lessons are the same course in every language they are in: one structure, and words of that language only.

The languages are those of the folder. One whose last lesson is there counts as finished, and must then lack nothing."""

import re
from functools import cache

import pytest
from django.conf import settings

from courses.authoring.folder.document import CourseFolder
from courses.authoring.folder.reader import read_folder

from .shapes import files_of, shape_of, words_of

ROOT = settings.BASE_DIR / "content" / "ten-lessons"
SOURCE = "ru"
LAST = "04-results/10-lasting.md"
LANGUAGES = sorted(path.name for path in ROOT.iterdir() if path.is_dir() and path.name != "media")
FINISHED = [language for language in LANGUAGES if (ROOT / language / LAST).exists()]
TRANSLATIONS = [language for language in LANGUAGES if language != SOURCE]

FOREIGN_LETTERS = {
    "uk": r"[ыэёъ]",
    "ru": r"[іїєґ]",
    "bg": r"[іїєґыэё]",
    "cs": r"[а-яёіїєґ]",
    "en": r"[а-яёіїєґ]",
}
# words that are common in a language near by and do not exist in this one
FOREIGN_WORDS = {
    "uk": "что чтобы или если только также сейчас очень нужно нет тогда",
    "ru": "що або якщо тільки також треба трябва когато защото също",
    "bg": "что чтобы если только также сейчас очень або якщо треба",
    "cs": "the and with you your that sa alebo nie",
    "en": "nebo které když jsou",
}
GAP = re.compile(r"\[\[[a-z0-9-]+\]\]")
LATIN_WORDS = {"Excel", "Facebook", "Messenger", "PDF", "Prozorro", "QR", "SMS", "Telegram", "USB", "Viber", "WhatsApp", "YouTube", "br"}


@cache
def folder() -> CourseFolder:
    """Raises with every mistake of the folder."""
    return read_folder(ROOT)


def words(language: str) -> list[tuple[str, str]]:
    """Every text with the path of its file; the ids of gaps are no words."""
    return [(path, GAP.sub("", text)) for path, file in files_of(folder(), language).items() for text in words_of(file)]


def found(pattern: str, language: str) -> list[str]:
    return [f"{language}/{path}: {match[0]}" for path, text in words(language) for match in re.finditer(pattern, text, re.I)]


def paragraphs(language: str) -> dict[str, str]:
    """Long enough not to be the same by chance: four words or more."""
    lines = [(line.strip(" -|0123456789."), path) for path, text in words(language) for line in text.splitlines()]
    return {line: path for line, path in lines if len(re.findall(r"[^\W\d]{2,}", line)) > 3}


def test_the_folder_has_nothing_to_complain_of_in_what_is_finished():
    assert [str(note) for note in folder().notes if note.path.split("/")[0] in FINISHED] == []


@pytest.mark.parametrize("language", FINISHED)
def test_a_finished_language_lacks_no_file_and_has_none_too_many(language):
    assert set(files_of(folder(), language)) == set(files_of(folder(), SOURCE))


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_every_file_has_the_structure_of_its_source(language):
    source = files_of(folder(), SOURCE)

    for path, file in files_of(folder(), language).items():
        assert shape_of(file) == shape_of(source[path]), f"{language}/{path}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_letter_of_another_language_slipped_in(language):
    assert found(FOREIGN_LETTERS[language], language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_a_language_near_by_slipped_in(language):
    assert found(rf"\b({FOREIGN_WORDS[language].replace(' ', '|')})\b", language) == []


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language in ("uk", "ru", "bg")])
def test_latin_letters_stand_only_in_names_that_are_written_so(language):
    latin = {word for _path, text in words(language) for word in re.findall(r"[A-Za-zÀ-ÖØ-öø-ž]+", text)}

    assert latin - LATIN_WORDS == set()


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_no_paragraph_says_the_same_in_two_languages(language):
    mine = paragraphs(language)

    for other in LANGUAGES:
        if other != language:
            assert sorted(mine.keys() & paragraphs(other).keys()) == [], other
