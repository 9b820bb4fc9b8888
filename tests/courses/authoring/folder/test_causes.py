"""One thing that is wrong is told once: what only follows from it is not told."""

import pytest

from courses.authoring.folder.document import CourseFolderError
from courses.authoring.folder.reader import read_folder

from ..folders import FILES, LESSON, TRANSLATED, write
from .test_questions import QUESTIONS, QUIZ

WHOM, NEEDS = "en/01-people/01-whom-we-help.md", "en/01-people/02-needs.md"
ALL = FILES | TRANSLATED | {"en/questions/people.md": QUESTIONS}
ALL |= {name: text + QUIZ for name, text in ALL.items() if name.endswith("02-needs.md")}


def told(root) -> tuple[list[str], bool]:
    with pytest.raises(CourseFolderError) as caught:
        read_folder(root)
    return [f"{one.path}:{one.line}" for one in caught.value.mistakes], caught.value.is_partial


def test_the_whole_folder_is_right(tmp_path):
    assert read_folder(write(tmp_path, ALL)).slug == "small"


@pytest.mark.parametrize(
    ("files", "cause"),
    [
        ({"course.yaml": "slug: [\n"}, "course.yaml:1"),
        ({"course.yaml": b"slug: \xcf\xf0\n"}, "course.yaml:1"),
        ({"course.yaml": "slug: small\nsource_language: de\n"}, "course.yaml:2"),
        ({"course.yaml": "slug: small\nsource_language: bg\n"}, "course.yaml:0"),
        ({WHOM: LESSON.replace("title: Whom", "title: Whom: we")}, f"{WHOM}:2"),
        ({WHOM: LESSON.encode("utf-16")}, f"{WHOM}:1"),
        ({WHOM: LESSON.replace("::: choice", "::: choise")}, f"{WHOM}:19"),
        ({WHOM: LESSON.replace("Ask before you *help*.\n:::\n", "Ask.\n")}, f"{WHOM}:15"),
        ({"en/questions/people.md": QUESTIONS.replace("title:", "title: a:")}, "en/questions/people.md:2"),
        ({"en/questions/people.md": b"\xff\xfe"}, "en/questions/people.md:1"),
    ],
)
def test_only_the_cause_is_told(tmp_path, files, cause):
    assert told(write(tmp_path, ALL | files)) == ([cause], True)


def test_a_question_that_is_not_there_is_told_where_the_source_language_names_it(tmp_path):
    files = {name: text.replace("people#everyone", "people#nobody") for name, text in ALL.items() if name.endswith("02-needs.md")}

    assert told(write(tmp_path, ALL | files)) == ([f"{NEEDS}:16"], False)


def test_a_folder_without_its_settings_is_not_looked_at(tmp_path):
    files = {name: text for name, text in ALL.items() if name != "course.yaml"}

    assert told(write(tmp_path, files | {WHOM: "nothing"})) == (["course.yaml:0"], True)


def test_a_missing_first_page_is_told_once(tmp_path):
    files = {name: text for name, text in ALL.items() if name != "en/course.md"}

    assert told(write(tmp_path, files)) == (["en/course.md:0"], False)


def test_a_folder_with_a_name_that_cannot_be_is_named_once(tmp_path):
    files = {name.replace("en/01-people", "en/People!"): text for name, text in FILES.items()}

    assert told(write(tmp_path, files))[0] == ["en/People!/:0"]


@pytest.mark.parametrize("key", ["yes", "1", "~"])
def test_a_key_that_yaml_takes_for_something_else_is_named_as_it_was_typed(tmp_path, key):
    lines = FILES["course.yaml"] + f"{key}: 1\n"

    with pytest.raises(CourseFolderError) as caught:
        read_folder(write(tmp_path, FILES | {"course.yaml": lines}))

    known = "slug, source_language, level, topics, hours"
    place = f"course.yaml:{len(lines.splitlines())}"
    assert [str(one) for one in caught.value.mistakes] == [f"{place}: there is no key `{key}` here; there are {known}"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("title: A: b", "a text with a colon in it needs quotes"),
        ("title: A\n  summary: b", "this line begins further right or left"),
        ("title: A\n\tsummary: b", "there is a tab"),
        ("title: @A", "a text that begins with `@` needs quotes"),
        ("title: *A", "a text that begins with `*` needs quotes"),
        ("title: '", "a quotation mark is opened and never closed"),
        ("title: A\nsummary", "this line has no colon"),
        ("title: A\x07", "there is a sign that nobody can see (number 0007)"),
        ("title: 2026-13-45", "a day or a number does not exist"),
        ('title: "\\q"', "a backslash cannot stand between double quotes"),
        ("- title", "this line has no colon"),
    ],
)
def test_what_is_wrong_with_yaml_is_said_in_plain_words(tmp_path, line, words):
    with pytest.raises(CourseFolderError) as caught:
        read_folder(write(tmp_path, FILES | {WHOM: f"---\n{line}\n---\n"}))

    assert next(str(one.reason) for one in caught.value.mistakes).startswith(words)


@pytest.mark.parametrize("change", [lambda text: f"\ufeff{text}", lambda text: text.replace("\n", "\r\n")], ids=["BOM", "CRLF"])
def test_marks_and_line_ends_of_other_systems_are_no_mistake(tmp_path, change):
    files = {name: change(text) if name.endswith((".md", ".yaml")) else text for name, text in ALL.items()}

    assert read_folder(write(tmp_path, files)).languages == ["en", "ru"]
