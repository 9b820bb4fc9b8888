"""Files made to hurt: each is refused or read, with a message and in a few seconds of the processor's time."""

import time

import pytest

from courses.quizzes.formats import FORMATS, detect
from courses.quizzes.formats.base import MAX_BYTES
from courses.quizzes.formats.moodle import MOST_LEVELS

MEGABYTE = 1024 * 1024


def filled(piece: str, before: str = "", after: str = "", *, megabytes: int = 1) -> bytes:
    return (before + piece * (megabytes * MEGABYTE // len(piece)) + after).encode()


HOSTILE = {
    "braces": filled("{", megabytes=5),
    "pairs of braces": filled("{}", megabytes=5),
    "closing braces": filled("}"),
    "backslashes": filled("\\", megabytes=5),
    "escaped signs": filled("\\{\\}"),
    "choices": filled("~a=b", "Q{", "}"),
    "answers": filled("=a", "Q{", "}"),
    "pairs": filled("=a->b", "Q{", "}"),
    "hashes": filled("#", "Q{", "}"),
    "percents": filled("%", "Q{=", "}"),
    "digits": filled("1", "Q{=%", "}"),
    "digits of a number": filled("1", "Q{#", "}"),
    "dots": filled(".", "Q{#1", "}"),
    "colons": filled(":"),
    "names": filled("::"),
    "blank lines": filled("\n"),
    "lines of spaces": filled(" \n"),
    "short lines": filled("a\n"),
    "short texts": filled("a\n\n"),
    "broken questions": filled("{\n\n"),
    "one line": filled("слово "),
    "comments": filled("// x\n", "", "Q{T}"),
    "ids": filled("[id:", "// ", "\nQ{T}"),
    "tags": filled("[tag:a]", "// ", "\nQ{T}"),
    "open tags": filled("<", "[html]", "{T}"),
    "formats": filled("[html]"),
    "order": filled(" a", "Q{>", "\n}"),
    "aiken choices": filled("A. a\n", "Q\n", "ANSWER: A"),
    "aiken answers": filled("ANSWER: A\n"),
    "aiken questions": filled("Q\nA. a\nB. b\nANSWER: A\n"),
    "aiken letters": filled("A", "Q\nA. ", "\nANSWER: A"),
}


@pytest.mark.parametrize("key", ["gift", "aiken"])
@pytest.mark.parametrize("name", HOSTILE)
def test_megabytes_of_anything_are_read_in_seconds(name, key):
    began = time.process_time()

    detect(HOSTILE[name], "x")
    reading = FORMATS[key].read(HOSTILE[name], "x")

    assert time.process_time() - began < 6
    assert reading.questions or reading.problems
    assert all(str(problem) and len(problem.excerpt) <= 120 for problem in reading.problems)


@pytest.mark.parametrize("key", ["gift", "aiken"])
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"a" * (50 * 1024 * 1024), "too_big"),
        (b"a" * (MAX_BYTES + 1), "too_big"),
        (b"Q\0{T}", "nul"),
        ("Питання{T}".encode("windows-1251"), "encoding_windows_1251"),
        ("Питання{T}".encode("koi8-u"), "encoding_koi8_u"),
        ("Dotaz: žluťoučký{T}".encode("windows-1250"), "encoding"),
        ("Q{T}".encode("utf-16-le"), "nul"),
        (b"\x89PNG\r\n\x1a\n", "encoding"),
    ],
)
def test_what_is_no_question_file_is_refused_with_a_reason(data, code, key):
    reading = FORMATS[key].read(data, "x")

    assert [each.code for each in reading.problems] == [code]
    assert reading.questions == ()


def test_a_million_questions_are_refused():
    assert [each.code for each in FORMATS["gift"].read(b"a\n\n" * 30_000).problems] == ["too_many_questions"]
    assert [each.code for each in FORMATS["gift"].read(b"{\n\n" * 30_000).problems] == ["too_many_problems"]


def test_a_name_turns_no_list_and_no_terminal_around():
    question = FORMATS["gift"].read("::na\x1b[31mme \u202egnp.exe\u2066::Q\x1b]0;x\x07 {=a ~b}\n\n\x1b[2J{".encode(), "x")

    assert question.questions[0].name == "na[31mme gnp.exe"
    assert question.problems[0].excerpt == "[2J{"


def test_categories_are_not_made_without_end():
    reading = FORMATS["gift"].read(("$CATEGORY: " + "a/b/" * 50_000 + "\n\nQ {=a ~b}").encode(), "x")

    assert reading.questions[0].category == ("a", "b") * (MOST_LEVELS // 2)
