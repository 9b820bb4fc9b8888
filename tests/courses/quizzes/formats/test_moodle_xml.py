"""Moodle XML: what each construct becomes, and that nothing is lost on the way out and back."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from courses.quizzes.engine.definition import Choice, Cloze, MultiChoice, Numerical, UnitHandling
from courses.quizzes.formats.base import Read
from courses.quizzes.formats.moodle_xml import MoodleXml

from ..engine.strategies import definitions, texts

FORMAT = MoodleXml()
CHOICES = (Choice(id="1", text="a", fraction=1.0), Choice(id="2", text="b"))
NAMES = st.lists(st.sampled_from(["Вода", "a/b", "Ліс & поле", "x <1>"]), max_size=2, unique=True).map(tuple)


def as_kept(definition):
    """What Moodle XML keeps: everything but the unused penalty of a number without units, and layouts that a gap's type does not have."""
    if isinstance(definition, Cloze):
        gaps = tuple(replace(gap, layout=kept_layout(gap), question=kept_gap(definition, gap.question)) for gap in definition.gaps)
        return replace(definition, gaps=gaps)
    return definition


def kept_layout(gap):
    if not isinstance(gap.question, MultiChoice):
        return "dropdown"
    return "vertical" if gap.layout == "dropdown" and not gap.question.single else gap.layout


def kept_gap(definition, question):
    kept = replace(question, format=definition.format)
    if isinstance(question, Numerical):
        kept = replace(kept, units=(), unit_handling=UnitHandling.NONE, unit_penalty=0.1)
    return kept


@given(definitions(), texts, NAMES, st.lists(st.sampled_from(["ліс", "a & b"]), unique=True).map(tuple), st.sampled_from(["", "T & F"]))
def test_a_question_comes_back_as_it_was(definition, name, category, tags, idnumber):
    assume(not (isinstance(definition, Cloze) and any(getattr(gap.question, "units", ()) for gap in definition.gaps)))
    question = Read(name=name, definition=definition, category=category, tags=tags, idnumber=idnumber)

    written = FORMAT.write([question])
    reading = FORMAT.read(written.data)

    assert [problem for problem in written.problems if problem.severity == "error"] == []
    assert [str(problem) for problem in reading.problems] == []
    found = reading.questions[0]
    assert found.definition == as_kept(definition)
    assert (found.name, found.category, found.tags, found.idnumber) == (name, category, tags, idnumber)


@pytest.mark.parametrize("text", ["<b>a</b> & ]]> b", "\u0000x\u000b", "a\r\nb", "😀 \ud7ff"])
def test_any_character_that_xml_knows_comes_back(text):
    question = Read(name="x", definition=MultiChoice(text=text, format="html", choices=CHOICES))

    found = FORMAT.read(FORMAT.write([question]).data).questions[0]

    assert found.definition.text == text.replace("\u0000", "").replace("\u000b", "").strip()
