import math

import pytest

from courses.quizzes.engine.definition import (
    Answer,
    Choice,
    Cloze,
    DragChoice,
    DragGap,
    DragWords,
    Essay,
    File,
    Gap,
    Hint,
    Match,
    MultiChoice,
    Numerical,
    NumericalAnswer,
    Ordering,
    Part,
    Scale,
    ShortAnswer,
    Stem,
    Unit,
    UnitHandling,
)
from courses.quizzes.engine.problems import Severity, is_usable, problems

GAP = ShortAnswer(answers=(Answer(id="w", text="water"),))


def choices(*fractions, **settings):
    lines = tuple(Choice(id=f"c{place}", text=f"line {place}", fraction=fraction) for place, fraction in enumerate(fractions, 1))
    return MultiChoice(text="?", choices=lines, **settings)


def number(*answers, **settings):
    return Numerical(text="?", answers=answers or (NumericalAnswer(id="n", value=1.0),), **settings)


def match(option="a", options=("a", "b")):
    return Match(
        text="?",
        stems=(Stem(id="s1", text="1", option=option), Stem(id="s2", text="2", option="b")),
        options=tuple(Part(id=name, text=name) for name in options),
    )


def drag(text="[[g1]]", gaps=("x",), unlimited=False):
    places = tuple(DragGap(id=f"g{place}", choice=choice) for place, choice in enumerate(gaps, 1))
    words = (DragChoice(id="x", text="cat", is_unlimited=unlimited), DragChoice(id="y", text="dog"))
    return DragWords(text=text, gaps=places, choices=words)


@pytest.mark.parametrize(
    ("definition", "found"),
    [
        (MultiChoice(text=" ", choices=choices(1.0, 0.0).choices), [("text", "no_text", {})]),
        (choices(1.0), [("choices", "too_few", {"least": 2, "found": 1})]),
        (choices(0.5, 0.9), [("choices", "no_right_answer", {})]),
        (choices(1.5, 0.0), [("choices.c1.fraction", "fraction_out_of_range", {"value": 1.5})]),
        (choices(1.0, math.nan), [("choices.c2.fraction", "not_a_number", {"value": "nan"})]),
        (choices(-0.5, -0.5, single=False), [("choices", "no_right_answer", {})]),
        (choices(1.0, 0.0, default_mark=-1.0), [("default_mark", "negative_mark", {"value": -1.0})]),
        (choices(1.0, 0.0, default_mark=math.inf), [("default_mark", "not_a_number", {"value": "inf"})]),
        (choices(1.0, 0.0, penalty=1.5), [("penalty", "penalty_out_of_range", {"value": 1.5})]),
        (
            MultiChoice(text="?", choices=(Choice(id="a", text="1", fraction=1.0), Choice(id="a", text="2"))),
            [("choices", "duplicate_id", {"id": "a"})],
        ),
        (
            MultiChoice(text="?", choices=(Choice(id="a.b", text="1", fraction=1.0), Choice(id="", text="2"))),
            [("choices", "unusable_id", {"id": "a.b"}), ("choices", "unusable_id", {"id": ""})],
        ),
        (
            MultiChoice(text="?", choices=(Choice(id="a", text="1", fraction=1.0), Choice(id="b", text=" "))),
            [("choices.b.text", "empty_part", {"id": "b"})],
        ),
        (ShortAnswer(text="?", answers=()), [("answers", "too_few", {"least": 1, "found": 0}), ("answers", "no_right_answer", {})]),
        (
            ShortAnswer(text="?", answers=(Answer(id="a", text="a", fraction=0.5),)),
            [("answers", "no_right_answer", {})],
        ),
        (
            ShortAnswer(text="?", answers=(Answer(id="a", text="a"), Answer(id="b", text=" "))),
            [("answers.b.text", "empty_part", {"id": "b"})],
        ),
        (
            number(NumericalAnswer(id="n", value=1.0, tolerance=-1.0)),
            [("answers.n.tolerance", "negative_tolerance", {"value": -1.0})],
        ),
        (number(NumericalAnswer(id="n", value=math.inf)), [("answers.n.value", "not_a_number", {"value": "inf"})]),
        (number(unit_handling=UnitHandling.GRADED), [("units", "no_units", {})]),
        (number(units=(Unit(name="m", multiplier=0.0),)), [("units.0.multiplier", "zero_multiplier", {"unit": "m"})]),
        (number(units=(Unit(name=" "),)), [("units.0.name", "empty_part", {"id": "0"})]),
        (number(unit_penalty=2.0), [("unit_penalty", "unit_penalty_out_of_range", {"value": 2.0})]),
        (match(option="z"), [("stems.s1.option", "unknown_option", {"id": "z"})]),
        (match(options=("b",), option="b"), [("options", "too_few", {"least": 2, "found": 1})]),
        (Ordering(text="?", items=(Part(id="a", text="a"),)), [("items", "too_few", {"least": 2, "found": 1})]),
        (drag(text="no place"), [("gaps.g1", "gap_not_in_text", {"id": "g1"})]),
        (drag(text="[[g1]] [[g1]]"), [("gaps.g1", "gap_twice_in_text", {"id": "g1"})]),
        (drag(text="[[g1]] [[g9]]"), [("text", "text_without_gap", {"id": "g9"})]),
        (drag(gaps=("z",)), [("gaps.g1.choice", "unknown_choice", {"id": "z"})]),
        (
            drag(text="[[g1]] [[g2]]", gaps=("x", "x")),
            [("gaps.g1.choice", "word_used_twice", {"id": "x"}), ("gaps.g2.choice", "word_used_twice", {"id": "x"})],
        ),
        (Cloze(text="nothing", gaps=()), [("gaps", "too_few", {"least": 1, "found": 0})]),
        (Cloze(text="[[g]]", gaps=(Gap(id="g", weight=0.0, question=GAP),)), [("gaps.g.weight", "no_weight", {"value": 0.0})]),
        (
            Cloze(text="[[g]]", gaps=(Gap(id="g", question=MultiChoice(choices=choices(0.0, 0.0).choices)),)),
            [("gaps.g.question.choices", "no_right_answer", {})],
        ),
        (Essay(text="?", min_words=10, max_words=5), [("min_words", "min_above_max", {"min": 10, "max": 5})]),
        (Essay(text="?", min_files=2, max_files=1), [("min_files", "min_above_max", {"min": 2, "max": 1})]),
        (File(text="?", min_files=0, max_files=0), [("max_files", "too_few", {"least": 1, "found": 0})]),
        (File(text="?", min_files=3, max_files=2), [("min_files", "min_above_max", {"min": 3, "max": 2})]),
        (Scale(text="?", min=5, max=5), [("min", "min_above_max", {"min": 5, "max": 5})]),
        (Scale(text="?", min=1, max=100), [("max", "too_many_levels", {"levels": 100, "most": 21})]),
    ],
)
def test_what_makes_a_question_unusable(definition, found):
    errors = [problem for problem in problems(definition) if problem.severity is Severity.ERROR]

    assert [(problem.place, problem.code, problem.facts) for problem in errors] == found
    assert not is_usable(definition)


