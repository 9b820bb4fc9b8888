"""One word per thing: the words that docs/glossary.md says to avoid stand in no text of the interface."""

import re
from functools import cache

import polib
import pytest
from django.conf import settings

from cms.translations.glossary import seed

from .exceptions import unexplained
from .test_tree import ROOT, text_of

# text → why the word is right here
RIGHT_HERE: dict[str, str] = {
    "%(count)s learner has waited long: it is passed to you": "handed on",
    "%(count)s learners have waited long: it is passed to you": "handed on",
    "Passed to a supervisor": "handed on",
    "Passed to the supervisor on working day 9": "handed on",
    "The day to hand in has passed. That is all right: it counts until the assignment closes.": "a day has gone by",
    "What was passed to you as a supervisor": "handed on",
}


def avoided_words() -> set[str]:
    """The last column of the glossary's table."""
    lines = text_of(ROOT / "docs" / "glossary.md").splitlines()
    rows = [line.strip().removesuffix("|").split("|") for line in lines if line.startswith("| ")]
    return {word.strip() for row in rows[1:] for word in row[-1].split(",") if word.strip(" -—")}


def interface_texts() -> set[str]:
    """The catalogues hold every text of the code (`make check` sees to it)."""
    catalogue = polib.pofile(ROOT / "locale" / "uk" / "LC_MESSAGES" / "django.po")
    return {text for entry in catalogue if not entry.obsolete for text in (entry.msgid, entry.msgid_plural) if text}


def test_no_text_uses_a_word_to_avoid():
    avoided = re.compile(rf"\b({'|'.join(map(re.escape, sorted(avoided_words())))})\b", re.I)

    found = {text: f"says “{match[0]}”" for text in interface_texts() if (match := avoided.search(re.sub(r"%\(\w+\)s", "", text)))}

    assert unexplained(found, RIGHT_HERE) == []


def test_the_glossary_is_read():
    assert {"user", "failed", "invalid"} <= avoided_words()


TRANSLATED = [code for code, _name in settings.LANGUAGES if code != "en"]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w+\}")


def entries(language: str) -> tuple[polib.POFile, list[polib.POEntry]]:
    catalogue = polib.pofile(ROOT / "locale" / language / "LC_MESSAGES" / "django.po")
    return catalogue, [entry for entry in catalogue if not entry.obsolete]


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated_and_none_is_a_guess(language):
    _catalogue, found = entries(language)

    assert [entry.msgid for entry in found if not entry.translated() or "fuzzy" in entry.flags] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_is_counted_has_every_plural_of_the_language(language):
    catalogue, found = entries(language)
    forms = set(range(int(re.search(r"nplurals=(\d)", catalogue.metadata["Plural-Forms"])[1])))

    counted = [entry for entry in found if entry.msgid_plural]

    assert counted
    assert [entry.msgid for entry in counted if set(entry.msgstr_plural) != forms or not all(entry.msgstr_plural.values())] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_names_what_its_text_names(language):
    """One thing may be said without its number ("a month"), never with a name that the text has not."""
    _catalogue, found = entries(language)

    wrong = [entry.msgid for entry in found if not entry.msgid_plural and names(entry.msgid) != names(entry.msgstr)]
    wrong += [
        entry.msgid
        for entry in found
        for number, text in entry.msgstr_plural.items()
        if not names(text) <= names(entry.msgid_plural) or (number > 0 and names(text) != names(entry.msgid_plural))
    ]

    assert wrong == []


def names(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text.replace("%%", "")))


@pytest.mark.parametrize(
    ("language", "lower"),
    [("uk", r"\b(ви|вас|вам|вами|ваш\w*)\b"), ("ru", r"\b(вы|вас|вам|вами|ваш\w*)\b"), ("bg", r"\b(вие|вас|ви|ваш\w*)\b")],
)
def test_whoever_is_addressed_is_addressed_with_a_capital_letter(language, lower):
    catalogue = polib.pofile(ROOT / "locale" / language / "LC_MESSAGES" / "django.po")
    texts = [text for entry in catalogue if not entry.obsolete for text in (entry.msgstr, *entry.msgstr_plural.values())]

    assert any(re.search(lower, text, re.I) for text in texts)
    assert [text for text in texts if re.search(lower, text)] == []


