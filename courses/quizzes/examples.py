"""Every type of question in every state it can be in, for the style guide and for tests. Nothing here is a row, and nothing answered in
it is kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.utils.timezone import now

from .engine.behaviours import apply, replay
from .engine.definition import (
    Answer,
    Choice,
    Cloze,
    Definition,
    Description,
    DragChoice,
    DragGap,
    DragWords,
    Essay,
    File,
    Gap,
    Hint,
    Layout,
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
    Unit,
    UnitHandling,
    to_json,
)
from .engine.state import Behaviour, QuestionState, StateName, Step, StepKind
from .models import AttemptFile, AttemptQuestion, QuestionVersion
from .quiz_definition import EVERYTHING, Shown
from .showing.sheet import Sheet, sheet, with_problem
from .unsaved import unsaved_attempt, unsaved_question
from .wording import version_hash

EXAMPLES: dict[str, Definition] = {
    "one line": MultiChoice(
        text="What is wrong with the answer “we help **everyone**”?",
        choices=(
            Choice(id="nearest", text="Help goes to those who are nearest and boldest.", fraction=1, feedback="Yes: nobody decided it."),
            Choice(id="kind", text="Nothing, it is kind.", feedback="Kind, but somebody is left out unseen."),
            Choice(id="forbidden", text="It is forbidden.", feedback="No law forbids it. It just cannot be done."),
        ),
        general_feedback="Read “Who gets the help” again if you hesitated.",
        incorrect_feedback="Not quite.",
        hints=(Hint(text="Think of who lives next door."), Hint(text="Who decided it?")),
    ),
    "several lines": MultiChoice(
        text="Which of these belong on a map of your village?",
        single=False,
        choices=(
            Choice(id="shop", text="The shop", fraction=0.5),
            Choice(id="school", text="The school", fraction=0.5),
            Choice(id="weather", text="The weather", fraction=-0.5),
        ),
        hints=(Hint(text="What stays where it is?", show_right_count=True, clear_wrong=True),),
    ),
    "true or false": TrueFalse(
        text="A volunteer needs an agreement in writing.",
        correct=True,
        true_feedback="So that both know what was promised.",
        false_feedback="It is short, and it saves friendships.",
    ),
    "matching": Match(
        text="Who can help with what?",
        stems=(
            Stem(id="snow", text="The path is under snow", option="neighbours"),
            Stem(id="form", text="A form for the pension", option="library"),
            Stem(id="fever", text="A fever in the night", option="doctor"),
        ),
        options=(
            Part(id="neighbours", text="The neighbours"),
            Part(id="library", text="The librarian, who has a computer and an hour for everybody"),
            Part(id="doctor", text="The doctor on call"),
            Part(id="council", text="The council"),
        ),
    ),
    "order": Ordering(
        text="In which order does a project come about?",
        items=(
            Part(id="need", text="Ask what people need"),
            Part(id="goal", text="Agree on a goal that can be counted"),
            Part(id="money", text="Look for the money"),
            Part(id="report", text="Say what came of it"),
        ),
    ),
    "words": ShortAnswer(
        text="What do you call a person who helps without pay?",
        answers=(
            Answer(id="a", text="volunteer*", feedback="That is the word."),
            Answer(id="b", text="*", fraction=0, feedback="No."),
        ),
    ),
    "a number": Numerical(
        text="Forty of two hundred people live alone. How many per cent is that?",
        answers=(NumericalAnswer(id="a", value=20, tolerance=0.5),),
    ),
    "a number with a unit": Numerical(
        text="How much flour do ten loaves of 800 g need, if half of a loaf is flour?",
        answers=(NumericalAnswer(id="a", value=4),),
        units=(Unit(name="kg"), Unit(name="g", multiplier=0.001)),
        unit_handling=UnitHandling.OPTIONAL,
    ),
    "gaps": Cloze(
        text="The library opens at [[hour]] and closes at [[close]]. In between it is [[who]] who looks after it. It is [[how]].",
        gaps=(
            Gap(id="hour", question=Numerical(answers=(NumericalAnswer(id="a", value=9),))),
            Gap(id="close", question=ShortAnswer(answers=(Answer(id="a", text="five o’clock"),))),
            Gap(
                id="who",
                question=MultiChoice(choices=(Choice(id="olena", text="Olena", fraction=1), Choice(id="petro", text="Petro"))),
            ),
            Gap(
                id="how",
                layout=Layout.VERTICAL,
                question=MultiChoice(choices=(Choice(id="warm", text="warm and quiet", fraction=1), Choice(id="shut", text="shut"))),
            ),
        ),
    ),
    "words into gaps": DragWords(
        text="We ask [[first]] before we write to [[second]]. Money comes [[third]].",
        gaps=(DragGap(id="first", choice="people"), DragGap(id="second", choice="council"), DragGap(id="third", choice="last")),
        choices=(
            DragChoice(id="people", text="the people"),
            DragChoice(id="council", text="the council"),
            DragChoice(id="weather", text="the weather"),
            DragChoice(id="last", text="last", group=2),
            DragChoice(id="early", text="first", group=2),
        ),
    ),
    "essay": Essay(text="Whom does your organisation help, and whom not?", lines=5, min_words=5, max_words=200, max_files=1),
    "file": File(text="Add a photo of your map.", max_files=2),
    "a text between": Description(text="The next questions are about **one family**. Take your time to read how they live."),
    "scale": Scale(text="How sure are you of your goal?", low="Not at all", high="Completely"),
}
ANSWERS: dict[str, Mapping[str, Any]] = {
    "one line": {"choice": "kind"},
    "several lines": {"choices": ["shop", "weather"]},
    "true or false": {"choice": "true"},
    "matching": {"pairs": {"snow": "neighbours", "form": "council"}},
    "order": {"order": ["need", "money", "goal", "report"]},
    "words": {"text": "a helper"},
    "a number": {"text": "20"},
    "a number with a unit": {"text": "4000 g"},
    "gaps": {"gaps": {"hour": "9", "close": "six", "who": "petro", "how": "warm"}},
    "words into gaps": {"gaps": {"first": "people", "second": "weather", "third": "last"}},
    "essay": {"text": "Older people who live alone, on the three far streets of the village.", "files": [0]},
    "file": {"files": [0]},
    "a text between": {},
    "scale": {"level": 4},
}


FIRST = 10_000  # from here on the examples are numbered


@dataclass(frozen=True)
class Example:
    state: str
    sheet: Sheet


def examples(name: str) -> Iterator[Example]:
    """One question, state by state, each with a number of its own."""
    definition, answer = EXAMPLES[name], ANSWERS[name]
    pk = count(FIRST + 1 + 100 * list(EXAMPLES).index(name))
    if isinstance(definition, Description):
        yield Example("To be read", _example(name, next(pk), Behaviour.DEFERRED_FEEDBACK, []))
        return
    save, check, finish = Step(kind=StepKind.SAVE, response=answer), Step(kind=StepKind.CHECK, response=answer), Step(kind=StepKind.FINISH)
    yield Example("To be answered", _example(name, next(pk), Behaviour.DEFERRED_FEEDBACK, []))
    yield Example("Answered, to come back to, with certainty", _example(name, next(pk), Behaviour.DEFERRED_CBM, [save], is_flagged=True))
    refused = with_problem(
        _example(name, next(pk), Behaviour.DEFERRED_FEEDBACK, []), "The answer is longer than 100,000 characters.", answer
    )
    yield Example("Not taken", refused)
    yield Example("After a first try", _example(name, next(pk), Behaviour.INTERACTIVE, [check], may=EVERYTHING))
    yield Example("Checked at once", _example(name, next(pk), Behaviour.IMMEDIATE_FEEDBACK, [check], may=EVERYTHING, is_open=False))
    yield Example(
        "Handed in, all shown", _example(name, next(pk), Behaviour.DEFERRED_FEEDBACK, [save, finish], may=EVERYTHING, is_open=False)
    )
    alone: dict[str, Any] = {"may": frozenset({Shown.ANSWERS}), "is_open": False, "late": "Written after the end."}
    yield Example("Answers alone, one late", _example(name, next(pk), Behaviour.DEFERRED_FEEDBACK, [save, finish], **alone))
    yield Example("Not answered", _example(name, next(pk), Behaviour.DEFERRED_FEEDBACK, [finish], may=EVERYTHING, is_open=False))


def _example(
    name: str,
    pk: int,
    behaviour: Behaviour,
    steps: list[Step],
    *,
    may: frozenset[Shown] = frozenset(),
    is_open: bool = True,
    is_flagged: bool = False,
    late: str = "",
) -> Sheet:
    definition = EXAMPLES[name]
    state: QuestionState = replay(definition, behaviour, steps)
    is_open = is_open and not state.name.is_finished
    comment = ""
    if state.name == StateName.NEEDS_GRADING and Shown.MARKS in may:
        state = apply(definition, behaviour, state, Step(kind=StepKind.GRADE, fraction=0.75))
        comment = "Well seen.\nSay also how you found them."
    question = _question(definition, pk, state, is_answered=bool(steps), is_flagged=is_flagged)
    files = [AttemptFile(pk=0, name="map-of-our-village.jpg", size=734_003)] if state.response.get("files") else []
    return sheet(
        question,
        unsaved_attempt(behaviour, "en"),
        state,
        pictures={},
        number=0 if isinstance(definition, Description) else question.pk - FIRST,
        is_open=is_open,
        may=may,
        files=files,
        comment=comment,
        late=late,
    )


def _question(definition: Definition, pk: int, state: QuestionState, *, is_answered: bool, is_flagged: bool) -> AttemptQuestion:
    version = QuestionVersion(
        definition=to_json(definition), language="en", content_hash=version_hash(definition, "en", {}), translations={}
    )
    return unsaved_question(
        version, state, pk=pk, seed=7, changed_at=now() if is_answered else None, revision=int(is_answered), is_flagged=is_flagged
    )
