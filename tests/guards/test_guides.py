"""The guides say in every language the same, in the words of the interface, and every picture they name is there."""

import re
from functools import cache

import pytest
from django.conf import settings
from django.utils.translation import trans_real
from PIL import Image

from cms.blocks import markdown
from cms.guides import sources
from cms.guides.readers import Reader

from .test_tree import ROOT, text_of, tracked

LANGUAGES = [code for code, _name in settings.LANGUAGES]
NAMES = [sources.INDEX, *Reader.values]
GUIDES = [(language, name) for language in LANGUAGES for name in NAMES if sources.path_of(language, name).exists()]
PICTURE_MOST = 60_000  # bytes
ALL_PICTURES_MOST = 3_000_000
LETTERS = {
    "en": "a-z'",
    "cs": "a-záčďéěíňóřšťúůýž",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'’",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюяѝ",
}
FOREIGN = {"zip", "PDF", "CSV", "XLSX", "Markdown", "QR", "GIFT", "Aiken", "Moodle", "XML", "QTI"}
KEYS = {"Enter", "Tab", "Ctrl", "Alt", "Shift", "M", "N", "C"}


@cache
def words(language: str) -> dict[str, set[str]]:
    """What the interface says → the texts of the code it is a translation of. Of the code itself in English."""
    said: dict[str, set[str]] = {}
    catalogue = trans_real.translation("uk" if language == "en" else language)._catalog
    for one in catalogue._catalogs:
        for key, translated in one.items():
            msgid = (key[0] if isinstance(key, tuple) else key).split("\x04")[-1]
            said.setdefault(msgid if language == "en" else translated, set()).add(msgid)
    return said


def texts(language: str, name: str) -> list[tuple[str, str]]:
    """The Markdown of a guide, part by part."""
    parts, part = [], ""
    for piece in sources.read(language, name).pieces:
        if piece.kind == "part":
            part = piece.value["anchor"]
        elif piece.kind == "markdown":
            parts.append((part, str(piece.value)))
    return parts


def quoted(text: str) -> list[str]:
    """The words in bold: the interface's own."""
    found, inside = [], False
    for token in markdown.tokens(text):
        for child in token.children or []:
            inside = child.type == "strong_open" or (inside and child.type != "strong_close")
            if inside and child.type == "text":
                found.append(child.content)
    return found


def shape(language: str, name: str) -> list:
    """What is the same in every language: parts, pictures, and how many steps and words of the interface there are."""
    shown: list = []
    for piece in sources.read(language, name).pieces:
        if piece.kind == "markdown":
            kinds = [token.type for token in markdown.tokens(str(piece.value)) if token.type.endswith("_open")]
            shown.append((kinds, len(quoted(str(piece.value)))))
        else:
            shown.append(piece.name.removeprefix(f"{language}/"))
    return shown


def pictures(language: str, name: str) -> list[tuple[str, str]]:
    return [(piece.value["name"], piece.value["alt"]) for piece in sources.read(language, name).pieces if piece.kind == "screen"]


@pytest.mark.parametrize("name", sorted({name for _language, name in GUIDES}))
def test_a_guide_has_the_same_parts_steps_and_pictures_in_every_language(name):
    shapes = {language: shape(language, name) for language, each in GUIDES if each == name}

    assert set(shapes) == set(LANGUAGES)
    assert {language: each for language, each in shapes.items() if each != shapes["en"]} == {}


@pytest.mark.parametrize(("language", "name"), GUIDES)
def test_words_of_the_interface_are_those_of_the_interface(language, name):
    said = words(language)

    assert [word for _part, text in texts(language, name) for word in quoted(text) if word not in said] == []


@pytest.mark.parametrize(("language", "name"), [each for each in GUIDES if each[0] != "en"])
def test_a_translation_names_the_same_words_of_the_interface(language, name):
    english = [word for _part, text in texts("en", name) for word in quoted(text)]
    theirs = [words(language)[word] for _part, text in texts(language, name) for word in quoted(text)]

    assert [(word, meant) for word, meant in zip(english, theirs, strict=True) if word not in meant] == []


@pytest.mark.parametrize(("language", "name"), GUIDES)
def test_no_word_of_another_language_is_left(language, name):
    own = re.compile(rf"[{LETTERS[language]}-]+\Z", re.I)
    text = re.sub(r"<[^>]*>|\]\([^)]*\)|`[^`]*`", " ", text_of(sources.path_of(language, name)))

    assert [word for word in re.findall(r"[^\W\d_][\w'’-]*", text) if not own.match(word) and word not in FOREIGN | KEYS] == []


@pytest.mark.parametrize(("language", "name"), [each for each in GUIDES if each[0] in {"uk", "ru", "bg"}])
def test_whoever_is_addressed_is_addressed_with_a_capital_letter(language, name):
    lower = {"uk": "ви|вас|вам|вами|ваш[а-яіїє]*", "ru": "вы|вас|вам|вами|ваш[а-яё]*", "bg": "вие|вас|ви|ваш[а-я]*"}[language]

    assert re.findall(rf"\b(?:{lower})\b", text_of(sources.path_of(language, name))) == []


def test_every_picture_of_a_guide_is_there_with_words_and_none_is_left_over():
    named = [picture for language, name in GUIDES for picture in pictures(language, name)]
    there = {path.relative_to(settings.GUIDE_PICTURES).with_suffix("").as_posix() for path in settings.GUIDE_PICTURES.rglob("*.webp")}

    assert [name for name, alt in named if len(alt) < 20] == []
    assert sorted(name for name, _alt in named) == sorted(there)


def test_a_picture_is_in_the_language_of_its_guide():
    wrong = [
        (language, each)
        for language, name in GUIDES
        for each, _alt in pictures(language, name)
        if not each.startswith(f"{language}/{name}-")
    ]

    assert wrong == []


def test_pictures_are_light():
    sizes = {path: path.stat().st_size for path in settings.GUIDE_PICTURES.rglob("*.webp")}

    assert {path.name: size for path, size in sizes.items() if size > PICTURE_MOST} == {}
    assert sum(sizes.values()) < ALL_PICTURES_MOST
    assert {path.name for path in sizes if Image.open(path).width > 1280} == set()


def test_what_leads_to_a_part_of_a_guide_finds_it():
    """In Python `guide_url("mentor", "queue")`, in templates `guide_url "mentor" "queue"`."""
    leads = re.compile(r"guide_url[( ]\"(\w+)\"(?:,? \"([\w-]+)\")?")
    found = {each for path in tracked("*.py", "*.html") if "tests" not in path.parts for each in leads.findall(text_of(path))}

    missing = []
    for name, anchor in found:
        anchors = {piece.name for piece in sources.read("en", name).pieces if piece.kind == "part"}
        if anchor and anchor not in anchors:
            missing.append(f"{name}#{anchor}")
    assert found
    assert missing == []


def test_links_between_guides_lead_to_a_part():
    wrong = []
    for language, name in GUIDES:
        for target, anchor in re.findall(r"\]\((\w+)\.md#?([\w-]*)\)", text_of(sources.path_of(language, name))):
            anchors = {piece.name for piece in sources.read(language, target).pieces if piece.kind == "part"} | {""}
            if anchor not in anchors:
                wrong.append(f"{language}/{name}: {target}#{anchor}")
    assert wrong == []
    assert (ROOT / "docs" / "guides").is_dir()
