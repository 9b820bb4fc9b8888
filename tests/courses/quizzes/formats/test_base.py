import codecs

import pytest

from courses.quizzes.formats.base import MAX_BYTES, QuestionFormat, Reading, Severity, Unreadable, decode, excerpt, warning
from courses.quizzes.formats.moodle import category_names, category_path, nearest_fraction


class Words(QuestionFormat):
    key, name, extensions = "words", "Words", ("txt",)

    def parse(self, data, name):
        decode(data)
        return Reading()


@pytest.mark.parametrize(
    "data",
    [
        "Вода 水".encode(),
        codecs.BOM_UTF8 + "Вода 水".encode(),
        codecs.BOM_UTF16_LE + "Вода 水".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + "Вода 水".encode("utf-16-be"),
    ],
)
def test_a_text_is_read_in_utf_8_and_in_utf_16_with_its_mark(data):
    assert decode(data) == "Вода 水"


def test_every_kind_of_line_end_is_one():
    assert decode(b"a\r\nb\rc\n") == "a\nb\nc\n"


def test_a_text_in_the_old_cyrillic_encoding_is_refused_with_a_hint():
    with pytest.raises(Unreadable) as refused:
        decode("1\nПитання\nА. Так".encode("windows-1251"))

    assert (refused.value.problem.code, refused.value.problem.line) == ("encoding_windows_1251", 2)
    assert "(byte 2)" in str(refused.value.problem)
    assert "Windows-1251" in str(refused.value.problem)


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"ok\n\xff\xfe\x00", "encoding", 2),
        (codecs.BOM_UTF16_LE + b"\x00\xd8", "encoding", 1),
        (b"a\nb\0", "nul", 2),
        ("a".encode("utf-16-le"), "nul", 1),
        ("Příliš žluťoučký".encode("windows-1250"), "encoding", 1),
    ],
)
def test_what_is_no_text_is_refused_with_its_line(data, code, line):
    with pytest.raises(Unreadable) as refused:
        decode(data)

    assert (refused.value.problem.code, refused.value.problem.line) == (code, line)


def test_a_file_that_is_too_big_is_not_looked_at():
    reading = Words().read(b"\xff" * (MAX_BYTES + 1))

    assert [(each.code, each.severity) for each in reading.problems] == [("too_big", Severity.ERROR)]
    assert str(reading.problems[0]).startswith("This file is too large (20 MB).")


def test_a_file_that_cannot_be_read_has_a_problem_and_no_questions():
    reading = Words().read(b"a\xff")

    assert [each.code for each in reading.problems] == ["encoding"]
    assert reading.questions == ()


def test_a_percent_sign_in_a_message_without_facts_stays():
    assert str(warning("half", "50% are missing")) == "50% are missing"


def test_an_excerpt_is_one_short_line():
    assert excerpt("  a\n\n b ") == "a b"
    assert len(excerpt("wide " * 1000)) == 120


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("$course$/top/Water/Wells", ("Water", "Wells")),
        ("$module$/top/Default for Water//air", ("Default for Water/air",)),
        ("Water / Deep  wells", ("Water", "Deep wells")),
        ("top/Water", ("top", "Water")),
        ("$course$", ()),
        ("", ()),
    ],
)
def test_a_category_of_moodle_is_read_as_names(path, names):
    assert category_names(path) == names


def test_a_category_is_written_and_read_again():
    assert category_names(category_path(("Water/air", "Deep"))) == ("Water/air", "Deep")


@pytest.mark.parametrize(("read", "meant"), [(0.33333, 1 / 3), (-0.33333, -1 / 3), (0.62, 0.6), (1.7, 1.0), (0, 0.0), (0.14285, 1 / 7)])
def test_a_fraction_is_moved_to_the_nearest_that_moodle_knows(read, meant):
    assert nearest_fraction(read) == meant