def test_czech_addresses_with_a_small_letter_inside_a_sentence():
    catalogue = polib.pofile(ROOT / "locale" / "cs" / "LC_MESSAGES" / "django.po")
    texts = [text for entry in catalogue if not entry.obsolete for text in (entry.msgstr, *entry.msgstr_plural.values())]

    assert [text for text in texts if re.search(r"[\w,;:)„–“] (Vy|Vás|Vám|Vámi|Váš|Vaš\w+)\b", text)] == []


# language and text → why the word is right here
RIGHT_THERE: dict[str, str] = {
    "uk: Запитання": "of a learner to the mentor, in the practice log",
    "uk: Запитання до ментора": "of a learner to the mentor",
    "uk: До самих слів, як за робочим столом: що вдалося й чому, одне запитання. Двох або трьох досить.": "of a mentor to the learner",
}


@cache
def one_word() -> dict[str, dict[str, tuple[str, list[str]]]]:
    """The table of docs/glossary-languages.md: thing → language → the word, and what is not said."""
    lines = [line for line in text_of(ROOT / "docs" / "glossary-languages.md").splitlines() if line.startswith("| ")]
    head, *rows = [[cell.strip() for cell in line.strip("| ").split("|")] for line in lines]
    return {row[0]: {code: _cell(cell) for code, cell in zip(head[1:], row[1:], strict=True)} for row in rows}


def _cell(cell: str) -> tuple[str, list[str]]:
    word, _, avoided = cell.removesuffix(")").partition(" (")
    return word, [each.strip() for each in avoided.split(",") if each]


def not_said(language: str) -> re.Pattern[str]:
    words = [re.escape(word).replace(r"\*", r"\w*") for said in one_word().values() for word in said[language][1]]
    return re.compile(rf"\b({'|'.join(words)})\b", re.I)


def texts_in(language: str) -> set[str]:
    """What the interface, the guides and the terms that the site comes with say in a language."""
    _catalogue, found = entries(language)
    said = {text for entry in found for text in (entry.msgstr, *entry.msgstr_plural.values())}
    guides = {line for path in (settings.GUIDES / language).glob("*.md") for line in text_of(path).splitlines()}
    return said | guides | {term[language] for term in seed()}


MARKS = re.compile(r"%\(\w+\)s|]\([^)]*\)|\{\w+\}|<[^>]*>")


@pytest.mark.parametrize("language", TRANSLATED)
def test_each_thing_has_one_word_in_every_language(language):
    avoided = not_said(language)

    said = {text: match[0] for text in texts_in(language) if (match := avoided.search(MARKS.sub("", text)))}
    here = {text: why for text, why in RIGHT_THERE.items() if text.startswith(f"{language}: ")}

    assert unexplained({f"{language}: {text}": f"says “{word}”" for text, word in said.items()}, here) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_terms_that_the_site_comes_with_are_those_words(language):
    terms = {term["en"]: term[language] for term in seed()}
    both = {thing: said[language][0] for thing, said in one_word().items() if thing in terms}

    assert len(both) > 5
    assert {thing: terms[thing] for thing, word in both.items() if word not in terms[thing]} == {}


def test_ukrainian_has_one_apostrophe_and_one_dash():
    """The course, the interface and the guides write ’ and —; a range of days keeps its shorter dash."""
    lessons = {line for path in (ROOT / "content").rglob("uk/**/*.md") for line in text_of(path).splitlines()}
    other = re.compile(r"[а-яіїєґ]'[а-яіїєґ]|[а-яіїєґ»,.] – | – [а-яіїєґ«]", re.I)

    assert lessons
    assert sorted(text for text in texts_in("uk") | lessons if other.search(text)) == []
