import pytest

from courses.quizzes.engine.definition import (
    Choice,
    Cloze,
    DragChoice,
    DragGap,
    DragWords,
    Essay,
    File,
    Gap,
    Match,
    MultiChoice,
    Ordering,
    Part,
    Scale,
    ShortAnswer,
    Stem,
    TrueFalse,
)
from courses.quizzes.engine.merging import merge
from courses.quizzes.engine.responses import MAX_CHARACTERS
from lms.core.log.merge import Merged

CHOICES = tuple(Choice(id=name) for name in "abcd")
ONE, SEVERAL = MultiChoice(choices=CHOICES), MultiChoice(choices=CHOICES, single=False)
PAIRS = Match(stems=(Stem(id="s1", option="a"), Stem(id="s2", option="b")), options=(Part(id="a"), Part(id="b")))
DRAG = DragWords(gaps=(DragGap(id="g1", choice="a"), DragGap(id="g2", choice="b")), choices=(DragChoice(id="a"), DragChoice(id="b")))
CLOZE = Cloze(
    gaps=(Gap(id="g1", question=ONE), Gap(id="g2", question=ShortAnswer(answers=())), Gap(id="g3", question=SEVERAL)),
)
ORDER = Ordering(items=(Part(id="a"), Part(id="b"), Part(id="c")))
A, B, C = {"choice": "a"}, {"choice": "b"}, {"choice": "c"}


@pytest.mark.parametrize(
    ("definition", "base", "ours", "theirs", "value", "loses"),
    [
        (ONE, A, B, C, C, True),  # who came last; the other is kept and said
        (ONE, A, B, A, B, False),  # they changed nothing
        (ONE, {}, A, {}, A, False),
        (ONE, {}, A, B, B, True),
        (ONE, A, {}, B, B, False),  # to take an answer out is not lost
        (ONE, None, A, B, B, True),
        (ONE, None, A, A, A, False),
        (TrueFalse(correct=True), {}, {"choice": "true"}, {"choice": "false"}, {"choice": "false"}, True),
        (SEVERAL, {"choices": ["a"]}, {"choices": ["a", "b"]}, {"choices": ["a", "d"]}, {"choices": ["a", "b", "d"]}, False),
        (SEVERAL, {"choices": ["a", "b"]}, {"choices": ["b"]}, {"choices": ["a"]}, {}, False),  # each took one out
        (SEVERAL, None, {"choices": ["c"]}, {"choices": ["a"]}, {"choices": ["a", "c"]}, False),
        (PAIRS, {}, {"pairs": {"s1": "a"}}, {"pairs": {"s2": "b"}}, {"pairs": {"s1": "a", "s2": "b"}}, False),
        (PAIRS, {}, {"pairs": {"s1": "a"}}, {"pairs": {"s1": "b"}}, {"pairs": {"s1": "b"}}, True),
        (PAIRS, {"pairs": {"s1": "a"}}, {}, {"pairs": {"s1": "a", "s2": "b"}}, {"pairs": {"s2": "b"}}, False),
        (DRAG, {}, {"gaps": {"g1": "a"}}, {"gaps": {"g2": "b"}}, {"gaps": {"g1": "a", "g2": "b"}}, False),
        (CLOZE, {}, {"gaps": {"g1": "a", "g3": ["a"]}}, {"gaps": {"g3": ["b"]}}, {"gaps": {"g1": "a", "g3": ["a", "b"]}}, False),
        (CLOZE, {}, {"gaps": {"g2": "water"}}, {"gaps": {"g2": "fire"}}, {"gaps": {"g2": "fire"}}, True),  # not "water fire"
        (ShortAnswer(answers=()), {}, {"text": "water"}, {"text": "fire"}, {"text": "fire"}, True),
        (ORDER, {}, {"order": ["a", "b", "c"]}, {"order": ["c", "b", "a"]}, {"order": ["c", "b", "a"]}, True),
        (Scale(), {"level": 1}, {"level": 2}, {"level": 3}, {"level": 3}, True),
        (
            Essay(max_files=3),
            {"text": "We help people.", "files": [1]},
            {"text": "We help old people.", "files": [1, 2]},
            {"text": "We help people in villages.", "files": [3]},
            {"text": "We help old people in villages.", "files": [2, 3]},
            False,
        ),
        (Essay(), {"text": "ten people"}, {"text": "eleven people"}, {"text": "twelve people"}, {"text": "twelve people"}, True),
        (File(), {"files": [1]}, {"files": [1, 2]}, {"files": [1, 3]}, {"files": [1, 2, 3]}, False),
        (ONE, A, {**A, "certainty": "1"}, B, {**B, "certainty": "1"}, False),
        (ONE, A, {**A, "certainty": "1"}, {**A, "certainty": "3"}, {**A, "certainty": "3"}, True),
    ],
)
def test_what_comes_of_two(definition, base, ours, theirs, value, loses):
    assert merge(definition, base, ours, theirs) == Merged(value, loses)


def test_an_essay_that_would_grow_too_long_is_the_later_one_and_says_so():
    ours, theirs = {"text": "a " * 40_000}, {"text": "b " * 40_000}

    merged = merge(Essay(), {}, ours, theirs)

    assert merged == Merged(theirs, loses=True)
    assert len(ours["text"] + theirs["text"]) > MAX_CHARACTERS


@pytest.mark.parametrize("base", [None, {}, {"choices": ["a", "b"]}])
def test_for_a_set_it_does_not_matter_who_came_first(base):
    one, other = {"choices": ["b", "c"]}, {"choices": ["a", "d"]}

    assert merge(SEVERAL, base, one, other) == merge(SEVERAL, base, other, one)
