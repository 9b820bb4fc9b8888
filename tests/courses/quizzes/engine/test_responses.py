import pytest

from courses.quizzes.engine.definition import (
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
    Numerical,
    NumericalAnswer,
    Ordering,
    Part,
    Scale,
    ShortAnswer,
    Stem,
    TrueFalse,
)
from courses.quizzes.engine.responses import ResponseError, clean, is_blank

AB = (Choice(id="a", fraction=1.0), Choice(id="b"))
ONE, SEVERAL, TRUE = MultiChoice(choices=AB), MultiChoice(choices=AB, single=False), TrueFalse(correct=True)
PAIRS = Match(stems=(Stem(id="s1", option="a"), Stem(id="s2", option="b")), options=(Part(id="a"), Part(id="b")))
ORDER = Ordering(items=(Part(id="a"), Part(id="b"), Part(id="c")))
WORDS, NUMBER = ShortAnswer(answers=()), Numerical(answers=(NumericalAnswer(id="n", value=1.0),))
CLOZE = Cloze(gaps=(Gap(id="g1", question=ONE), Gap(id="g2", question=WORDS), Gap(id="g3", question=SEVERAL)))
DRAG = DragWords(
    gaps=(DragGap(id="g1", choice="a"), DragGap(id="g2", choice="c")), choices=(DragChoice(id="a"), DragChoice(id="c", group=2))
)
ESSAY, FILE, SCALE, TEXT = Essay(max_files=2), File(max_files=2), Scale(min=1, max=5), Description()
ALL = (ONE, SEVERAL, TRUE, PAIRS, ORDER, WORDS, NUMBER, CLOZE, DRAG, ESSAY, FILE, SCALE, TEXT)


@pytest.mark.parametrize(
    ("definition", "data", "response"),
    [
        (ONE, {"choice": "b"}, {"choice": "b"}),
        (ONE, {"choice": ""}, {}),
        (ONE, {"choice": None}, {}),
        (SEVERAL, {"choices": ["b", "a", "b"]}, {"choices": ["a", "b"]}),
        (SEVERAL, {"choices": []}, {}),
        (TRUE, {"choice": "false"}, {"choice": "false"}),
        (PAIRS, {"pairs": {"s2": "a", "s1": ""}}, {"pairs": {"s2": "a"}}),
        (PAIRS, {"pairs": {"s2": "a", "s1": "b"}}, {"pairs": {"s1": "b", "s2": "a"}}),
        (PAIRS, {"pairs": {}}, {}),
        (ORDER, {"order": ["c", "a", "b"]}, {"order": ["c", "a", "b"]}),
        (ORDER, {"order": []}, {}),
        (WORDS, {"text": " a\r\nb\x00\ud800 "}, {"text": " a b "}),
        (WORDS, {"text": ""}, {}),
        (NUMBER, {"text": "1 234,5"}, {"text": "1 234,5"}),
        (CLOZE, {"gaps": {"g3": ["b", "a"], "g2": "x\ny", "g1": "a"}}, {"gaps": {"g1": "a", "g2": "x y", "g3": ["a", "b"]}}),
        (CLOZE, {"gaps": {"g1": "", "g2": "", "g3": []}}, {}),
        (DRAG, {"gaps": {"g2": "c", "g1": "a"}}, {"gaps": {"g1": "a", "g2": "c"}}),
        (ESSAY, {"text": "a\r\nb\rc", "files": [3, 1, 3]}, {"text": "a\nb\nc", "files": [1, 3]}),
        (ESSAY, {"text": "", "files": []}, {}),
        (FILE, {"files": [7]}, {"files": [7]}),
        (SCALE, {"level": 3}, {"level": 3}),
        (SCALE, {"level": "3"}, {"level": 3}),  # from a plain form
        (SCALE, {"level": ""}, {}),
        (Scale(min=-1, max=1), {"level": "0"}, {"level": 0}),
        *[(each, {"certainty": "2"}, {"certainty": "2"}) for each in ALL],
        *[(each, {"certainty": ""}, {}) for each in ALL],
        *[(each, {}, {}) for each in ALL],
    ],
)
def test_an_answer_is_brought_into_its_one_form(definition, data, response):
    assert clean(definition, data) == response
    assert list(clean(definition, data)) == list(response)


