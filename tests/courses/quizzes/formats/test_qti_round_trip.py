"""What QTI can say of a question comes back from a package as it was; what it cannot is known."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from courses.quizzes.engine.definition import (
    MANUAL,
    UNMARKED,
    Cloze,
    DragWords,
    Essay,
    Format,
    Layout,
    MultiChoice,
    Numerical,
    ShortAnswer,
    UnitHandling,
)
from courses.quizzes.engine.translating import texts, translated
from courses.quizzes.formats.base import Read
from courses.quizzes.formats.markup import to_html
from courses.quizzes.formats.qti import Qti21, Qti30
from courses.quizzes.formats.qti.xhtml import to_html as from_xhtml
from courses.quizzes.formats.qti.xhtml import to_xhtml
from courses.quizzes.formats.safe_xml import parse

from ..engine.strategies import definitions

BOTH = [Qti21(), Qti30()]
WHOLE_TEXTS = {"text", "general_feedback", "correct_feedback", "partially_correct_feedback", "incorrect_feedback", "grader_info"}


def as_html(definition):
    """Every text as the HTML that QTI holds; what is typed stays as it is."""
    words = {}
    for place, text in texts(definition).items():
        if not (
            (isinstance(definition, ShortAnswer) and place.endswith(".text")) or (".question.answers." in place and place.endswith(".text"))
        ):
            html = to_html(text, definition.format, one_line=place not in WHOLE_TEXTS and not place.endswith("feedback"))
            words[place] = from_xhtml(parse(f"<x>{to_xhtml(html)}</x>".encode()).pieces, lambda element: None)
    return replace(translated(definition, words), format=Format.HTML)


def expressible(definition):
    """What is left of a question in QTI: no tries, no units, no layouts, no limits of words."""
    kept = replace(as_html(definition), hints=(), penalty=1 / 3)
    if isinstance(definition, MANUAL + UNMARKED):
        kept = replace(kept, correct_feedback="", partially_correct_feedback="", incorrect_feedback="")
    match kept:
        case Essay():
            return replace(kept, min_words=None, max_words=None, response_template="")
        case Numerical() | ShortAnswer():
            return kept_typed(kept)
        case Cloze():
            return replace(kept, gaps=tuple(replace(gap, layout=Layout.DROPDOWN, question=kept_gap(gap.question)) for gap in kept.gaps))
        case DragWords():
            numbers = {}
            return replace(
                kept, choices=tuple(replace(each, group=numbers.setdefault(each.group, len(numbers) + 1)) for each in kept.choices)
            )
    return kept


def kept_gap(question):
    if isinstance(question, MultiChoice):
        return replace(question, format=Format.HTML, choices=tuple(replace(each, feedback="") for each in question.choices))
    bare = replace(question, format=Format.HTML, answers=tuple(replace(each, feedback="") for each in question.answers))
    return kept_typed(bare)


def kept_typed(question):
    if isinstance(question, Numerical):
        return replace(question, units=(), unit_handling=UnitHandling.NONE, unit_penalty=0.1)
    return question


def can_be_written(definition):
    if isinstance(definition, Numerical):
        return definition.unit_handling != UnitHandling.GRADED
    if isinstance(definition, Cloze):
        questions = [gap.question for gap in definition.gaps]
        return all(can_be_written(each) and getattr(each, "single", True) for each in questions)
    return True


@pytest.mark.parametrize("qti", BOTH, ids=lambda qti: qti.key)
@given(definition=definitions())
@settings(max_examples=40)
def test_a_question_comes_back_as_far_as_qti_can_say_it(qti, definition):
    written = qti.write([Read(name="A question", definition=definition, category=("Вода", "a/b"), tags=("ліс",), idnumber="T & F")])
    reading = qti.read(written.data)

    assert [problem.severity for problem in written.problems].count("error") == (not can_be_written(definition))
    if can_be_written(definition):
        assert [str(problem) for problem in reading.problems] == []
        found = reading.questions[0]
        assert found.definition == expressible(definition)
        assert (found.name, found.category, found.tags, found.idnumber) == ("A question", ("Вода", "a/b"), ("ліс",), "T & F")
        assert [str(each) for each in found.warnings] == []
