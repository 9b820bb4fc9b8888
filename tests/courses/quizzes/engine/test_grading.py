"""Golden tables: what each type gives for an answer. The working stands beside each row."""

import pytest

from courses.quizzes.engine.definition import (
    Answer,
    Choice,
    Cloze,
    Description,
    DragChoice,
    DragGap,
    DragWords,
    Essay,
    File,
    Gap,
    Match,
    MultiChoice,
    Ordering,
    OrderingGrading,
    Part,
    Scale,
    ShortAnswer,
    Stem,
    TrueFalse,
)
from courses.quizzes.engine.grading import (
    answered,
    choice_fractions,
    grade,
    parts_right,
    random_guess_score,
    right_count,
    right_response,
)
from courses.quizzes.engine.state import StateName

TODO, INVALID, COMPLETE = StateName.TODO, StateName.INVALID, StateName.COMPLETE


def choices(**worth):
    return tuple(Choice(id=name, text=name, fraction=fraction) for name, fraction in worth.items())


def answers(**patterns):
    return tuple(Answer(id=name, text=text, fraction=fraction) for name, (text, fraction) in patterns.items())


SINGLE = MultiChoice(text="?", choices=choices(right=1.0, half=0.5, wrong=0.0, minus=-0.5))
SEVERAL = MultiChoice(text="?", single=False, choices=choices(a=0.5, b=0.5, c=-0.5, d=-1.0))
THIRDS = MultiChoice(text="?", single=False, choices=choices(a=1 / 3, b=1 / 3, c=1 / 3))
TRUE = TrueFalse(text="?", correct=True)
PAIRS = Match(
    text="?",
    stems=(Stem(id="kyiv", text="Kyiv", option="ua"), Stem(id="brno", text="Brno", option="cz"), Stem(id="lviv", text="Lviv", option="ua")),
    options=(Part(id="ua", text="Ukraine"), Part(id="cz", text="Czechia"), Part(id="pl", text="Poland"), Part(id="ua2", text=" Ukraine ")),
)
ITEMS = tuple(Part(id=name, text=name) for name in "abcd")
BY_PLACE, BY_NEXT, ALL = (
    Ordering(text="?", items=ITEMS, grading=grading)
    for grading in (OrderingGrading.ABSOLUTE_POSITION, OrderingGrading.RELATIVE_NEXT, OrderingGrading.ALL_OR_NOTHING)
)
DRAG = DragWords(
    text="[[g1]] [[g2]] [[g3]]",
    gaps=(DragGap(id="g1", choice="cat"), DragGap(id="g2", choice="dog"), DragGap(id="g3", choice="red")),
    choices=(
        DragChoice(id="cat", text="cat"),
        DragChoice(id="dog", text="dog"),
        DragChoice(id="cow", text="cow"),
        DragChoice(id="dog2", text="dog"),
        DragChoice(id="red", text="red", group=2, is_unlimited=True),
        DragChoice(id="blue", text="blue", group=2),
    ),
)
CLOZE = Cloze(
    text="[[one]] [[two]] [[three]]",
    gaps=(
        Gap(id="one", weight=1.0, question=MultiChoice(choices=choices(yes=1.0, no=0.0, less=-1.0))),
        Gap(id="two", weight=2.0, question=ShortAnswer(answers=answers(full=("water", 1.0), near=("wat*", 0.5)))),
        Gap(id="three", weight=1.0, question=MultiChoice(single=False, choices=choices(x=0.5, y=0.5, z=-1.0))),
    ),
)
CAPITALS = ShortAnswer(text="?", answers=answers(full=("Kyiv", 1.0), old=("K*v", 0.8), star=("2\\*2", 0.6), rest=("*", 0.1)))