@pytest.mark.parametrize(
    ("definition", "data", "code", "facts"),
    [
        *[
            (each, data, "not_understood", {})
            for each in ALL
            for data in (None, [], "a", 3, {"else": 1}, {"certainty": "4"}, {"certainty": 2})
        ],
        (ONE, {"choice": "c"}, "no_such_choice", {"id": "c"}),
        (ONE, {"choice": ["a"]}, "not_understood", {}),
        (ONE, {"choices": ["a"]}, "not_understood", {}),
        (SEVERAL, {"choices": "ab"}, "not_understood", {}),
        (SEVERAL, {"choices": ["a", "c"]}, "no_such_choice", {"id": "c"}),
        (SEVERAL, {"choices": [["a"]]}, "not_understood", {}),
        (TRUE, {"choice": True}, "not_understood", {}),
        (TRUE, {"choice": "yes"}, "no_such_choice", {"id": "yes"}),
        (PAIRS, {"pairs": {"s3": "a"}}, "no_such_choice", {"id": "s3"}),
        (PAIRS, {"pairs": {"s1": "c"}}, "no_such_choice", {"id": "c"}),
        (PAIRS, {"pairs": ["s1"]}, "not_understood", {}),
        (ORDER, {"order": ["a", "b"]}, "order_incomplete", {}),
        (ORDER, {"order": ["a", "b", "b"]}, "order_incomplete", {}),
        (ORDER, {"order": ["a", "b", 3]}, "not_understood", {}),
        (WORDS, {"text": 3}, "not_understood", {}),
        (WORDS, {"text": "x" * 100_001}, "too_long", {"limit": 100_000, "characters": 100_001}),
        (CLOZE, {"gaps": {"g1": "c"}}, "no_such_choice", {"id": "c"}),
        (CLOZE, {"gaps": {"g1": {"choice": "a"}}}, "not_understood", {}),
        (CLOZE, {"gaps": {"g2": ["a"]}}, "not_understood", {}),
        (CLOZE, {"gaps": {"g2": "x" * 99_999, "g1": "a", "g3": ["a", "b"]}}, "too_long", {"limit": 100_000, "characters": 100_002}),
        (DRAG, {"gaps": {"g1": "c"}}, "no_such_choice", {"id": "c"}),  # a word of another group
        (ESSAY, {"files": [1, 2, 3]}, "too_many_files", {"most": 2}),
        (Essay(), {"files": [1]}, "too_many_files", {"most": 0}),
        (FILE, {"files": ["1"]}, "not_understood", {}),
        (FILE, {"files": [True]}, "not_understood", {}),
        (SCALE, {"level": 6}, "not_on_scale", {"min": 1, "max": 5}),
        (SCALE, {"level": True}, "not_understood", {}),
        (SCALE, {"level": 2.5}, "not_understood", {}),
        (SCALE, {"level": "much"}, "not_understood", {}),
    ],
)
def test_what_the_question_does_not_ask_is_refused(definition, data, code, facts):
    with pytest.raises(ResponseError) as refusal:
        clean(definition, data)

    assert (refusal.value.code, refusal.value.facts) == (code, facts)


@pytest.mark.parametrize("definition", ALL)
@pytest.mark.parametrize(
    "response",
    [
        {},
        {"certainty": "3"},
        {"choice": 3},
        {"choices": "a"},
        {"pairs": []},
        {"gaps": None},
        {"order": {}},
        {"text": None},
        {"files": 1},
        {"level": True},
    ],
)
def test_what_nobody_would_have_kept_is_nothing_answered(definition, response):
    assert is_blank(definition, response)
