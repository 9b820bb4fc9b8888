from dataclasses import replace
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.quizzes.engine.definition import (
    Answer,
    Choice,
    Cloze,
    Description,
    Essay,
    Format,
    Hint,
    Match,
    MultiChoice,
    Numerical,
    NumericalAnswer,
    Ordering,
    OrderingGrading,
    Part,
    ShortAnswer,
    Stem,
    TrueFalse,
)
from courses.quizzes.formats import FORMATS, detect, read_file
from courses.quizzes.formats.base import Read, Severity

from .strategies import reads

GIFT = FORMATS["gift"]


def read(text):
    return GIFT.read(dedent(text).encode())


def one(text):
    reading = read(text)
    assert reading.problems == ()
    (question,) = reading.questions
    return question


def definition(text):
    return one(text).definition


def codes(problems):
    return [(each.code, each.line, each.severity) for each in problems]


def moodle(kind, text, **fields):
    return kind(text=text, format=Format.MOODLE, **fields)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Best?{=yes#Well done ~no#Sorry ~%50%half}",
            moodle(
                MultiChoice,
                "Best?",
                choices=(
                    Choice(id="a", text="yes", fraction=1.0, feedback="Well done"),
                    Choice(id="b", text="no", feedback="Sorry"),
                    Choice(id="c", text="half", fraction=0.5),
                ),
            ),
        ),
        (
            "Which?{~%33.33333%a ~%33%b ~%33.3%c ~%-100%d}",
            moodle(
                MultiChoice,
                "Which?",
                single=False,
                choices=(
                    Choice(id="a", text="a", fraction=1 / 3),
                    Choice(id="b", text="b", fraction=1 / 3),
                    Choice(id="c", text="c", fraction=1 / 3),
                    Choice(id="d", text="d", fraction=-1.0),
                ),
            ),
        ),
        (
            "Best?{=%90%good ~bad ####Think}",
            moodle(
                MultiChoice,
                "Best?",
                general_feedback="Think",
                choices=(Choice(id="a", text="good", fraction=0.9), Choice(id="b", text="bad")),
            ),
        ),
        ("So?{T}", moodle(TrueFalse, "So?", correct=True)),
        ("So?{FALSE#wrong#right}", moodle(TrueFalse, "So?", correct=False, true_feedback="wrong", false_feedback="right")),
        ("So?{TRUE#wrong}", moodle(TrueFalse, "So?", correct=True, false_feedback="wrong")),
        ("Word?{one}", moodle(ShortAnswer, "Word?", answers=(Answer(id="a", text="one"),))),
        (
            "Word?{=one =%50%on*#Nearly}",
            moodle(
                ShortAnswer,
                "Word?",
                answers=(Answer(id="a", text="one"), Answer(id="b", text="on*", fraction=0.5, feedback="Nearly")),
            ),
        ),
        ("How many?{#5:0.5}", moodle(Numerical, "How many?", answers=(NumericalAnswer(id="a", value=5.0, tolerance=0.5),))),
        ("How many?{#4..6}", moodle(Numerical, "How many?", answers=(NumericalAnswer(id="a", value=5.0, tolerance=1.0),))),
        (
            "How many?{#=5 =%50%4:1#Nearly ~#No}",
            moodle(
                Numerical,
                "How many?",
                answers=(
                    NumericalAnswer(id="a", value=5.0),
                    NumericalAnswer(id="b", value=4.0, tolerance=1.0, fraction=0.5, feedback="Nearly"),
                    NumericalAnswer(id="c", value=None, fraction=0.0, feedback="No"),
                ),
            ),
        ),
        (
            "Capitals{=Italy -> Rome =Vatican->Rome = -> Oslo}",
            moodle(
                Match,
                "Capitals",
                stems=(Stem(id="a", text="Italy", option="1"), Stem(id="b", text="Vatican", option="1")),
                options=(Part(id="1", text="Rome"), Part(id="2", text="Oslo")),
            ),
        ),
        (
            "Order{>all ALL VERTICAL ALL_OR_NOTHING SHOW none\none\ntwo}",
            moodle(
                Ordering,
                "Order",
                grading=OrderingGrading.ALL_OR_NOTHING,
                items=(Part(id="a", text="one"), Part(id="b", text="two")),
            ),
        ),
        ("Say more {}", moodle(Essay, "Say more")),
        ("Just a text", moodle(Description, "Just a text")),
        ("Two {=four} plus", moodle(ShortAnswer, "Two _____ plus", answers=(Answer(id="a", text="four"),))),
        ("[plain]1 < 2{T}", TrueFalse(text="1 < 2", format=Format.PLAIN, correct=True)),
        (r"\{\}\~\=\#\:\\n\n2{T}", moodle(TrueFalse, "{}~=#:\\n\n2", correct=True)),
    ],
)
def test_what_is_between_the_braces_says_the_type(text, expected):
    assert definition(text) == expected


def test_comments_hold_id_and_tags_and_the_category_stays_until_the_next():
    reading = read(r"""
        $CATEGORY: $course$/top/Water//air/Deep

        // question 7 [id:w-1] [tag:well]
        // [tag:a \] b]
        ::Wells::How deep?{#5}

        Again?{T}
        """)

    first, second = reading.questions
    assert (first.name, first.idnumber, first.tags, first.line) == ("Wells", "w-1", ("well", "a ] b"), 6)
    assert (first.category, second.category) == (("Water/air", "Deep"), ("Water/air", "Deep"))
    assert reading.categories == (("Water/air", "Deep"),)
    assert (second.name, second.line) == ("Again?", 8)


def test_a_question_right_under_its_category_is_read():
    reading = read("$CATEGORY: Water\nSo?{T}")

    assert [(each.category, each.definition.text) for each in reading.questions] == [(("Water",), "So?")]


