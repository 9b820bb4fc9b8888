"""Letters can be read in the mail programs that NGOs have, and speak as the site does."""

import csv
import json
import re
import subprocess
import sys

import pytest

from .clients import CSS, FAMILIES, shown_badly
from .rendering import ACCOUNT, KINDS, SITE, made

pytestmark = pytest.mark.django_db
EVERY = [*KINDS, *ACCOUNT]
# A term of the interface → how it begins in the words of letters, where forms of a word differ at its end.
TERMS = {
    "Course": {"uk": "курс", "ru": "курс", "bg": "курс", "cs": "kurz"},
    "Lesson": {"uk": "урок", "ru": "урок", "bg": "уро", "cs": "lekc"},  # уроци
    "Mentor": {"uk": "ментор", "ru": "наставник", "bg": "наставник", "cs": "mentor"},
    "Assignment": {"uk": "завдан", "ru": "задани", "bg": "задание", "cs": "úkol"},
    "Quiz": {"uk": "тест", "ru": "тест", "bg": "тест", "cs": "test"},
    "Answer": {"uk": "відпов", "ru": "отве", "bg": "отгов", "cs": "odpov"},
    "Comment": {"uk": "коментар", "ru": "комментари", "bg": "коментар", "cs": "komentář"},
    "Certificate": {"uk": "сертифікат", "ru": "сертификат", "bg": "сертификат", "cs": "certifikát"},
    "Password": {"uk": "парол", "ru": "парол", "bg": "парол", "cs": "hesl"},
    "Address": {"uk": "адрес", "ru": "адрес", "bg": "адрес", "cs": "adres"},
    "Calendar": {"uk": "календар", "ru": "календар", "bg": "календар", "cs": "kalendář"},
}
ENGLISH = {"Address": r"\baddress", "Answer": r"\b(?:the|your) answer\b"}  # the noun; "somebody has answered" is another word


@pytest.fixture(autouse=True)
def address(settings):
    settings.BASE_URL = SITE
    settings.ALLOWED_HOSTS = ["*"]


@pytest.mark.parametrize("key", EVERY)
def test_nothing_is_used_that_an_old_program_shows_badly(key):
    assert sorted({fault for letter in made(key) for fault in shown_badly(letter.html)}) == []


def test_what_would_be_shown_badly_is_found():
    page = made("welcome")[0].html

    assert shown_badly(page.replace("mso-padding-alt", "x")) == [
        "padding on <a>: nothing stands in for it in Outlook", "x is not in the table"
    ]  # fmt: skip
    assert shown_badly('<div><p style="margin: 0 -4px; display: flex; padding: 1px">') == [
        "<div>", "display on <p>: nothing stands in for it in Outlook", "a negative margin",
        "padding on <p>: nothing stands in for it in Outlook",
    ]  # fmt: skip


def test_the_table_agrees_with_the_data(shared):
    """Of the newest version of each program."""
    folder = shared / "corpora" / "email" / "caniemail-features"
    read = {name: "".join(newest((folder / f"css-{name}.md").read_text("utf-8"), *family) for family in FAMILIES.values()) for name in CSS}

    assert read == CSS


def newest(page: str, client: str, platform: str) -> str:
    there = page[re.search(rf"\b{client}:\s*{{", page).end() :]
    versions = re.search(rf"\b{platform}:\s*{{([^}}]*)}}", there)[1]
    return re.findall(r'"[^"]+"\s*:\s*"([yan])', versions)[-1]


def test_an_independent_checker_finds_nothing_that_is_poorly_supported(shared, tmp_path):
    letters = [letter for key in EVERY for letter in made(key)]
    for number, letter in enumerate(letters):
        (tmp_path / f"{number}.eml").write_bytes(letter.raw)

    checker = shared / "tools" / "email" / "email_html_check.py"
    files = sorted(tmp_path.glob("*.eml"))
    said = subprocess.run([sys.executable, checker, *files], capture_output=True, text=True, check=True).stdout.splitlines()

    assert len(said) == len(letters)
    poorly = {each["feature"] for line in said for each in json.loads(line)["poorly_supported"]}
    assert poorly <= {"html-body"}  # web mail keeps what is in it, and the table inside has the same ground and language


def test_letters_use_the_terms_of_the_interface(shared):
    with (shared / "design" / "terms.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["en"]: row for row in csv.DictReader(file)}
    strays = [
        f"{term} in {code}" for term, stems in TERMS.items() for code, stem in stems.items() if stem[:5] not in rows[term][code].lower()
    ]
    assert strays == [], "the stems are not those of terms.csv"

    faults, met = [], set()
    for key in EVERY:
        letters = made(key)
        english = {letter.number: letter for letter in letters if letter.language == "en"}
        for letter in (each for each in letters if each.language != "en"):
            for term in (term for term in TERMS if says(english[letter.number].seen, term)):
                met.add(term)
                if TERMS[term][letter.language] not in letter.seen.lower():
                    faults.append(f"{letter} says {term} in another way")

    assert "; ".join(faults) == ""
    assert met == set(TERMS)


def says(text: str, term: str) -> bool:
    return re.search(ENGLISH.get(term, rf"\b{term}s?\b"), text, re.I) is not None
