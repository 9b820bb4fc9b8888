"""Golden tables: numbers as people type them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.quizzes.engine.definition import Numerical, NumericalAnswer, Unit, UnitHandling
from courses.quizzes.engine.grading import answered, grade, random_guess_score, right_response
from courses.quizzes.engine.matching import quantity
from courses.quizzes.engine.state import StateName

METRES = (Unit(name="m"), Unit(name="km", multiplier=1000.0), Unit(name="cm", multiplier=0.01), Unit(name="€", multiplier=1.0))
POWER = (Unit(name="MW"), Unit(name="mW", multiplier=1e-9))
INVALID, COMPLETE = StateName.INVALID, StateName.COMPLETE


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12.0),
        ("  12  ", 12.0),
        ("12,5", 12.5),
        ("12.5", 12.5),
        (",5", 0.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("-3", -3.0),
        ("−3", -3.0),  # U+2212
        ("–3", -3.0),  # a dash, as telephones make of two hyphens
        ("+3", 3.0),
        ("- 3", -3.0),
        ("1 234", 1234.0),
        ("1\u00a0234\u202f567,8", 1234567.8),
        ("1,234", 1.234),  # a single comma is a decimal comma (Moodle)
        ("1.234", 1.234),
        ("1,234,567", 1234567.0),  # two cannot be
        ("1.234.567", 1234567.0),
        ("1,234.5", 1234.5),  # with a point behind it, it divides thousands
        ("1.234,5", 1234.5),
        ("1'234", 1234.0),
        ("1e3", 1000.0),
        ("1,5E-3", 0.0015),
        ("1е3", 1000.0),  # a Cyrillic е
        ("6,02·10^23", 6.02e23),
        ("6,02 × 10²³", 6.02e23),
        ("2 х 10^3", 2000.0),  # a Cyrillic х
        ("2*10**3", 2000.0),
        ("2x10⁻³", 0.002),
        ("007", 7.0),
    ],
)
def test_a_number_is_read_as_it_was_meant(text, number):
    read = quantity(text)

    assert read is not None
    assert read.number == pytest.approx(number, rel=1e-15)
    assert read.words == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "twelve",
        "5 6",
        "1 2345",
        "1.2.3",
        "1,2,3",
        "12,345,67",
        "5/6",
        "5-6",
        "5 or 6",
        "12 people 5",
        "1e999",
        "--5",
        "٥",
        "9" * 201,
    ],
)
def test_what_is_no_number_or_more_than_one(text):
    assert quantity(text) is None


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_is_read_back_with_point_and_with_comma(number):
    assert quantity(repr(number)).number == number
    assert quantity(repr(number).replace(".", ",")).number == number


@given(st.text(max_size=300))
def test_no_text_is_too_strange(text):
    read = quantity(text, METRES)

    assert read is None or math.isfinite(read.number)


def question(*answers, **settings):
    return Numerical(text="?", answers=answers or (answer("a", 5000.0, 10.0),), **settings)


def answer(name, value, tolerance=0.0, fraction=1.0):
    return NumericalAnswer(id=name, value=value, tolerance=tolerance, fraction=fraction)


@pytest.mark.parametrize(
    ("value", "tolerance", "text", "fraction"),
    [
        (5.0, 0.1, "5.1", 1.0),  # the ends are included …
        (5.0, 0.1, "4,9", 1.0),
        (5.0, 0.1, "5.1001", 0.0),
        (1.0, 0.1, "1.1", 1.0),  # … though 1.1 − 1 is 0.10000000000000009
        (0.3, 0.0, "0.3", 1.0),
        (0.3, 0.0, "0.30000001", 0.0),
        (6.6e-34, 1e-36, "0", 0.0),  # small numbers are as exact as large ones
        (6.6e-34, 1e-36, "6,61e-34", 1.0),
        (0.0, 0.0, "0", 1.0),
        (0.0, 0.0, "-0", 1.0),
        (0.0, 0.0, "1e-20", 0.0),
        (5.0, -0.1, "5.1", 1.0),  # a negative tolerance is a slip of the pen (Moodle takes its size)
        (None, 0.0, "whatever", 0.0),  # any number, but a number
        (None, 0.0, "17", 1.0),
    ],
)
def test_a_tolerance_holds_its_ends(value, tolerance, text, fraction):
    assert grade(question(answer("a", value, tolerance)), {"text": text}) == fraction


def test_the_first_answer_whose_range_holds_the_number_counts():
    definition = question(answer("close", 10.0, 0.5), answer("near", 10.0, 2.0, 0.5), answer("any", None, 0.0, 0.1))

    worth = [grade(definition, {"text": text}) for text in ("10.5", "11", "8", "7.9", "ten")]

    assert worth == [1.0, 0.5, 0.5, 0.1, 0.0]
    assert random_guess_score(definition) == 0.1


@pytest.mark.parametrize(
    ("handling", "text", "fraction", "state"),
    [
        (UnitHandling.NONE, "5000", 1.0, COMPLETE),
        (UnitHandling.NONE, "5000 m", 1.0, INVALID),  # asked for a number alone; at the end the number counts (Moodle)
        (UnitHandling.NONE, "5 km", 0.0, INVALID),  # and the unit does not
        (UnitHandling.OPTIONAL, "5000", 1.0, COMPLETE),
        (UnitHandling.OPTIONAL, "5000 m", 1.0, COMPLETE),
        (UnitHandling.OPTIONAL, "5km", 1.0, COMPLETE),  # 5 × 1000
        (UnitHandling.OPTIONAL, "km 5", 1.0, COMPLETE),
        (UnitHandling.OPTIONAL, "5 KM", 1.0, COMPLETE),  # no other unit could be meant
        (UnitHandling.OPTIONAL, "5 km.", 1.0, COMPLETE),
        (UnitHandling.OPTIONAL, "501 000 cm", 1.0, COMPLETE),  # 5010, the end of the range
        (UnitHandling.OPTIONAL, "501 001 cm", 0.0, COMPLETE),
        (UnitHandling.OPTIONAL, "5000 km", 0.0, COMPLETE),  # 5,000,000 m
        (UnitHandling.OPTIONAL, "€5000", 1.0, COMPLETE),
        (UnitHandling.OPTIONAL, "5000 apples", 1.0, INVALID),  # as with none
        (UnitHandling.OPTIONAL, "five", 0.0, INVALID),
        (UnitHandling.GRADED, "5 km", 1.0, COMPLETE),
        (UnitHandling.GRADED, "5000", 0.8, COMPLETE),  # 1 − 0.2: the unit is missing
        (UnitHandling.GRADED, "5000 apples", 0.8, COMPLETE),  # … is unknown
        (UnitHandling.GRADED, "5000 km", 0.8, COMPLETE),  # … is the wrong one: right but for its unit
        (UnitHandling.GRADED, "6000 m", 0.0, COMPLETE),
    ],
)
def test_units(handling, text, fraction, state):
    definition = question(units=METRES, unit_handling=handling, unit_penalty=0.2)

    assert grade(definition, {"text": text}) == pytest.approx(fraction)
    assert answered(definition, {"text": text}) is state


def test_a_unit_penalty_is_a_part_of_what_the_number_is_worth():
    definition = question(answer("half", 10.0, 0.0, 0.5), units=METRES, unit_handling=UnitHandling.GRADED, unit_penalty=0.2)

    assert grade(definition, {"text": "10"}) == pytest.approx(0.4)  # 0.5 × (1 − 0.2)


def test_case_tells_units_apart_that_differ_in_nothing_else():
    definition = question(answer("a", 3.0), units=POWER, unit_handling=UnitHandling.OPTIONAL)

    assert [grade(definition, {"text": text}) for text in ("3 MW", "3 mW", "3e9 mW", "3 Mw")] == [1.0, 0.0, 1.0, 1.0]
    assert answered(definition, {"text": "3 Mw"}) is INVALID  # it could be either, so it is taken for none


@pytest.mark.parametrize(
    ("definition", "text"),
    [
        (question(), "5000"),
        (question(units=METRES), "5000"),
        (question(units=METRES, unit_handling=UnitHandling.GRADED), "5000 m"),
        (question(units=METRES, unit_handling=UnitHandling.OPTIONAL), "5000 m"),
        (question(answer("half", 1.0, 0.0, 0.5), answer("full", 0.1)), "0.1"),
        (question(answer("any", None)), "0"),
    ],
)
def test_the_right_number_is_written_so_that_it_is_read(definition, text):
    assert right_response(definition) == {"text": text}


def test_there_is_no_right_number_where_an_earlier_answer_takes_it():
    assert right_response(question(answer("wide", 0.0, 100.0, 0.5), answer("full", 5.0))) is None
