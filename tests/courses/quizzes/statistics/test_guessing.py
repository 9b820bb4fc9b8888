"""Blind guesses, worked by hand."""

import pytest

from courses.quizzes.engine.definition import (
    Answer,
    Choice,
    Cloze,
    DragChoice,
    DragGap,
    DragWords,
    Essay,
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
from courses.quizzes.statistics.guessing import random_guess

ONE_OF_FOUR = (Choice(id="a", fraction=1.0), Choice(id="b"), Choice(id="c", fraction=0.5), Choice(id="d", fraction=-0.25))
WORDS = tuple(DragChoice(id=id_, group=group) for id_, group in [("a", 1), ("b", 1), ("c", 2), ("d", 2), ("e", 2)])
ITEMS = tuple(Part(id=id_) for id_ in "abcd")
FOUR = MultiChoice(choices=ONE_OF_FOUR)


@pytest.mark.parametrize(
    ("definition", "percent"),
    [
        (FOUR, 31.25),  # (1 + 0 + 0.5 − 0.25) / 4
        (MultiChoice(choices=ONE_OF_FOUR, single=False), None),
        (TrueFalse(correct=True), 50.0),
        (Match(stems=(Stem(id="1", option="x"),), options=(Part(id="x"), Part(id="y"), Part(id="z"), Part(id="w"))), 25.0),
        (Ordering(items=ITEMS), 25.0),  # each of 4 is in its place in 3! of 4! orders
        (Ordering(items=ITEMS, grading=OrderingGrading.RELATIVE_NEXT), 25.0),  # 3 pairs, each together in 3! of 4! orders
        (Ordering(items=ITEMS, grading=OrderingGrading.ALL_OR_NOTHING), 100 / 24),
        (DragWords(gaps=(DragGap(id="1", choice="a"), DragGap(id="2", choice="c")), choices=WORDS), 100 * (1 / 2 + 1 / 3) / 2),
        # gaps of weight 1 (one of four, 31.25) and 3 (typed, 0)
        (
            Cloze(
                gaps=(Gap(id="1", question=FOUR), Gap(id="2", weight=3, question=ShortAnswer(answers=(Answer(id="a", text="x"),)))),
            ),
            7.8125,
        ),
        (Cloze(gaps=(Gap(id="1", question=MultiChoice(choices=ONE_OF_FOUR, single=False)),)), None),
        (ShortAnswer(answers=(Answer(id="a", text="village"),)), 0.0),
        (Essay(), None),
        (Scale(), None),
    ],
)
def test_what_a_blind_guess_gets(definition, percent):
    assert random_guess(definition) == (None if percent is None else pytest.approx(percent))
