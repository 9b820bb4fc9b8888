"""Wagtail's own words in languages that it lacks: nothing that Wagtail says by itself by now, nothing that it does not say any more."""

import gettext
from functools import cache
from pathlib import Path

import polib
import pytest
import wagtail
from django.conf import settings

from .test_tree import ROOT
from .test_words import names

LANGUAGES = [code for code, _name in settings.LANGUAGES if code != "en"]
WAGTAIL = Path(wagtail.__file__).parent


def ours(language: str) -> list[polib.POEntry]:
    return list(polib.pofile(ROOT / "locale-wagtail" / language / "LC_MESSAGES" / "django.po"))


@cache
def in_english() -> set[str]:
    return {entry.msgid for path in WAGTAIL.rglob("locale/en/LC_MESSAGES/django.po") for entry in polib.pofile(path)}


def theirs(language: str) -> set[str]:
    said = set()
    for path in WAGTAIL.rglob(f"locale/{language}/LC_MESSAGES/django.mo"):
        with path.open("rb") as file:
            said |= {key for key, text in gettext.GNUTranslations(file)._catalog.items() if text and isinstance(key, str)}
    return said


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_word_is_one_of_wagtails_that_it_does_not_translate_itself(language):
    assert [entry.msgid for entry in ours(language) if entry.msgid not in in_english()] == []
    assert [entry.msgid for entry in ours(language) if entry.msgid in theirs(language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_is_translated_and_names_what_its_text_names(language):
    assert [entry.msgid for entry in ours(language) if not entry.msgstr or names(entry.msgid) != names(entry.msgstr)] == []


@pytest.mark.parametrize("language", ["uk", "bg", "cs"])
def test_what_an_editor_meets_on_every_page_is_in_their_language(language):
    met = ["Save draft", "Publish", "History", "Set schedule", "Compare with live version", "Awaiting your review", "Preview in new tab"]
    known = theirs(language) | {entry.msgid for entry in ours(language)}
    known |= {entry.msgid for entry in polib.pofile(ROOT / "locale" / language / "LC_MESSAGES" / "django.po")}

    assert [word for word in met if word not in known] == []
