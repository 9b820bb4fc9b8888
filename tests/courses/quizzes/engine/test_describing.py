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
    Format,
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
from courses.quizzes.engine.describing import as_text, right_as_text

CHOICES = (Choice(id="a", text="An <b>apple</b> &amp; co", fraction=1.0), Choice(id="b", text="A pear"), Choice(id="c", text="<img src=x>"))
ONE = MultiChoice(format=Format.HTML, choices=CHOICES)
SEVERAL = MultiChoice(single=False, choices=CHOICES)
PAIRS = Match(
    stems=(Stem(id="s1", text="Kyiv", option="ua"), Stem(id="s2", text="Brno", option="cz")),
    options=(Part(id="ua", text="Ukraine"), Part(id="cz", text="Czechia")),
)
ORDER = Ordering(items=(Part(id="a", text="first"), Part(id="b", text="second")))
WORDS = ShortAnswer(answers=(Answer(id="w", text="water"), Answer(id="rest", text="x*", fraction=0.0)))
NUMBER = Numerical(answers=(NumericalAnswer(id="n", value=5.0, tolerance=1.0),))
CLOZE = Cloze(gaps=(Gap(id="g1", question=ONE), Gap(id="g2", question=WORDS), Gap(id="g3", question=SEVERAL)))
DRAG = DragWords(
    gaps=(DragGap(id="g1", choice="x"), DragGap(id="g2", choice="y")),
    choices=(DragChoice(id="x", text="cat"), DragChoice(id="y", text="dog")),
)
TRUE = TrueFalse(correct=True)


@pytest.mark.parametrize(
    ("definition", "response", "text"),
    [
        (ONE, {"choice": "a"}, "An apple & co"),
        (ONE, {"choice": "c"}, "c"),  # a picture: its id
        (SEVERAL, {"choices": ["a", "b"]}, "An <b>apple</b> &amp; co; A pear"),
        (TRUE, {"choice": "true"}, "Ano"),
        (PAIRS, {"pairs": {"s1": "cz", "s2": "cz"}}, "Kyiv → Czechia; Brno → Czechia"),
        (PAIRS, {"pairs": {"s2": "gone"}}, "Brno → gone"),
        (ORDER, {"order": ["b", "a"]}, "second; first"),
        (WORDS, {"text": " Water "}, "Water"),
        (WORDS, {"text": "fire"}, "fire"),
        (NUMBER, {"text": "4,5"}, "4,5"),
        (NUMBER, {"text": "many"}, "many"),
        (
            CLOZE,
            {"gaps": {"g1": "b", "g3": ["a", "c"]}},
            "A pear; …; An <b>apple</b> &amp; co; <img src=x>",
        ),
        (CLOZE, {"gaps": {"g2": "xyz"}}, "…; xyz; …"),
        (DRAG, {"gaps": {"g2": "x"}}, "…; cat"),
        (Essay(max_files=2), {"text": "One.\nTwo.", "files": [1, 2]}, "One.\nTwo.\nphoto.jpg; #2"),
        (File(), {"files": [1]}, "photo.jpg"),
        (Scale(), {"level": 3}, "3"),
        (Scale(min=0), {"level": 0}, "0"),
        (Description(text="Read this."), {}, ""),
        (ONE, {}, ""),
        (CLOZE, {"certainty": "1"}, ""),
    ],
)
def test_an_answer_in_words(definition, response, text):
    assert as_text(definition, response, words={"true": "Ano", "false": "Ne"}, names={1: "photo.jpg"}) == text


@pytest.mark.parametrize(
    ("definition", "text"),
    [
        (ONE, "An apple & co"),
        (TRUE, "true"),
        (PAIRS, "Kyiv → Ukraine; Brno → Czechia"),
        (ORDER, "first; second"),
        (WORDS, "water"),
        (NUMBER, "5"),
        (DRAG, "cat; dog"),
        (Essay(), ""),
    ],
)
def test_the_right_answer_in_words(definition, text):
    assert right_as_text(definition) == text
