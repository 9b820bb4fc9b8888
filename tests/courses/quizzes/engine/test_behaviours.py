"""Golden tables: what a log of steps leads to in each behaviour. The working stands beside each row."""

import pytest

from courses.quizzes.engine.behaviours import apply, bounds, can_check, cleared, initial, replay, with_certainty
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
    Hint,
    Match,
    MultiChoice,
    Ordering,
    Part,
    Scale,
    ShortAnswer,
    Stem,
    TrueFalse,
)
from courses.quizzes.engine.state import Behaviour, Certainty, QuestionState, StateName, Step, StepKind

DEFERRED, IMMEDIATE, INTERACTIVE, CBM = (
    Behaviour.DEFERRED_FEEDBACK,
    Behaviour.IMMEDIATE_FEEDBACK,
    Behaviour.INTERACTIVE,
    Behaviour.DEFERRED_CBM,
)
TODO, INVALID, COMPLETE = StateName.TODO, StateName.INVALID, StateName.COMPLETE
RIGHT, PARTIAL, WRONG = StateName.GRADED_RIGHT, StateName.GRADED_PARTIAL, StateName.GRADED_WRONG
GAVE_UP, TO_GRADE, FINISHED = StateName.GAVE_UP, StateName.NEEDS_GRADING, StateName.FINISHED

R, H, W = {"choice": "right"}, {"choice": "half"}, {"choice": "wrong"}
CHOICES = (
    Choice(id="right", text="r", fraction=1.0),
    Choice(id="half", text="h", fraction=0.5),
    Choice(id="wrong", text="w", fraction=0.0),
)
PLAIN = MultiChoice(text="?", choices=CHOICES)
HINTED = MultiChoice(text="?", choices=CHOICES, penalty=0.2, hints=(Hint(text="Look again."), Hint(text="And again.", clear_wrong=True)))
PAIRS = Match(
    text="?",
    stems=(Stem(id="s1", text="1", option="a"), Stem(id="s2", text="2", option="b")),
    options=(Part(id="a", text="a"), Part(id="b", text="b")),
    hints=(Hint(text="Which is which?", clear_wrong=True),),
    penalty=0.25,
)
ESSAY = Essay(text="?", min_words=2)


def save(response):
    return Step(kind=StepKind.SAVE, response=response)


def check(response=None):
    return Step(kind=StepKind.CHECK, response=response)


def finish(response=None):
    return Step(kind=StepKind.FINISH, response=response)


def given(fraction):
    return Step(kind=StepKind.GRADE, fraction=fraction)


@pytest.mark.parametrize(
    ("definition", "steps", "name", "fraction"),
    [
        (PLAIN, [], TODO, None),
        (PLAIN, [save(R)], COMPLETE, None),
        (PLAIN, [save(R), save({})], TODO, None),
        (PLAIN, [save(R), finish()], RIGHT, 1.0),
        (PLAIN, [save(W), save(H), finish()], PARTIAL, 0.5),  # the last one counts
        (PLAIN, [finish(W)], WRONG, 0.0),  # a finish brings an answer along
        (PLAIN, [save(R), finish({})], RIGHT, 1.0),  # or keeps the last one
        (PLAIN, [finish()], GAVE_UP, 0.0),
        (PLAIN, [finish(), save(R)], GAVE_UP, 0.0),  # too late
        (PLAIN, [check(R), finish()], RIGHT, 1.0),  # nothing is checked here: it is a save
        (PAIRS, [save({"pairs": {"s1": "a"}})], INVALID, None),
        (PAIRS, [save({"pairs": {"s1": "a"}}), finish()], PARTIAL, 0.5),  # half an answer is graded as it stands
        (PLAIN, [save(W), finish(), given(0.75)], PARTIAL, 0.75),  # a person may overrule the engine
        (PLAIN, [given(1.0), save(W), finish()], WRONG, 0.0),  # but not before there is something to grade
        (PLAIN, [finish(), given(1.0)], RIGHT, 1.0),
    ],
)
def test_feedback_at_the_end(definition, steps, name, fraction):
    state = replay(definition, DEFERRED, steps)

    assert (state.name, state.fraction) == (name, fraction)
    assert state.tries_left is None