def test_a_question_without_a_name_is_called_by_the_beginning_of_its_text():
    assert one("[html]<p>Water &amp; air</p>{T}").name == "Water & air"
    assert one(f"{'water ' * 20}{{T}}").name == "water " * 13 + "wa..."


def test_texts_in_several_formats_become_html():
    question = definition("[html]<b>Best?</b>{=[plain]1 < 2 ~[markdown]*no*#[moodle]a\nb}")

    assert question.format == Format.HTML
    assert [(each.text, each.feedback) for each in question.choices] == [("1 &lt; 2", ""), ("<em>no</em>", "a<br>\nb")]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("So?{T\n\n", "brace", 1),
        ("\n// x\nSo?T}", "brace", 3),
        ("So}{T}", "brace", 1),
        ("How many?{#about five}", "number", 1),
        ("How many?{#3,14}", "number", 1),
        ("How many?{#5:}", "number", 1),
        ("Best?{~no}", "too_few_answers", 1),
        ("Capitals{=Italy -> Rome =Norway}", "match", 1),
        ("Order{>2 ALL\none}", "too_few_answers", 1),
        ("How many?{#}", "too_few_answers", 1),
        (f"Best?{{{'~a' * 1001}}}", "too_many_answers", 1),
    ],
)
def test_a_question_that_cannot_be_read_is_named_and_the_others_are_read(text, code, line):
    reading = read(f"{text}\n\nSo?{{T}}")

    assert [each.code for each in reading.problems] == [code]
    assert reading.problems[0].line == line
    assert reading.problems[0].severity == Severity.ERROR
    assert str(reading.problems[0])
    assert [each.name for each in reading.questions] == ["So?"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Best?{~%50%half ~no}", "full_marks"),
        ("So?{true}", "true_in_small_letters"),
        ("One {=a} two {=b}", "second_braces"),
        ("Order{>2 ALL RELATIVE_TO_CORRECT\none\ntwo}", "order_grading"),
    ],
)
def test_what_is_read_but_looks_wrong_has_a_warning(text, code):
    assert codes(one(text).warnings) == [(code, 1, Severity.WARNING)]


def test_a_file_of_texts_without_braces_has_a_warning():
    reading = read("1. What is water?\nA) wet\n\n2. What is air?\n\nSo?{T}")

    assert codes(reading.problems) == [("mostly_descriptions", None, Severity.WARNING)]
    assert "2 of 3 questions" in str(reading.problems[0])


def test_an_empty_file_says_so():
    assert codes(read("\n// nothing\n").problems) == [("no_questions", None, Severity.ERROR)]


def test_a_gift_file_is_known_by_its_content():
    assert detect(b"// a comment\n::Q::So?{T}", "questions.txt") is GIFT
    assert detect("So?{T}".encode("utf-16"), "") is GIFT
    assert detect(b"", "questions.gift") is GIFT
    assert detect("Питання{T}".encode("windows-1251"), "") is GIFT
    assert detect(b"\x89PNG\r\n\0{a}", "picture.png") is None


def test_a_file_of_no_format_is_refused_with_those_that_can_be_read():
    reading = read_file(b"\x89PNG\r\n\0{a}", "picture.png")

    assert codes(reading.problems) == [("unknown_format", 1, Severity.ERROR)]
    assert "Aiken, GIFT" in str(reading.problems[0])
    assert codes(read_file(b"\0", key="gift").problems) == [("nul", 1, Severity.ERROR)]


@given(st.lists(reads, max_size=4))
def test_what_is_written_is_read_again(questions):
    written = GIFT.write(questions)
    again = GIFT.read(written.data)

    assert written.problems == ()
    assert [replace(each, line=None, warnings=()) for each in again.questions] == questions


@given(st.text(st.sampled_from("\\~=#{}:[]%->/$_\n aT1.*"), max_size=80))
def test_any_text_is_read_or_refused_and_what_is_read_is_written_again(text):
    """No crash, and reading is stable: what was read says the same when written and read again."""
    first = GIFT.read(text.encode())
    written = GIFT.write(first.questions)
    second = GIFT.read(written.data)

    lost = {each.facts["name"] for each in written.problems if each.severity == Severity.ERROR}
    kept = [each for each in first.questions if each.name not in lost]
    assert [each.definition.type for each in second.questions if each.name not in lost] == [each.definition.type for each in kept]


def test_what_gift_cannot_hold_is_named():
    choices = (Choice(id="a", text="yes", fraction=1.0), Choice(id="b", text="no"))
    questions = [
        Read(name="Hints", definition=MultiChoice(text="?", choices=choices, hints=(Hint(text="Think"),), penalty=0.1)),
        Read(name="Gaps", definition=Cloze(text="[[a]]", gaps=())),
        Read(name="Arrow", definition=ShortAnswer(text="?", answers=(Answer(id="a", text="a -> b"),))),
        Read(name="Odd", definition=ShortAnswer(text="?", answers=(Answer(id="a", text="a", fraction=0.334),))),
        Read(name="Picture", definition=Essay(text="?"), files={"a.png": b""}),
    ]

    written = GIFT.write(questions)

    assert [str(each) for each in written.problems] == [
        "“Hints”: GIFT cannot hold everything. Not in the file: penalty for further tries, hints.",
        "“Gaps” is not in the file: GIFT has no questions of this type (multianswer).",
        "“Arrow” is not in the file: in GIFT its text would be read as something else.",
        "“Odd”: GIFT cannot hold everything. Not in the file: parts of the marks.",
        "“Picture”: GIFT cannot hold everything. Not in the file: pictures.",
    ]
    assert [each.name for each in GIFT.read(written.data).questions] == ["Hints", "Odd", "Picture"]
