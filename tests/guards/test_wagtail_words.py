"""Wagtail's own words in languages that it lacks: nothing that Wagtail says by itself by now, nothing that it does not say any more. And in
every language what would be false on this site: a late save overwrites nothing here (docs/decisions/0021-two-editors-on-one-page.md), and
much of it works without JavaScript."""

import json
import re
from functools import cache
from gettext import GNUTranslations
from pathlib import Path

import polib
import pytest
import wagtail
from django.conf import settings as site
from django.utils.translation import gettext, override
from wagtail.users.models import UserProfile

from tests.factories import UserFactory

from .test_tree import ROOT
from .test_words import names

LANGUAGES = [code for code, _name in site.LANGUAGES if code != "en"]
DOMAINS = ["django", "djangojs"]
WAGTAIL = Path(wagtail.__file__).parent
WITHOUT_SCRIPTS = (
    "JavaScript is required to use Wagtail, but it is currently disabled.<br /> Here are the "
    '<a href="https://www.enable-javascript.com/" target="_blank" rel="noreferrer">'
    "instructions how to enable JavaScript in your web browser</a>."
)
FALSE_HERE = {
    "Proceeding will overwrite the changes you made in that window.",
    "Proceeding will overwrite the changes made by %(user_name)s.",
    "Saving will overwrite a newer version.",
    WITHOUT_SCRIPTS,
}
MISPRINTED = {  # a name and the word behind it stuck together
    "uk": {
        "%(user_name)s saved a new version",
        "%(user_name)s has unsaved changes",
        "One other user is currently viewing",
        "This %(model_name)s is referenced %(usage_count)s time.",
    },
    "ru": {
        "Only you can make changes while the %(model_name)s is locked",
        "Only %(user)s can make changes while the %(model_name)s is locked",
        "The %(model_name)s could not be saved as it is locked",
        "Used %(usage_count)s time",
    },
}


def ours(language: str, domain: str) -> list[polib.POEntry]:
    path = ROOT / "locale-wagtail" / language / "LC_MESSAGES" / f"{domain}.po"
    return list(polib.pofile(path)) if path.exists() else []


@cache
def in_english(domain: str) -> set[str]:
    return {entry.msgid for path in WAGTAIL.rglob(f"locale/en/LC_MESSAGES/{domain}.po") for entry in polib.pofile(path)}


def theirs(language: str, domain: str) -> set[str]:
    said = set()
    for path in WAGTAIL.rglob(f"locale/{language}/LC_MESSAGES/{domain}.mo"):
        with path.open("rb") as file:
            said |= {key[0] if isinstance(key, tuple) else key for key, text in GNUTranslations(file)._catalog.items() if text}
    return said


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_word_is_one_of_wagtails_that_it_does_not_translate_itself(language, domain):
    found = {entry.msgid for entry in ours(language, domain)}

    assert found - in_english(domain) == set()
    assert found & theirs(language, domain) - FALSE_HERE - MISPRINTED.get(language, set()) == set()


@pytest.mark.parametrize("language", MISPRINTED)
def test_what_wagtail_misprints_is_said_in_words_of_ours_as_long_as_it_does(language):
    stuck = {
        entry.msgid
        for path in WAGTAIL.rglob(f"locale/{language}/LC_MESSAGES/django.po")
        for entry in polib.pofile(path)
        for text in (entry.msgstr, *entry.msgstr_plural.values())
        if re.search(r"\)s\w|\w%\(", text)
    }

    assert MISPRINTED[language] - stuck == set()
    assert MISPRINTED[language] - {entry.msgid for entry in ours(language, "django")} == set()


def test_what_would_be_false_here_is_said_otherwise_in_every_language():
    for language, _name in site.LANGUAGES:
        assert {entry.msgid for entry in ours(language, "django")} >= FALSE_HERE, language
    assert {entry.msgid for entry in ours("en", "django")} == FALSE_HERE


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("language", [*LANGUAGES, "en"])
def test_each_is_translated_and_names_what_its_text_names(language, domain):
    single = [entry for entry in ours(language, domain) if not entry.msgid_plural]
    counted = [entry for entry in ours(language, domain) if entry.msgid_plural]

    assert [entry.msgid for entry in single if not entry.msgstr or names(entry.msgid) != names(entry.msgstr)] == []
    assert [
        entry.msgid
        for entry in counted
        for text in entry.msgstr_plural.values()
        if not text or not names(text) <= names(entry.msgid_plural)
    ] == []


@pytest.mark.parametrize("language", ["uk", "bg", "cs"])
def test_what_an_editor_meets_on_every_page_is_in_their_language(language):
    met = ["Save draft", "Publish", "History", "Set schedule", "Compare with live version", "Awaiting your review", "Preview in new tab"]
    met += ["%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s", "Fields", "Workflow: start", "Completed at", "Temporary"]

    with override(language):
        assert [word for word in met if gettext(word) == word] == []


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "said"), [("uk", "Зміни збережено."), ("bg", "Вмъкване на блок"), ("cs", "Vložit blok")])
def test_the_scripts_of_the_back_office_say_it_too(client, settings, language, said):
    settings.REQUIRE_SECOND_FACTOR = False
    editor = UserFactory(is_superuser=True)
    UserProfile.objects.create(user=editor, preferred_language=language)
    client.force_login(editor)

    assert json.dumps(said)[1:-1] in client.get("/admin/jsi18n/").content.decode()