@pytest.mark.parametrize(
    ("definition", "steps", "name", "fraction"),
    [
        (PLAIN, [save(W)], COMPLETE, None),
        (PLAIN, [check()], INVALID, None),  # there is nothing to check
        (PLAIN, [check(), save(R)], COMPLETE, None),
        (PLAIN, [save(W), check()], WRONG, 0.0),
        (PLAIN, [check(H)], PARTIAL, 0.5),
        (PLAIN, [check(W), save(R)], WRONG, 0.0),  # one try
        (PLAIN, [check(W), check(R)], WRONG, 0.0),
        (PLAIN, [check(W), finish(R)], WRONG, 0.0),
        (PLAIN, [save(R), finish()], RIGHT, 1.0),  # never checked, and graded at the end
        (PLAIN, [finish()], GAVE_UP, 0.0),
        (PAIRS, [check({"pairs": {"s1": "a"}})], INVALID, None),  # half an answer is not checked
        (PAIRS, [check({"pairs": {"s1": "a"}}), finish()], PARTIAL, 0.5),
        (ESSAY, [check({"text": "two words"})], COMPLETE, None),  # the engine cannot check it
        (HINTED, [check(W), check(R)], WRONG, 0.0),  # hints belong to several tries
    ],
)
def test_feedback_at_once(definition, steps, name, fraction):
    state = replay(definition, IMMEDIATE, steps)

    assert (state.name, state.fraction) == (name, fraction)


@pytest.mark.parametrize(
    ("definition", "steps", "name", "fraction", "tries_left", "hint"),
    [
        (HINTED, [], TODO, None, 3, 0),  # two hints, three tries
        (HINTED, [check(R)], RIGHT, 1.0, 0, 0),
        (HINTED, [check()], INVALID, None, 3, 0),  # costs no try
        (HINTED, [check(W)], TODO, None, 2, 1),
        (HINTED, [check(W), save(R)], COMPLETE, None, 2, 1),
        (HINTED, [check(W), check(R)], RIGHT, 0.8, 0, 1),  # 1 − 0.2; "right" says what the answer was
        (HINTED, [check(W), check(W)], TODO, None, 1, 2),
        (HINTED, [check(W), check(W), check(R)], RIGHT, 0.6, 0, 2),  # 1 − 2 × 0.2
        (HINTED, [check(W), check(W), check(H)], PARTIAL, 0.1, 0, 2),  # 0.5 − 2 × 0.2
        (HINTED, [check(W), check(W), check(W)], WRONG, 0.0, 0, 2),
        (HINTED, [check(W), check(W), check(W), check(R)], WRONG, 0.0, 0, 2),  # no fourth
        (HINTED, [check(H), finish()], PARTIAL, 0.5, 0, 1),  # no further try, no penalty
        (HINTED, [check(H), save(R), finish()], RIGHT, 0.8, 0, 1),  # the further try was never checked, and counts as one
        (HINTED, [check(W), finish(R)], RIGHT, 0.8, 0, 1),
        (HINTED, [save(R), finish()], RIGHT, 1.0, 0, 0),
        (HINTED, [finish()], GAVE_UP, 0.0, 3, 0),
        (HINTED, [check(W), save({}), finish()], GAVE_UP, 0.0, 2, 1),  # the first hint leaves the answer, the learner took it out
        (PLAIN, [check(W)], WRONG, 0.0, 0, 0),  # no hints, one try
        (PAIRS, [check({"pairs": {"s1": "a", "s2": "a"}})], TODO, None, 1, 1),
        (PAIRS, [check({"pairs": {"s1": "a", "s2": "a"}}), finish()], PARTIAL, 0.5, 0, 1),  # cleared, but not changed
        (PAIRS, [check({"pairs": {"s1": "a", "s2": "a"}}), save({"pairs": {"s1": "a"}}), finish()], PARTIAL, 0.5, 0, 1),
        (PAIRS, [check({"pairs": {"s1": "a", "s2": "a"}}), check({"pairs": {"s1": "a", "s2": "b"}})], RIGHT, 0.75, 0, 1),
        (ESSAY, [check({"text": "two words"}), finish()], TO_GRADE, None, None, 0),
        (HINTED, [check(W), given(1.0)], TODO, None, 2, 1),  # not while the learner is trying
    ],
)
def test_several_tries(definition, steps, name, fraction, tries_left, hint):
    state = replay(definition, INTERACTIVE, steps)

    assert (state.name, state.tries_left, state.hint) == (name, tries_left, hint)
    assert state.fraction == (None if fraction is None else pytest.approx(fraction))


def test_a_hint_may_take_out_of_the_answer_what_is_wrong_in_it():
    wrong = {"pairs": {"s1": "a", "s2": "a"}}

    state = replay(PAIRS, INTERACTIVE, [check(wrong)])

    assert state == QuestionState(name=TODO, response={"pairs": {"s1": "a"}}, raw_fraction=0.5, tries_left=1, hint=1, checked=wrong)


