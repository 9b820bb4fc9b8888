from dataclasses import replace
from textwrap import dedent

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from courses.quizzes.engine.definition import Choice, Essay, Format, MultiChoice
from courses.quizzes.formats import FORMATS, detect
from courses.quizzes.formats.base import Read, Severity

from .strategies import lines

AIKEN = FORMATS["aiken"]


def read(text):
    return AIKEN.read(dedent(text).encode())


def choices(right, *texts):
    return tuple(Choice(id="abcdef"[number], text=text, fraction=float(number == right)) for number, text in enumerate(texts))


@pytest.mark.parametrize("head", ["A) %s\nB) %s", "A. %s\nB. %s", "a)%s\nb)%s", "А) %s\nБ) %s", "а. %s\nб. %s", "  A) %s\n\tB) %s"])
@pytest.mark.parametrize("answer", ["ANSWER", "answer", "ВІДПОВІДЬ", "Відповідь", "ОТВЕТ", "ОТГОВОР", "ODPOVĚĎ", "odpověď"])
def test_letters_and_words_may_be_of_every_language_of_the_site(head, answer):
    second = "Б" if "Б" in head.upper() else "B"
    reading = read(f"Колодязь?\n{head % ('так', 'ні')}\n{answer}: {second}\n")

    assert reading.problems == ()
    (question,) = reading.questions
    assert question.definition == MultiChoice(text="Колодязь?", format=Format.PLAIN, choices=choices(1, "так", "ні"))
    assert (question.name, question.line) == ("Колодязь?", 1)


def test_lines_that_go_on_belong_to_what_stands_before_them():
    (question,) = read("I. Newton saw\nan apple.\n\nA) red\nand round\nB) green\nANSWER: A").questions

    assert question.definition.text == "I. Newton saw\nan apple."
    assert [each.text for each in question.definition.choices] == ["red\nand round", "green"]


def test_marks_in_a_text_are_text():
    (question,) = read("1 < 2 & [html]*a*?\nA) <b>yes</b>\nB) no\nANSWER: A)").questions

    assert (question.definition.format, question.definition.choices[0].text) == (Format.PLAIN, "<b>yes</b>")


def test_a_latin_a_for_the_first_cyrillic_choice_counts():
    (question,) = read("Q\nА) yes\nБ) no\nANSWER: A").questions

    assert [each.fraction for each in question.definition.choices] == [1.0, 0.0]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("Q\nA) one\nANSWER: A", "too_few_answers", 1),
        ("A) one\nB) two\nANSWER: A", "no_text", 1),
        ("ANSWER: A", "no_text", 1),
        ("\nQ\nA) one\nB) two\n", "no_answer", 2),
        ("Q\nA) one\nB) two\nANSWER: C", "answer", 4),
        ("Q\nA) one\nB) two\nANSWER: A, B", "answer", 4),
        ("Q\nA) one\nB) two\nANSWER:", "answer", 4),
        ("Q\nA) one\nA) two\nANSWER: A", "letter_twice", 3),
        ("Q\nА) one\nБ) two\nВ) three\nANSWER: B", "answer_in_other_letters", 5),
        ("A title\n", "no_choices", 1),
    ],
)
def test_what_is_no_question_is_named_and_the_others_are_read(text, code, line):
    reading = read(f"{text}\n\nSo?\nA) yes\nB) no\nANSWER: A\n")

    assert [(each.code, each.line, each.severity) for each in reading.problems] == [(code, line, Severity.ERROR)]
    assert [each.name for each in reading.questions] == ["So?"]


def test_the_files_of_moodle_are_read_as_moodle_reads_them(shared):
    folder = shared / "corpora/quiz/aiken/moodle-fixtures"
    good = AIKEN.read((folder / "question__format__aiken__tests__fixtures__questions.aiken.txt").read_bytes())
    bad = AIKEN.read((folder / "question__format__aiken__tests__fixtures__aiken_errors.txt").read_bytes())

    assert good.problems == ()
    assert [[each.fraction for each in question.definition.choices] for question in good.questions] == [[0, 1, 0, 0], [1, 0]]
    assert [question.name for question in bad.questions] == [
        "A good question",
        "A second good question",
        "A third good question with HTML chars such as > < &",
    ]
    assert [(each.code, each.line) for each in bad.problems] == [("too_few_answers", 1), ("no_text", 5), ("no_answer", 14)]


def test_files_of_other_formats_are_refused(shared):
    for path in (shared / "corpora/quiz/other-formats").rglob("*.*"):
        reading = AIKEN.read(path.read_bytes())

        assert reading.questions == ()
        assert reading.problems


def test_an_aiken_file_is_known_by_its_content(shared):
    for path in (shared / "corpora/quiz/aiken").rglob("*.txt"):
        assert detect(path.read_bytes(), path.name) is AIKEN
    assert detect("Питання\nа) так\nб) ні\nВідповідь: а".encode(), "") is AIKEN
    assert detect(b"::Q::So?{T}", "x.txt") is FORMATS["gift"]


@given(st.lists(st.tuples(lines, st.lists(lines, min_size=2, max_size=6), st.integers(0, 1)), max_size=4))
def test_what_is_written_is_read_again(rows):
    definitions = [MultiChoice(text=text, format=Format.PLAIN, choices=choices(right, *texts)) for text, texts, right in rows]
    written = AIKEN.write([Read(name=each.text, definition=each) for each in definitions])
    assume(all(each.severity == Severity.WARNING for each in written.problems))
    again = AIKEN.read(written.data)

    assert [each.definition for each in again.questions] == definitions


def test_what_aiken_cannot_hold_is_named():
    plain = MultiChoice(text="So?", format=Format.PLAIN, choices=choices(0, "yes", "no"))
    one = Read(name="So?", definition=plain)
    questions = [
        one,
        replace(one, definition=replace(plain, general_feedback="Think", text="<b>So?</b>", format=Format.HTML), tags=("x",)),
        replace(one, name="Several", definition=replace(plain, single=False)),
        replace(one, name="Essay", definition=Essay(text="Say")),
        replace(one, name="Answer", definition=replace(plain, text="ANSWER: A")),
    ]

    written = AIKEN.write(questions)

    assert [str(each) for each in written.problems] == [
        "“So?”: Aiken cannot hold everything. Not in the file: general feedback, formatting, tags.",
        "“Several” is not in the file: Aiken has questions with one right choice and short texts only.",
        "“Essay” is not in the file: Aiken has no questions of this type (essay).",
        "“Answer” is not in the file: Aiken has questions with one right choice and short texts only.",
    ]
    assert written.data.decode() == "So?\nA) yes\nB) no\nANSWER: A\n\nSo?\nA) yes\nB) no\nANSWER: A\n"
