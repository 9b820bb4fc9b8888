import pytest

from courses.quizzes.engine.definition import (
    Choice,
    Cloze,
    DragChoice,
    DragGap,
    DragWords,
    Essay,
    Gap,
    Match,
    MultiChoice,
    Numerical,
    NumericalAnswer,
    Ordering,
    Part,
    Scale,
    Stem,
    TrueFalse,
)
from courses.quizzes.statistics.choices import OTHER, parts, taken

TWO = (Choice(id="a", text="A", fraction=1.0), Choice(id="b", text="B"))
ONE, SEVERAL = MultiChoice(choices=TWO), MultiChoice(choices=TWO, single=False)
MATCH = Match(stems=(Stem(id="1", option="x"), Stem(id="2", option="y")), options=(Part(id="x"), Part(id="y")))
ORDER = Ordering(items=(Part(id="a"), Part(id="b"), Part(id="c")))
NUMBER = Numerical(answers=(NumericalAnswer(id="1", value=4),))
DRAG = DragWords(gaps=(DragGap(id="1", choice="a"),), choices=(DragChoice(id="a"), DragChoice(id="b"), DragChoice(id="c", group=2)))
GAPS = Cloze(gaps=(Gap(id="1", question=ONE), Gap(id="2", question=NUMBER)))


@pytest.mark.parametrize(
    ("definition", "response", "found"),
    [
        (ONE, {"choice": "b"}, [("", "b")]),
        (ONE, {"choice": "gone"}, [("", OTHER)]),
        (ONE, {}, []),
        (SEVERAL, {"choices": ["a", "b"]}, [("", "a"), ("", "b")]),
        (SEVERAL, {"choices": []}, []),
        (SEVERAL, {"choices": "ab"}, []),
        (TrueFalse(correct=True), {"choice": "false"}, [("", "false")]),
        (Scale(), {"level": 3}, [("", "3")]),
        (MATCH, {"pairs": {"1": "y"}}, [("1", "y")]),
        (MATCH, {"pairs": {"1": "gone", "2": ""}}, [("1", OTHER)]),
        (ORDER, {"order": ["a", "c", "b"]}, [("a", "placed"), ("b", "misplaced"), ("c", "misplaced")]),
        (ORDER, {}, []),
        (NUMBER, {"text": "  4  Km "}, [("", "4 km")]),
        (DRAG, {"gaps": {"1": "b"}}, [("1", "b")]),
        (DRAG, {"gaps": {"1": "c"}}, [("1", OTHER)]),  # of another group
        (GAPS, {"gaps": {"1": "a", "2": " 4"}}, [("1", "a"), ("2", "4")]),
        (GAPS, {"gaps": None}, []),
        (Cloze(gaps=(Gap(id="1", question=SEVERAL),)), {"gaps": {"1": ["a", "b"]}}, [("1", "a"), ("1", "b")]),
        (Essay(), {"text": "Words of somebody."}, []),
    ],
)
def test_what_an_answer_took(definition, response, found):
    assert list(taken(definition, response)) == found


def test_what_there_is_to_take():
    assert [(part.id, [option.id for option in part.options]) for part in parts(DRAG)] == [("1", ["a", "b"])]
    assert [(part.id, part.is_typed) for part in parts(GAPS)] == [("1", False), ("2", True)]
    assert [option.fraction for option in parts(TrueFalse(correct=False))[0].options] == [0.0, 1.0]
    assert [option.id for option in parts(Scale(min=1, max=3))[0].options] == ["1", "2", "3"]
    assert [option.fraction for option in parts(MATCH)[1].options] == [0.0, 1.0]
    assert parts(Essay()) == ()
