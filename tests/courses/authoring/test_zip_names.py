"""Names of files in archives that were packed by old systems, which do not say in which letters they write."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from courses.authoring.board import archives

from .test_folder_import import archive

COURSE = "course.yaml"


def packed(*names):
    """An archive in which these names stand as they are, in bytes, and nothing is said of their letters."""
    plain = [f"{number:x<{len(name)}}" for number, name in enumerate(names)]
    data = archive(*((name, b"1") for name in (*plain, COURSE))).read()
    for name, raw in zip(plain, names, strict=True):
        data = data.replace(name.encode(), raw)
    return SimpleUploadedFile("course.zip", data)


def unpacked(file, folder):
    root = archives.unpack(file, folder)
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()} - {COURSE}


@pytest.fixture
def sent(tmp_path):
    def send(letters, *names):
        return unpacked(packed(*(name.encode(letters) for name in names)), tmp_path)

    return send


@pytest.mark.parametrize("letters", ["utf-8", "cp866", "cp1251"])
@pytest.mark.parametrize(
    "names",
    [
        ("ru/01-люди.md", "media/карта села.png"),
        ("bg/01-хора.md", "media/Читалище в Кърджали.jpg"),
        ("media/сад.png",),
        ("media/дом.png", "ru/a.md"),
        ("media/КартаСела №2.png",),
        ("media/суть.png",),
    ],
    ids=str,
)
def test_cyrillic_names_are_read(sent, letters, names):
    assert sent(letters, *names) == set(names)


@pytest.mark.parametrize("letters", ["cp852", "cp1250"])
@pytest.mark.parametrize(
    "names", [("cs/01-lidé.md", "media/mapa vesnice – příklad.png"), ("media/škola.png",), ("cs/žába.md", "media/Úřad.pdf")], ids=str
)
def test_czech_names_are_read(sent, letters, names):
    names = tuple(name.replace("–", "-") for name in names) if letters == "cp852" else names

    assert sent(letters, *names) == set(names)


@pytest.mark.parametrize("letters", ["cp1125", "cp1251"])
def test_ukrainian_names_are_read(sent, letters):
    names = ("uk/01-хто-ми-є.md", "media/ґанок і їжа.png")

    assert sent(letters, *names) == set(names)


def test_the_latin_letter_that_windows_packs_for_a_ukrainian_one_is_read_as_it_was_meant(sent):
    assert sent("cp866", "media/вiкно Iрини.png", "media/icon.png") == {"media/вікно Ірини.png", "media/icon.png"}


def test_what_may_be_either_is_read_in_the_language_of_the_folder(sent, tmp_path):
    assert sent("cp852", "cs/a.md", "media/á.png") == {"cs/a.md", "media/á.png"}


def test_names_of_other_letters_from_a_system_that_packs_in_utf_8_are_read(sent):
    assert sent("utf-8", "media/村.png", "media/сад.png") == {"media/村.png", "media/сад.png"}


def test_what_says_in_which_letters_it_is_written_is_left_as_it_says(tmp_path):
    file = archive(("media/żółw ░.png", b"1"), (COURSE, b"2"))

    assert unpacked(file, tmp_path) == {"media/żółw ░.png"}


def test_a_name_in_letters_that_cannot_be_told_is_named():
    file = packed(b"media/a\xb0\xb0.png", "media/сад.png".encode("cp866"))

    with pytest.raises(archives.NotAFolderError) as refused:
        archives.check(file)

    assert "the name “media/a??.png”" in str(refused.value.reason)
