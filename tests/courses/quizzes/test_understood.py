from courses.quizzes.engine.definition import Choice, Cloze, Gap, MultiChoice
from courses.quizzes.understood import understood

SEVERAL = MultiChoice(single=False, choices=(Choice(id="a", text="A", fraction=1.0), Choice(id="b", text="B")))


def test_a_gap_of_several_choices_keeps_those_that_are_still_there():
    question = Cloze(text="[[who]]", gaps=(Gap(id="who", question=SEVERAL),))

    assert understood(question, {"gaps": {"who": ["a", "gone"]}}) == ({"gaps": {"who": ["a"]}}, ("who: gone",))