def test_a_penalty_never_takes_more_than_there_is():
    definition = MultiChoice(text="?", choices=CHOICES, penalty=0.4, hints=(Hint(), Hint()))

    state = replay(definition, INTERACTIVE, [check(W), check(W), check(H)])

    assert state.fraction == 0.0  # 0.5 − 2 × 0.4
    assert state.raw_fraction == 0.5
    assert state.name is PARTIAL


def sure(response, certainty):
    return {**response, "certainty": certainty}


@pytest.mark.parametrize(
    ("definition", "steps", "name", "fraction"),
    [
        (PLAIN, [save(R)], INVALID, None),  # how certain?
        (PLAIN, [save(sure(R, "2"))], COMPLETE, None),
        (PLAIN, [save({"certainty": "2"})], TODO, None),
        (PLAIN, [save(sure(R, "1")), finish()], RIGHT, 1.0),  # 1 × 1
        (PLAIN, [save(sure(R, "2")), finish()], RIGHT, 2.0),  # 1 × 2
        (PLAIN, [save(sure(R, "3")), finish()], RIGHT, 3.0),  # 1 × 3
        (PLAIN, [save(sure(W, "1")), finish()], WRONG, 0.0),
        (PLAIN, [save(sure(W, "2")), finish()], WRONG, -2.0),
        (PLAIN, [save(sure(W, "3")), finish()], WRONG, -6.0),
        (PLAIN, [save(sure(H, "1")), finish()], PARTIAL, 0.5),  # 0.5 × 1
        (PLAIN, [save(sure(H, "2")), finish()], PARTIAL, 1.0),  # 0.5 × 2
        (PLAIN, [save(sure(H, "3")), finish()], PARTIAL, 1.5),  # 0.5 × 3
        (PLAIN, [save(R), finish()], RIGHT, 1.0),  # who does not say is taken as least certain
        (PLAIN, [save({"certainty": "3"}), finish()], GAVE_UP, 0.0),  # certain of nothing
        (PLAIN, [finish()], GAVE_UP, 0.0),
        (PLAIN, [save(sure(W, "3")), finish(), given(-4.0)], WRONG, -4.0),
        (PLAIN, [save(sure(W, "3")), finish(), given(9.0)], RIGHT, 3.0),  # within the bounds
        (ESSAY, [save({"text": "two words"})], COMPLETE, None),  # no certainty where a person grades
        (ESSAY, [save(sure({"text": "two words"}, "3")), finish(), given(0.5)], PARTIAL, 0.5),
    ],
)
def test_certainty(definition, steps, name, fraction):
    state = replay(definition, CBM, steps)

    assert (state.name, state.fraction) == (name, fraction)


@pytest.mark.parametrize("behaviour", Behaviour)
@pytest.mark.parametrize(
    ("definition", "steps", "name", "fraction"),
    [
        (ESSAY, [], TODO, None),
        (ESSAY, [save({"text": "one"})], INVALID, None),  # two words were asked for
        (ESSAY, [save({"text": "one"}), finish()], TO_GRADE, None),  # a person decides what one is worth
        (ESSAY, [finish()], GAVE_UP, 0.0),
        (ESSAY, [save({"text": " \n"}), finish()], GAVE_UP, 0.0),
        (ESSAY, [save({"text": "two words"}), finish(), given(0.5)], PARTIAL, 0.5),
        (ESSAY, [save({"text": "two words"}), finish(), given(0.5), given(1.0)], RIGHT, 1.0),  # the later grade
        (ESSAY, [save({"text": "two words"}), finish(), given(0.5), given(0.0)], WRONG, 0.0),
        (ESSAY, [save({"text": "two words"}), finish(), given(1.7)], RIGHT, 1.0),
        (ESSAY, [save({"text": "two words"}), finish(), given(-1.0)], WRONG, 0.0),
        (ESSAY, [save({"text": "two words"}), finish(), given(None)], TO_GRADE, None),
        (ESSAY, [save({"text": "two words"}), finish(), given(float("nan"))], TO_GRADE, None),
        (ESSAY, [save({"text": "two words"}), given(1.0)], COMPLETE, None),
        (File(text="?"), [save({"files": [1]}), finish()], TO_GRADE, None),
        (Description(text="Read this."), [], COMPLETE, None),
        (Description(text="Read this."), [finish()], FINISHED, None),
        (Description(text="Read this."), [check(), finish(), given(1.0)], FINISHED, None),
        (Scale(text="?"), [save({"level": 2})], COMPLETE, None),
        (Scale(text="?"), [save({"level": 2}), check(), finish(), given(1.0)], FINISHED, None),
        (Scale(text="?"), [finish()], FINISHED, None),
    ],
)
def test_what_the_engine_does_not_grade_is_the_same_in_every_behaviour(behaviour, definition, steps, name, fraction):
    state = replay(definition, behaviour, steps)

    assert (state.name, state.fraction) == (name, fraction)