@pytest.mark.parametrize(
    ("definition", "response", "fraction"),
    [
        (SINGLE, {"choice": "right"}, 1.0),
        (SINGLE, {"choice": "half"}, 0.5),
        (SINGLE, {"choice": "wrong"}, 0.0),
        (SINGLE, {"choice": "minus"}, 0.0),  # −0.5, but no question takes marks from others
        (SINGLE, {"choice": "gone"}, 0.0),  # a line that a corrected version no longer has
        (SINGLE, {"choices": ["right", "half"]}, 0.0),  # two lines, from when it took several
        (SINGLE, {"choices": ["right"]}, 1.0),  # one line, from when it took several
        (SEVERAL, {"choices": ["a", "b"]}, 1.0),  # 0.5 + 0.5
        (SEVERAL, {"choices": ["a"]}, 0.5),
        (SEVERAL, {"choices": ["a", "c"]}, 0.0),  # 0.5 − 0.5
        (SEVERAL, {"choices": ["a", "b", "c"]}, 0.5),  # 1 − 0.5
        (SEVERAL, {"choices": ["c", "d"]}, 0.0),  # −1.5 → 0
        (SEVERAL, {"choices": ["a", "b", "c", "d"]}, 0.0),  # 1 − 1.5 → 0
        (SEVERAL, {"choice": "a"}, 0.5),  # from when it took one
        (THIRDS, {"choices": ["a", "b", "c"]}, 1.0),  # 3 × 1/3, to the last digit
        (TRUE, {"choice": "true"}, 1.0),
        (TRUE, {"choice": "false"}, 0.0),
        (PAIRS, {"pairs": {"kyiv": "ua", "brno": "cz", "lviv": "ua"}}, 1.0),  # 3 of 3
        (PAIRS, {"pairs": {"kyiv": "ua", "brno": "pl", "lviv": "ua"}}, 2 / 3),
        (PAIRS, {"pairs": {"kyiv": "ua"}}, 1 / 3),  # 1 of 3, the others are open
        (PAIRS, {"pairs": {"kyiv": "ua2", "brno": "gone"}}, 1 / 3),  # "Ukraine" reads the same in both lines
        (BY_PLACE, {"order": ["a", "b", "c", "d"]}, 1.0),
        (BY_PLACE, {"order": ["a", "c", "b", "d"]}, 0.5),  # a and d
        (BY_PLACE, {"order": ["b", "c", "d", "a"]}, 0.0),
        (BY_NEXT, {"order": ["a", "b", "c", "d"]}, 1.0),
        (BY_NEXT, {"order": ["b", "c", "d", "a"]}, 2 / 3),  # of ab bc cd: bc and cd
        (BY_NEXT, {"order": ["a", "c", "b", "d"]}, 0.0),
        (BY_NEXT, {"order": ["d", "a", "b", "c"]}, 2 / 3),  # ab and bc
        (ALL, {"order": ["a", "b", "c", "d"]}, 1.0),
        (ALL, {"order": ["a", "b", "d", "c"]}, 0.0),
        (ALL, {"order": ["a", "b", "c"]}, 0.0),  # from before d was added
        (DRAG, {"gaps": {"g1": "cat", "g2": "dog", "g3": "red"}}, 1.0),
        (DRAG, {"gaps": {"g1": "dog", "g2": "cat", "g3": "red"}}, 1 / 3),
        (DRAG, {"gaps": {"g2": "dog2"}}, 1 / 3),  # reads the same as the right word
        (CLOZE, {"gaps": {"one": "yes", "two": "Water", "three": ["x", "y"]}}, 1.0),  # (1 + 2 + 1) / 4
        (CLOZE, {"gaps": {"one": "yes", "two": "watt", "three": ["x"]}}, 0.625),  # (1 + 2 × 0.5 + 0.5) / 4
        (CLOZE, {"gaps": {"one": "less", "two": "water"}}, 0.5),  # (0 + 2 + 0) / 4: a gap takes nothing from another
        (CLOZE, {"gaps": {"two": "fire"}}, 0.0),
        (CAPITALS, {"text": " kyiv "}, 1.0),
        (CAPITALS, {"text": "Kiev"}, 0.8),
        (CAPITALS, {"text": "2*2"}, 0.6),
        (CAPITALS, {"text": "242"}, 0.1),  # `\*` is only a star; `*` takes anything
        (CAPITALS, {"text": "KV"}, 0.8),  # a star may stand for nothing
    ],
)
def test_what_an_answer_is_worth(definition, response, fraction):
    assert grade(definition, response) == pytest.approx(fraction, abs=1e-12)


@pytest.mark.parametrize(
    ("definition", "response"),
    [
        (SINGLE, {}),
        (SEVERAL, {"choices": []}),
        (PAIRS, {"pairs": {}}),
        (BY_PLACE, {}),
        (DRAG, {"gaps": {}}),
        (CLOZE, {"gaps": {"two": "  "}}),
        (CAPITALS, {"text": "  "}),  # not even `*` takes nothing
        (SINGLE, {"certainty": "3"}),
        (SINGLE, {"text": "from when it was a short answer"}),
        (Essay(text="?"), {"text": "Because."}),
        (File(text="?"), {"files": [1]}),
        (Description(text="Read this."), {}),
        (Scale(text="?"), {"level": 5}),
    ],
)
def test_what_the_engine_gives_no_marks_for(definition, response):
    assert grade(definition, response) is None


