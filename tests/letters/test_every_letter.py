"""Every letter in every language: nothing untranslated, nothing missing, light, and readable without pictures."""

import re
from dataclasses import replace
from functools import cache

import polib
import pytest
from django.conf import settings
from django.template import Engine

from lms.notifications import kinds

from .rendering import ACCOUNT, KINDS, LANGUAGES, SITE, Rendered, made
from .samples import LESSON, SAMPLES, TITLE, WORDS

pytestmark = pytest.mark.django_db
EVERY = [*KINDS, *ACCOUNT]
MISSING = "MISSING-%s-"
LOWER = {
    "uk": r"\b(?:ви|вас|вам|вами|ваш\w*)\b",
    "ru": r"\b(?:вы|вас|вам|вами|ваш\w*)\b",
    "bg": r"\b(?:вие|вас|ви|ваш\w*)\b",
}
PUT_IN = re.compile(r"%\(\w+\)\w")
OF_DATA = {"Workbook", "Library", "Verkhovyna", "Village library", "PDF", "Show your mentor", "Who lives here"}


@pytest.fixture(autouse=True)
def strict(settings, monkeypatch):
    """Whatever a template names and does not get is said aloud."""
    settings.BASE_URL = SITE
    settings.ALLOWED_HOSTS = ["*"]
    monkeypatch.setattr(Engine.get_default(), "string_if_invalid", MISSING)


def test_every_kind_has_a_sample():
    assert sorted(SAMPLES) == KINDS


@pytest.mark.parametrize("key", EVERY)
def test_it_is_what_people_are_glad_to_get(key):
    letters = made(key)

    assert {letter.language for letter in letters} == set(LANGUAGES)
    assert [f"{letter}: {fault}" for letter in letters for fault in faults(letter)] == []
    english = {letter.number: letter for letter in letters if letter.language == "en"}
    assert [
        f"{letter}: {text}" for letter in letters if letter.language != "en" for text in untranslated(letter, english[letter.number])
    ] == []


def faults(letter: Rendered):
    """What is wrong with it, in words."""
    message, text, page = letter.message, letter.text, letter.html
    both = text + page + letter.subject
    yield from (f"says {sign}" for sign in ("{{", "{%", "%(", "{#", "MISSING-", "None", "&amp;amp;") if sign in both)
    yield from (f"says {sign} in text" for sign in ("<p", "<br", "&amp;", "&lt;", "&#") if sign in text)
    if len(letter.raw) >= 20_000:
        yield f"is heavy: {len(letter.raw)} bytes"
    if [part.get_content_type() for part in message.walk()] != ["multipart/alternative", "text/plain", "text/html"]:
        yield "has not its two parts, text first"
    if message["Content-Language"] != letter.language or f'<html lang="{letter.language}"' not in page:
        yield "does not say its language"
    if message["Auto-Submitted"] != "auto-generated" or message.defects:
        yield "is not what a mail program expects"
    if not letter.subject or len(letter.subject) > 150:
        yield f"has no fitting subject: {letter.subject!r}"
    if (LOWER.get(letter.language)) and (found := re.search(LOWER[letter.language], both)):
        yield f"addresses without a capital letter: {found[0]}"
    if re.search(r"<img|<script|<style|url\(|@import|position:", page):
        yield "fetches something or needs a style sheet"
    yield from (f"leads to {link!r}" for link in letter.links if not link.startswith(f"{SITE}/"))
    yield from link_faults(letter)
    yield from (f"says only in text: {line!r}" for line in said_only_in_text(letter))


def link_faults(letter: Rendered):
    buttons = re.findall(r'<table class="go".*?href="([^"]*)"', letter.html, re.S)
    if len(buttons) != (0 if letter.kind.endswith("login_code") else 1):
        yield f"has {len(buttons)} main links"
    if "/" in letter.kind:
        return
    stop = str(letter.message["List-Unsubscribe"] or "").strip(" <>")
    if bool(stop) != kinds.get(letter.kind).can_stop:
        yield "can be stopped and does not say how, or the other way round"
    if stop and (stop not in letter.text or stop not in letter.links or not letter.message["List-Unsubscribe-Post"]):
        yield "does not say in both parts how to stop it"


def said_only_in_text(letter: Rendered) -> list[str]:
    """Both parts say the same."""
    lines = [line.strip().removeprefix("- ").rstrip(":") for line in letter.text.splitlines()]
    told = [" ".join(line.split()) for line in lines if line not in {"", "--"} and "●" not in line and not line.startswith("http")]
    seen = letter.seen.replace(" ", "")
    return [line for line in told if line.replace(" ", "") not in seen]


def untranslated(letter: Rendered, english: Rendered) -> list[str]:
    """Texts of the catalogue that stand there in English, and words in Latin letters where the language has others."""
    said = f"{letter.subject} {letter.seen} {' '.join(letter.text.split())}"
    others = translations(letter.language)
    texts = [text for text in texts_in(english) if others.get(text, text) != text and is_in(text, said)]
    if letter.language in LOWER:
        for data in (*OF_DATA, TITLE, LESSON, WORDS):
            said = said.replace(data, "")
        texts += re.findall(r"[A-Za-z]{2,}(?: [A-Za-z]+)+", re.sub(r"https?://\S+|\S+@\S+", "", said))
    return texts


@cache
def texts_in(english: Rendered) -> list[str]:
    """The sentences of the catalogue that it says."""
    said = f"{english.subject} {english.seen}"
    return [text for text in translations("uk") if is_in(text, said)]


def is_in(text: str, said: str) -> bool:
    """Whatever stands where names and numbers are put in."""
    place = 0
    return all((place := said.find(piece, place)) >= 0 for piece in PUT_IN.split(text))


@cache
def translations(language: str) -> dict[str, str]:
    """Of texts with more than one word in a row."""
    catalogue = polib.pofile(settings.BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.po")
    texts = {text: entry.msgstr or entry.msgstr_plural[0] for entry in catalogue for text in (entry.msgid, entry.msgid_plural) if text}
    return {text: said for text, said in texts.items() if any(len(piece.split()) > 1 for piece in PUT_IN.split(text))}


def test_the_checks_find_what_is_wrong():
    english = next(letter for letter in made("weekly_progress") if letter.language == "en")
    pretended = replace(english, language="cs")
    broken = replace(english, raw=english.raw.replace(b"Hello", b"{{ MISSING-x-").replace(b"https://workbook", b"/workbook"))

    assert {"You have done %(done)d lessons of %(total)d.", "Go on with the lesson"} <= set(untranslated(pretended, english))
    assert "Go on with the lesson" in untranslated(replace(english, language="uk"), english)
    said = " ".join(faults(broken))
    assert all(sign in said for sign in ("says {{", "says MISSING-", "leads to '/workbook"))
    assert "does not say its language" in " ".join(faults(pretended))
