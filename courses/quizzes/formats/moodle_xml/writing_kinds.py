"""What each type of question writes between its common elements."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from ...engine.definition import (
    Cloze,
    Definition,
    Description,
    DragWords,
    Essay,
    File,
    Format,
    Match,
    MultiChoice,
    Numerical,
    Ordering,
    OrderingGrading,
    Question,
    Scale,
    ShortAnswer,
    TrueFalse,
    UnitHandling,
)
from ..base import Unreadable
from ..moodle import letter
from .cloze import ids_and_weights, write_cloze
from .lines import Lines
from .numbers import as_percent, number_text

_ORDERING = {
    OrderingGrading.ALL_OR_NOTHING: "ALL_OR_NOTHING",
    OrderingGrading.ABSOLUTE_POSITION: "ABSOLUTE_POSITION",
    OrderingGrading.RELATIVE_NEXT: "RELATIVE_NEXT_EXCLUDE_LAST",
}
_PLACE = re.compile(r"\[\[([^\[\]]+)\]\]")
_MOST_LEVELS = 100


def text_of(definition: Definition) -> str:
    """The text of a question with its gaps as Moodle writes them."""
    if isinstance(definition, Cloze):
        return write_cloze(definition.text, definition.format, definition.gaps)
    if isinstance(definition, DragWords):
        places = {choice.id: place for place, choice in enumerate(definition.choices, 1)}
        numbers = {gap.id: places[gap.choice] for gap in definition.gaps}
        return _PLACE.sub(lambda found: f"[[{numbers[found[1]]}]]" if found[1] in numbers else found[0], definition.text)
    return definition.text


def gap_ids(definition: Definition) -> str:
    """Ids of gaps, for an attribute that Moodle passes over; empty where they are numbers anyway."""
    if isinstance(definition, Cloze):
        return ids_and_weights(definition.gaps)
    if isinstance(definition, DragWords):
        in_text = [found for found in _PLACE.findall(definition.text) if found in {gap.id for gap in definition.gaps}]
        usual = [str(place) for place in range(1, len(in_text) + 1)]
        return "" if in_text == usual or any(" " in each for each in in_text) else " ".join(in_text)
    return ""


def _multichoice(question: MultiChoice, lines: Lines) -> None:
    lines.add("single", "true" if question.single else "false")
    lines.add("shuffleanswers", "true" if question.shuffle else "false")
    lines.add("answernumbering", "abc")
    _combined(question, lines)
    for choice, own_id in _ids(question.choices):
        _answer(lines, choice.text, choice.fraction, choice.feedback, own_id=own_id)


def _truefalse(question: TrueFalse, lines: Lines) -> None:
    _combined(question, lines, always=False)
    for text, is_right, feedback in (
        ("true", question.correct, question.true_feedback),
        ("false", not question.correct, question.false_feedback),
    ):
        _answer(lines, text, float(is_right), feedback, own=Format.MOODLE)


def _match(question: Match, lines: Lines) -> None:
    lines.add("shuffleanswers", "true" if question.shuffle else "false")
    _combined(question, lines)
    used = {stem.option for stem in question.stems}
    options = {option.id: option for option in question.options}
    if any(not stem.text.strip() for stem in question.stems) or any(not option.text.strip() for option in question.options):
        raise Unreadable("match_empty", _("A line or a partner of this matching question is empty."))
    pairs = [(stem.id, stem.text, stem.option) for stem in question.stems]
    pairs += [("", "", option.id) for option in question.options if option.id not in used]
    for place, (own_id, text, option) in enumerate(pairs, 1):
        lines.open("subquestion", format=lines.format_name(), id=own_id or f"extra-{place}")
        lines.inside(text, 6)
        number = next(number for number, each in enumerate(question.options) if each.id == option)
        lines.open("answer", 6, id=option, place=str(number))
        lines.add("text", options[option].text, 8)
        lines.close("answer", 6)
        lines.close("subquestion")


def _ordering(question: Ordering, lines: Lines) -> None:
    lines.add("layouttype", "VERTICAL")
    lines.add("selecttype", "ALL")
    lines.add("selectcount", 0)
    lines.add("gradingtype", _ORDERING[question.grading])
    lines.add("showgrading", "SHOW")
    lines.add("numberingstyle", "none")
    _combined(question, lines)
    for place, (item, own_id) in enumerate(_ids(question.items), 1):
        _answer(lines, item.text, place / 100, "", own_id=own_id)


def _shortanswer(question: ShortAnswer, lines: Lines) -> None:
    lines.add("usecase", int(question.use_case))
    _combined(question, lines, always=False)
    for answer, own_id in _ids(question.answers):
        _answer(lines, answer.text, answer.fraction, answer.feedback, own_id=own_id, own=Format.MOODLE)


def _numerical(question: Numerical, lines: Lines) -> None:
    _combined(question, lines, always=False)
    for answer, own_id in _ids(question.answers):
        tolerance = number_text(answer.tolerance)
        _answer(lines, number_text(answer.value), answer.fraction, answer.feedback, own_id=own_id, own=Format.MOODLE, tolerance=tolerance)
    if question.units:
        lines.open("units")
        for unit in question.units:
            lines.open("unit", 6)
            lines.add("multiplier", number_text(1 / unit.multiplier), 8)
            lines.add("unit_name", unit.name, 8)
            lines.close("unit", 6)
        lines.close("units")
    lines.add("unitgradingtype", int(question.unit_handling == UnitHandling.GRADED))
    lines.add("unitpenalty", number_text(question.unit_penalty))
    lines.add("showunits", 3 if question.unit_handling == UnitHandling.NONE else 0)
    lines.add("unitsleft", 0)


def _cloze(question: Cloze, lines: Lines) -> None:
    _combined(question, lines, always=False)


def _drag_words(question: DragWords, lines: Lines) -> None:
    lines.add("shuffleanswers", int(question.shuffle))
    _combined(question, lines)
    for choice, own_id in _ids(question.choices):
        lines.open("dragbox", id=own_id)
        lines.add("text", choice.text, 6)
        lines.add("group", choice.group, 6)
        lines.lines += ["      <infinite/>"] * choice.is_unlimited
        lines.close("dragbox")


def _essay(question: Essay, lines: Lines) -> None:
    _combined(question, lines, always=False)
    lines.add("responseformat", "editor")
    lines.add("responserequired", int(question.is_text_required))
    lines.add("responsefieldlines", question.lines)
    lines.add("minwordlimit", question.min_words or "")
    lines.add("maxwordlimit", question.max_words or "")
    _attachments(question.max_files, question.min_files, lines)
    lines.text("graderinfo", question.grader_info)
    lines.text("responsetemplate", question.response_template)


def _file(question: File, lines: Lines) -> None:
    _combined(question, lines, always=False)
    lines.add("responseformat", "noinline")
    lines.add("responserequired", 0)
    _attachments(question.max_files, question.min_files, lines)
    lines.text("graderinfo", question.grader_info)


def _attachments(most: int, least: int, lines: Lines) -> None:
    lines.add("attachments", most)
    lines.add("attachmentsrequired", least)


def _description(question: Description, lines: Lines) -> None:
    _combined(question, lines, always=False)


def _scale(question: Scale, lines: Lines) -> None:
    """A choice without marks for Moodle, and the scale itself for us."""
    levels = range(question.min, question.max + 1)
    if len(levels) > _MOST_LEVELS:
        raise Unreadable("scale", _("This scale has too many levels to be written as a choice."))
    lines.add("single", "true")
    lines.add("shuffleanswers", "false")
    lines.add("answernumbering", "none")
    _combined(question, lines)
    for level in levels:
        end = {question.min: question.low, question.max: question.high}.get(level, "")
        _answer(lines, f"{level} {end}".strip(), 1.0, "")
    lines.open("scale", min=str(question.min), max=str(question.max))
    for name, text in (("low", question.low), ("high", question.high)):
        lines.open(name, 6)
        lines.add("text", text, 8)
        lines.close(name, 6)
    lines.close("scale")


WRITERS: dict[str, tuple[str, Callable[[Any, Lines], None]]] = {
    "multichoice": ("multichoice", _multichoice),
    "truefalse": ("truefalse", _truefalse),
    "match": ("matching", _match),
    "ordering": ("ordering", _ordering),
    "shortanswer": ("shortanswer", _shortanswer),
    "numerical": ("numerical", _numerical),
    "multianswer": ("cloze", _cloze),
    "ddwtos": ("ddwtos", _drag_words),
    "essay": ("essay", _essay),
    "file": ("essay", _file),
    "description": ("description", _description),
    "scale": ("multichoice", _scale),
}


def _combined(question: Question, lines: Lines, *, always: bool = True) -> None:
    """Feedback on the whole answer: always where Moodle has it, elsewhere only what there is."""
    for name, text in (
        ("correctfeedback", question.correct_feedback),
        ("partiallycorrectfeedback", question.partially_correct_feedback),
        ("incorrectfeedback", question.incorrect_feedback),
    ):
        if always or text:
            lines.text(name, text)


def _answer(
    lines: Lines, text: str, fraction: float, feedback: str, *, own_id: str = "", own: Format | None = None, tolerance: str = ""
) -> None:
    lines.open("answer", fraction=as_percent(fraction), format=lines.format_name(own), id=own_id)
    lines.inside(text, 6)
    lines.text("feedback", feedback, 6)
    if tolerance:
        lines.add("tolerance", tolerance, 6)
    lines.close("answer")


def _ids(parts: Sequence[Any]) -> list[tuple[Any, str]]:
    """Each with its id, or without one where the ids are those that a reader gives anyway."""
    are_usual = [part.id for part in parts] == [letter(place) for place in range(1, len(parts) + 1)]
    return [(part, "" if are_usual else part.id) for part in parts]