@pytest.mark.parametrize(
    ("pattern", "text", "use_case", "fits"),
    [
        ("п'ять", "п’ять", False, True),  # keyboards write the apostrophe in many ways
        ("п'ять", "пʼять", True, True),  # and none of them is a matter of case
        ("ёлка", "Елка", False, True),
        ("ёлка", "елка", True, False),  # where letters are compared strictly, ё is one of its own
        ("Ґанок", "ганок", False, False),  # ґ and г are two letters
        ("Straße", "STRASSE", False, True),
        ("e\u0301te\u0301", "été", True, True),  # composed or not
        ("two  words", " two words ", True, True),
        ("Kyiv", "kyiv", True, False),
        ("«так»", '"так"', True, True),
        ("2–3", "2-3", True, True),
        ("a*b*c", "a b c", False, True),
        ("a*b*c", "abc", False, True),
        ("a*b*c", "acb", False, False),
        ("ab*ba", "aba", False, False),  # beginning and end do not share letters
        ("*wood*", "in the woods", False, True),
        ("a.c", "abc", False, False),  # nothing but the star is special
        ("a\\*", "a*", False, True),
        ("a\\*", "ab", False, False),
        ("*" * 50 + "b", "a" * 100_000, False, False),  # and it does not take long
    ],
)
def test_which_words_fit_a_pattern(pattern, text, use_case, fits):
    definition = ShortAnswer(text="?", use_case=use_case, answers=(Answer(id="a", text=pattern),))

    assert grade(definition, {"text": text}) == float(fits)


def test_the_first_pattern_that_fits_counts_even_where_a_later_one_is_worth_more():
    definition = ShortAnswer(text="?", answers=answers(any=("wat*", 0.3), full=("water", 1.0)))

    assert grade(definition, {"text": "water"}) == 0.3


@pytest.mark.parametrize(
    ("definition", "response", "state"),
    [
        (SINGLE, {}, TODO),
        (SINGLE, {"choice": "wrong"}, COMPLETE),
        (SINGLE, {"choices": ["right", "half"]}, INVALID),
        (SEVERAL, {"choices": ["a"]}, COMPLETE),
        (SEVERAL, {"choices": []}, TODO),
        (PAIRS, {"pairs": {"kyiv": "ua"}}, INVALID),
        (PAIRS, {"pairs": {"kyiv": "pl", "brno": "pl", "lviv": "pl"}}, COMPLETE),
        (BY_PLACE, {"order": ["d", "c", "b", "a"]}, COMPLETE),
        (BY_PLACE, {"order": ["d", "c", "b"]}, INVALID),
        (DRAG, {"gaps": {"g1": "cat"}}, INVALID),
        (DRAG, {"gaps": {"g1": "cat", "g2": "cow", "g3": "red"}}, COMPLETE),
        (DRAG, {"gaps": {"g1": "cat", "g2": "cat", "g3": "red"}}, INVALID),  # there is one cat only
        (CLOZE, {"gaps": {"one": "no"}}, INVALID),
        (CLOZE, {"gaps": {"one": "no", "two": "x", "three": ["z"]}}, COMPLETE),
        (CAPITALS, {"text": "?"}, COMPLETE),
        (Description(text="Read this."), {}, COMPLETE),
        (Scale(text="?"), {"level": 3}, COMPLETE),
        (Scale(text="?"), {}, TODO),
        (Essay(text="?", min_words=2, max_words=3), {"text": "one"}, INVALID),
        (Essay(text="?", min_words=2, max_words=3), {"text": "one two"}, COMPLETE),
        (Essay(text="?", min_words=2, max_words=3), {"text": "one two three four"}, INVALID),
        (Essay(text="?", max_files=1), {"files": [1]}, INVALID),  # the text is required
        (Essay(text="?", max_files=1, is_text_required=False, min_words=5), {"files": [1]}, COMPLETE),
        (Essay(text="?", max_files=2, min_files=2), {"text": "one", "files": [1]}, INVALID),
        (File(text="?", max_files=2), {"files": [1]}, COMPLETE),
        (File(text="?", min_files=2, max_files=2), {"files": [1]}, INVALID),
        (File(text="?", max_files=1), {"files": [1, 2]}, INVALID),  # two devices, merged
        (File(text="?"), {}, TODO),
    ],
)
def test_how_far_a_question_is_answered(definition, response, state):
    assert answered(definition, response) is state