@pytest.mark.parametrize(
    ("definition", "behaviour", "limits"),
    [
        (PLAIN, DEFERRED, (0.0, 1.0)),
        (PLAIN, IMMEDIATE, (0.0, 1.0)),
        (HINTED, INTERACTIVE, (0.0, 1.0)),
        (PLAIN, CBM, (-6.0, 3.0)),
        (ESSAY, CBM, (0.0, 1.0)),
        (Scale(text="?"), CBM, (0.0, 0.0)),
        (Description(text="Read this."), DEFERRED, (0.0, 0.0)),
    ],
)
def test_bounds(definition, behaviour, limits):
    assert bounds(definition, behaviour) == limits


@pytest.mark.parametrize(
    ("fraction", "certainty", "score"),
    [
        (1.0, Certainty.HIGH, 3.0),
        (0.0000001, Certainty.HIGH, -6.0),  # below what counts as anything
        (0.00001, Certainty.HIGH, 0.00003),
        (0.0, None, 0.0),
        (1.0, None, 1.0),
    ],
)
def test_a_score_with_certainty(fraction, certainty, score):
    assert with_certainty(fraction, certainty) == pytest.approx(score)


def test_where_an_answer_can_be_checked():
    checked = {
        (definition.type, behaviour.value)
        for definition in (PLAIN, ESSAY, Scale(text="?"))
        for behaviour in Behaviour
        if can_check(definition, behaviour)
    }

    assert checked == {("multichoice", "immediatefeedback"), ("multichoice", "interactive")}


SEVERAL = MultiChoice(
    text="?", single=False, choices=(Choice(id="a", fraction=1.0), Choice(id="b", fraction=0.0), Choice(id="c", fraction=-1.0))
)
DRAG = DragWords(
    text="[[g1]] [[g2]]",
    gaps=(DragGap(id="g1", choice="a"), DragGap(id="g2", choice="b")),
    choices=(DragChoice(id="a", text="a"), DragChoice(id="b", text="b")),
)
BOXES = Cloze(
    text="[[g1]] [[g2]]",
    gaps=tuple(
        Gap(id=name, question=MultiChoice(single=False, choices=(Choice(id="a", fraction=1.0), Choice(id="b", fraction=0.0))))
        for name in ("g1", "g2")
    ),
)
ORDER = Ordering(text="?", items=(Part(id="a", text="a"), Part(id="b", text="b")))
WORDS = ShortAnswer(text="?", answers=(Answer(id="a", text="water"),))


@pytest.mark.parametrize(
    ("definition", "response", "left"),
    [
        (PLAIN, W, {}),
        (PLAIN, sure(W, "2"), {"certainty": "2"}),
        (SEVERAL, {"choices": ["a", "b", "c"]}, {"choices": ["a"]}),
        (SEVERAL, {"choices": ["b"]}, {}),
        (TrueFalse(text="?", correct=True), {"choice": "false"}, {}),
        (PAIRS, {"pairs": {"s1": "b", "s2": "b"}}, {"pairs": {"s2": "b"}}),
        (PAIRS, {"pairs": {"s1": "b", "s2": "a"}}, {}),
        (DRAG, {"gaps": {"g1": "a", "g2": "a"}}, {"gaps": {"g1": "a"}}),
        (BOXES, {"gaps": {"g1": ["a"], "g2": ["b"]}}, {"gaps": {"g1": ["a"]}}),
        (ORDER, {"order": ["b", "a"]}, {"order": ["b", "a"]}),
        (WORDS, {"text": "fire"}, {}),
    ],
)
def test_what_is_left_of_an_answer_without_what_is_wrong(definition, response, left):
    assert cleared(definition, response) == left


def test_a_question_can_be_taken_up_after_any_step():
    state = initial(HINTED, INTERACTIVE)
    for step in (check(W), save(R), check(), finish()):
        state = apply(HINTED, INTERACTIVE, state, step)

    assert state == QuestionState(name=RIGHT, response=R, fraction=0.8, raw_fraction=1.0, tries_left=0, hint=1, checked=R)


def test_steps_read_from_a_row_are_steps_like_any_other():
    steps = [Step(kind="save", response=W), Step(kind="check", response=W), Step(kind="finish"), Step(kind="grade", fraction=0.5)]

    state = replay(HINTED, "interactive", steps)

    assert (state.name, state.fraction, state.hint) == (PARTIAL, 0.5, 1)
