import pytest

from courses.quizzes.engine.behaviours import replay
from courses.quizzes.engine.definition import (
    Answer,
    Choice,
    Cloze,
    Essay,
    Gap,
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
from courses.quizzes.engine.feedback import Feedback, PartFeedback, feedback
from courses.quizzes.engine.state import Behaviour, Step, StepKind

SAID = {
    "general_feedback": "In general.",
    "correct_feedback": "Right.",
    "partially_correct_feedback": "Partly.",
    "incorrect_feedback": "Wrong.",
}
CHOICES = (
    Choice(id="a", text="a", fraction=1.0, feedback="Yes, a."),
    Choice(id="b", text="b", fraction=0.5, feedback="Nearly, b."),
    Choice(id="c", text="c", fraction=0.0, feedback="No, c."),
)
ONE = MultiChoice(text="?", choices=CHOICES, hints=(Hint(text="Think.", show_right_count=True),), **SAID)
SEVERAL = MultiChoice(
    text="?",
    single=False,
    choices=(
        Choice(id="a", text="a", fraction=0.5, feedback="Yes, a."),
        Choice(id="b", text="b", fraction=0.5),
        Choice(id="c", text="c", fraction=-1.0, feedback="No, c."),
    ),
    hints=(Hint(text="Some of it.", show_right_count=True), Hint(text="The last hint.")),
    **SAID,
)
PAIRS = Match(
    text="?",
    stems=(Stem(id="s1", text="1", option="a"), Stem(id="s2", text="2", option="b")),
    options=(Part(id="a", text="a"), Part(id="b", text="b")),
    **SAID,
)
CLOZE = Cloze(
    text="[[g1]] [[g2]] [[g3]]",
    gaps=(
        Gap(id="g1", question=MultiChoice(choices=CHOICES)),
        Gap(id="g2", question=ShortAnswer(answers=(Answer(id="w", text="water", feedback="Water!"),))),
        Gap(id="g3", question=MultiChoice(single=False, choices=CHOICES)),
    ),
)


def at_end(definition, response):
    steps = [Step(kind=StepKind.SAVE, response=response), Step(kind=StepKind.FINISH)]
    return feedback(definition, replay(definition, Behaviour.DEFERRED_FEEDBACK, steps))


def part(name, text, is_right, fraction):
    return PartFeedback(part=name, text=text, is_right=is_right, fraction=fraction)


@pytest.mark.parametrize(
    ("definition", "response", "told"),
    [
        (ONE, {"choice": "a"}, Feedback(parts=(part("a", "Yes, a.", True, 1.0),), combined="Right.", general="In general.")),
        (ONE, {"choice": "b"}, Feedback(parts=(part("b", "Nearly, b.", None, 0.5),), combined="Partly.", general="In general.")),
        (ONE, {"choice": "c"}, Feedback(parts=(part("c", "No, c.", False, 0.0),), combined="Wrong.", general="In general.")),
        (ONE, {}, Feedback(combined="Wrong.", general="In general.")),
        (
            SEVERAL,
            {"choices": ["a", "c"]},  # 0.5 − 1 → 0
            Feedback(parts=(part("a", "Yes, a.", True, 0.5), part("c", "No, c.", False, -1.0)), combined="Wrong.", general="In general."),
        ),
        (
            PAIRS,
            {"pairs": {"s1": "a", "s2": "a"}},
            Feedback(parts=(part("s1", "", True, 1.0), part("s2", "", False, 0.0)), combined="Partly.", general="In general."),
        ),
        (
            TrueFalse(text="?", correct=True, true_feedback="So it is.", false_feedback="It is so."),
            {"choice": "false"},
            Feedback(parts=(part("false", "It is so.", False, 0.0),)),
        ),
        (
            ShortAnswer(text="?", answers=(Answer(id="w", text="wat*", fraction=0.5, feedback="Say it all."),)),
            {"text": "watt"},
            Feedback(parts=(part("", "Say it all.", None, 0.5),)),
        ),
        (
            ShortAnswer(text="?", answers=(Answer(id="w", text="water"),)),
            {"text": "fire"},
            Feedback(parts=(part("", "", False, 0.0),)),
        ),
        (
            Numerical(text="?", answers=(NumericalAnswer(id="n", value=5.0, feedback="Five."),)),
            {"text": "5"},
            Feedback(parts=(part("", "Five.", True, 1.0),)),
        ),
        (
            Numerical(text="?", answers=(NumericalAnswer(id="n", value=5.0, feedback="Five."),)),
            {"text": "many"},
            Feedback(parts=(part("", "", False, 0.0),)),
        ),
        (
            Ordering(text="?", grading=OrderingGrading.RELATIVE_NEXT, items=(Part(id="a"), Part(id="b"), Part(id="c"))),
            {"order": ["c", "a", "b"]},
            Feedback(parts=(part("a", "", True, 1.0), part("b", "", False, 0.0))),
        ),
        (
            CLOZE,
            {"gaps": {"g1": "b", "g2": "water", "g3": ["a", "c"]}},
            Feedback(
                parts=(part("g1", "Nearly, b.", None, 0.5), part("g2", "Water!", True, 1.0), part("g3", "Yes, a.\nNo, c.", True, 1.0))
            ),
        ),
        (
            CLOZE,
            {"gaps": {"g1": "a"}},
            Feedback(parts=(part("g1", "Yes, a.", True, 1.0), part("g2", "", False, 0.0), part("g3", "", False, 0.0))),
        ),
        (Essay(text="?", general_feedback="In general."), {"text": "Because."}, Feedback(general="In general.")),
    ],
)
def test_what_a_question_says_at_the_end(definition, response, told):
    assert at_end(definition, response) == told


def test_a_question_says_nothing_of_an_answer_that_is_only_saved():
    state = replay(ONE, Behaviour.INTERACTIVE, [Step(kind=StepKind.SAVE, response={"choice": "a"})])

    assert feedback(ONE, state) == Feedback()


def test_a_wrong_try_is_told_with_its_hint_and_without_what_belongs_to_the_end():
    tries = [Step(kind=StepKind.CHECK, response={"choices": ["a"]}), Step(kind=StepKind.CHECK, response={"choices": ["c"]})]

    first = feedback(SEVERAL, replay(SEVERAL, Behaviour.INTERACTIVE, tries[:1]))
    second = feedback(SEVERAL, replay(SEVERAL, Behaviour.INTERACTIVE, tries))

    assert first == Feedback(parts=(part("a", "Yes, a.", True, 0.5),), combined="Partly.", hint="Some of it.", right_count=(1, 2))
    assert second == Feedback(parts=(part("c", "No, c.", False, -1.0),), combined="Wrong.", hint="The last hint.")


def test_what_is_told_stays_with_the_answer_that_was_checked_while_the_next_is_written():
    steps = [Step(kind=StepKind.CHECK, response={"choice": "c"}), Step(kind=StepKind.SAVE, response={"choice": "a"})]

    told = feedback(ONE, replay(ONE, Behaviour.INTERACTIVE, steps))

    assert told == Feedback(parts=(part("c", "No, c.", False, 0.0),), combined="Wrong.", hint="Think.")  # one part has no count


def test_a_grade_by_a_person_decides_which_combined_feedback_is_told():
    steps = [Step(kind=StepKind.FINISH, response={"choice": "c"}), Step(kind=StepKind.GRADE, fraction=1.0)]

    told = feedback(ONE, replay(ONE, Behaviour.DEFERRED_FEEDBACK, steps))

    assert (told.combined, told.parts) == ("Right.", (part("c", "No, c.", False, 0.0),))