@pytest.mark.parametrize(
    ("definition", "found"),
    [
        (choices(1.0, -0.5), [("choices.c2.fraction", "negative_ignored", {"value": -0.5})]),
        (choices(0.5, 0.25, -1.0, single=False), [("choices", "sum_not_one", {"sum": 0.75})]),
        (choices(0.33333, 0.33333, 0.33333, -1.0, single=False), []),  # thirds as files write them
        (choices(1.0, 1.0), [("choices", "everything_right", {})]),
        (choices(0.5, 0.5, single=False), [("choices", "everything_right", {})]),
        (
            MultiChoice(text="?", choices=(Choice(id="a", text="same", fraction=1.0), Choice(id="b", text="same "))),
            [("choices.b.text", "duplicate_text", {"id": "b", "text": "same"})],
        ),
        (
            ShortAnswer(text="?", answers=(Answer(id="a", text="w*"), Answer(id="b", text="water", fraction=0.5))),
            [("answers.b", "never_reached", {"id": "b", "by": "a"})],
        ),
        (
            number(NumericalAnswer(id="any", value=None), NumericalAnswer(id="n", value=1.0)),
            [("answers.n", "never_reached", {"id": "n", "by": "any"})],
        ),
        (Essay(text="?", is_text_required=False), [("is_text_required", "asks_for_nothing", {})]),
        (drag(text="[[g1]] [[g2]]", gaps=("x", "x"), unlimited=True), []),
        (choices(1.0, 0.0, hints=(Hint(text=""),)), []),  # a hint may only clear what is wrong
        (match(), []),
        (number(), []),
    ],
)
def test_what_is_doubtful_in_a_question_that_can_be_used(definition, found):
    doubts = problems(definition)

    assert [(problem.place, problem.code, problem.facts) for problem in doubts] == found
    assert is_usable(definition)


def test_errors_come_before_doubts():
    severities = [problem.severity for problem in problems(choices(0.5, -0.5))]

    assert severities == [Severity.ERROR, Severity.WARNING]