@pytest.mark.parametrize(
    ("definition", "right"),
    [
        (SINGLE, {"choice": "right"}),
        (SEVERAL, {"choices": ["a", "b"]}),
        (TRUE, {"choice": "true"}),
        (TrueFalse(text="?", correct=False), {"choice": "false"}),
        (PAIRS, {"pairs": {"kyiv": "ua", "brno": "cz", "lviv": "ua"}}),
        (BY_NEXT, {"order": ["a", "b", "c", "d"]}),
        (CAPITALS, {"text": "Kyiv"}),
        (ShortAnswer(text="?", answers=answers(hides=("w*", 0.5), hidden=("water", 1.0))), None),  # cannot be reached
        (ShortAnswer(text="?", answers=answers(star=("a\\*b", 1.0))), {"text": "a*b"}),
        (DRAG, {"gaps": {"g1": "cat", "g2": "dog", "g3": "red"}}),
        (CLOZE, {"gaps": {"one": "yes", "two": "water", "three": ["x", "y"]}}),
        (MultiChoice(text="?", choices=choices(a=0.5, b=0.9)), None),
        (Essay(text="?"), None),
        (File(text="?"), None),
        (Scale(text="?"), None),
        (Description(text="Read this."), None),
    ],
)
def test_the_right_answer(definition, right):
    assert right_response(definition) == right


@pytest.mark.parametrize(
    ("definition", "score"),
    [
        (SINGLE, 0.375),  # (1 + 0.5 + 0 + 0) / 4
        (SEVERAL, None),
        (TRUE, 0.5),
        (PAIRS, 1 / 3),  # Ukraine, Czechia, Poland; Ukraine stands there twice
        (BY_PLACE, 0.25),  # 1 of 4 on average
        (BY_NEXT, 0.25),  # each of the 3 pairs in 3! of 4! orders
        (ALL, 1 / 24),  # 1 of 4! orders
        (CAPITALS, 0.1),  # `*`
        (ShortAnswer(text="?", answers=answers(a=("x", 1.0))), 0.0),
        (DRAG, 1 / 3),  # (1/4 + 1/4 + 1/2) / 3
        (CLOZE, None),  # a gap takes several choices
        (Cloze(text="[[a]] [[b]]", gaps=(CLOZE.gaps[0], CLOZE.gaps[1])), 1 / 9),  # (1 × 1/3 + 2 × 0) / 3
        (Essay(text="?"), 0.0),
        (File(text="?"), 0.0),
        (Description(text="Read this."), None),
        (Scale(text="?"), None),
    ],
)
def test_what_guessing_is_worth(definition, score):
    assert random_guess_score(definition) == (None if score is None else pytest.approx(score))


@pytest.mark.parametrize(
    ("definition", "response", "count"),
    [
        (SINGLE, {"choice": "right"}, None),
        (SEVERAL, {"choices": ["a", "c"]}, (1, 2)),  # a of a and b
        (PAIRS, {"pairs": {"kyiv": "ua", "brno": "ua"}}, (1, 3)),
        (BY_PLACE, {"order": ["a", "c", "b", "d"]}, (2, 4)),
        (BY_NEXT, {"order": ["b", "c", "d", "a"]}, (2, 3)),
        (DRAG, {"gaps": {"g1": "cat", "g3": "blue"}}, (1, 3)),
        (CLOZE, {"gaps": {"one": "yes", "two": "watt"}}, (1, 3)),  # half right is not right
        (CAPITALS, {"text": "Kyiv"}, None),
    ],
)
def test_how_many_parts_are_right(definition, response, count):
    assert right_count(definition, response) == count


def test_the_parts_of_an_answer_by_themselves():
    assert parts_right(CLOZE, {"gaps": {"one": "yes", "two": "watt", "three": ["x", "z"]}}) == {"one": 1.0, "two": 0.5, "three": 0.0}
    assert parts_right(BY_NEXT, {"order": ["b", "c", "d", "a"]}) == {"a": 0.0, "b": 1.0, "c": 1.0}
    assert parts_right(SINGLE, {"choice": "right"}) == {}
    assert choice_fractions(SINGLE) == {"right": 1.0, "half": 0.5, "wrong": 0.0, "minus": -0.5}
    assert choice_fractions(TRUE) == {"true": 1.0, "false": 0.0}
