"""What stands between the braces, by its type: the first sign that fits decides, in Moodle's order."""

import re
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from ...engine.definition import (
    Answer,
    Choice,
    Definition,
    Essay,
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
from ..base import Problem, Unreadable, warning
from ..moodle import letter, number_in, snapped
from ..texts import Text, common_format, in_format
from .escapes import WHITE, show
from .texts import read_text, with_feedback

_WEIGHT = re.compile(r"%(-{0,3}\d{1,9}(?:\.\d{0,20})?)%")
_ORDER = re.compile(r">(?:all|\d{0,4})(?:[ \t]+\w+)*[ \t]*\n", re.IGNORECASE)
_GRADING = {
    "ALL_OR_NOTHING": OrderingGrading.ALL_OR_NOTHING,
    "ABSOLUTE_POSITION": OrderingGrading.ABSOLUTE_POSITION,
    "ABSOLUTE": OrderingGrading.ABSOLUTE_POSITION,
    "RELATIVE_NEXT_EXCLUDE_LAST": OrderingGrading.RELATIVE_NEXT,
}
_MOST = 1000  # answers to one question
_TRUE, _FALSE = {"T", "TRUE"}, {"F", "FALSE"}
Result = tuple[Definition, list[Problem]]


def read(stem: Text, answer: str, line: int) -> Result:
    """Raises Unreadable."""
    answer, sign, general = _rpartition(answer, "####")
    general_feedback = read_text(general, stem.format) if sign else Text()
    if not answer:
        return _essay(stem, general_feedback), []
    reader = _reader_of(answer)
    return reader(stem, general_feedback, answer, line)


def _rpartition(text: str, sign: str) -> tuple[str, str, str]:
    before, found, after = text.rpartition(sign)
    return (before.strip(WHITE), found, after) if found else (text, "", "")


def _reader_of(answer: str) -> Any:
    if answer.startswith("#"):
        return _numerical
    if _ORDER.match(answer):
        return _ordering
    if "~" in answer:
        return _multichoice
    if "=" in answer and "->" in answer:
        return _match
    return _truefalse if _without_feedback(answer) in _TRUE | _FALSE else _shortanswer


def _without_feedback(answer: str) -> str:
    return answer.partition("#")[0].strip(WHITE)


def _essay(stem: Text, general: Text) -> Definition:
    format = common_format(stem, general)
    return Essay(text=in_format(stem, format), format=format, general_feedback=in_format(general, format))


def _multichoice(stem: Text, general: Text, answer: str, line: int) -> Result:
    lines = _split(answer.replace("=", "~="), "~", at_least=2, line=line)
    read = []
    for each in lines:
        is_right = each.startswith("=")
        percent, text = weight(each[1:].strip(WHITE) if is_right else each)
        fraction = percent if percent is not None else float(is_right)
        read.append((fraction, *with_feedback(text, stem.format)))
    format = common_format(stem, general, *(text for _fraction, *texts in read for text in texts))
    definition = MultiChoice(
        text=in_format(stem, format),
        format=format,
        general_feedback=in_format(general, format),
        single="=" in answer,
        choices=tuple(
            Choice(id=letter(number), text=in_format(text, format), fraction=fraction, feedback=in_format(feedback, format))
            for number, (fraction, text, feedback) in enumerate(read)
        ),
    )
    return definition, _marks_warnings(definition, stem, line)


def _marks_warnings(definition: MultiChoice, stem: Text, line: int) -> list[Problem]:
    fractions = [choice.fraction for choice in definition.choices]
    best = max(fractions) if definition.single else sum(fraction for fraction in fractions if fraction > 0)
    if abs(best - 1) < 0.02:
        return []
    message = _("The best answer to this question gets %(percent)s%% of the marks, not 100%%.")
    return [warning("full_marks", message, line=line, text=stem.words, percent=f"{best * 100:g}")]


def _match(stem: Text, general: Text, answer: str, line: int) -> Result:
    read: list[tuple[Text, str]] = []
    for each in _split(answer, "=", at_least=2, line=line):
        left, arrow, right = each.partition("->")
        if not arrow:
            message = _("In a matching question each line is written “=this -> that”; this line has no ->.")
            raise Unreadable("match", message, line=line, text=show(each))
        read.append((read_text(left, stem.format), show(right).strip(WHITE)))
    format = common_format(stem, general, *(text for text, _option in read))
    options = {option: str(number) for number, option in enumerate(dict.fromkeys(option for _text, option in read), 1)}
    stems = [Stem(id=letter(number), text=in_format(text, format), option=options[option]) for number, (text, option) in enumerate(read)]
    definition = Match(
        text=in_format(stem, format),
        format=format,
        general_feedback=in_format(general, format),
        stems=tuple(each for each in stems if each.text),
        options=tuple(Part(id=key, text=option) for option, key in options.items()),
    )
    return definition, []


def _truefalse(stem: Text, general: Text, answer: str, line: int) -> Result:
    said, wrong, right = [*answer.split("#", 2), "", ""][:3]
    for_wrong, for_right = read_text(wrong, stem.format), read_text(right, stem.format)
    format = common_format(stem, general, for_wrong, for_right)
    correct = said.strip(WHITE) in _TRUE
    definition = TrueFalse(
        text=in_format(stem, format),
        format=format,
        general_feedback=in_format(general, format),
        correct=correct,
        true_feedback=in_format(for_right if correct else for_wrong, format),
        false_feedback=in_format(for_wrong if correct else for_right, format),
    )
    return definition, []


def _shortanswer(stem: Text, general: Text, answer: str, line: int) -> Result:
    read = []
    for each in _split(answer, "=", at_least=1, line=line):
        percent, text = weight(each)
        read.append((1.0 if percent is None else percent, *with_feedback(text, stem.format)))
    format = common_format(stem, general, *(feedback for _fraction, _text, feedback in read))
    definition = ShortAnswer(
        text=in_format(stem, format),
        format=format,
        general_feedback=in_format(general, format),
        answers=tuple(
            Answer(id=letter(number), text=text.words, fraction=fraction, feedback=in_format(feedback, format))
            for number, (fraction, text, feedback) in enumerate(read)
        ),
    )
    if _without_feedback(answer).upper() in _TRUE | _FALSE:
        message = _("This is read as a short answer to be typed. For true or false, write TRUE or FALSE in capital letters.")
        return definition, [warning("true_in_small_letters", message, line=line, text=stem.words)]
    return definition, []


def _numerical(stem: Text, general: Text, answer: str, line: int) -> Result:
    answer, tilde, wrong = answer[1:].partition("~")
    read = []
    for each in _split(answer, "=", at_least=1, line=line):
        percent, text = weight(each)
        number, _sign, feedback = text.partition("#")
        read.append((1.0 if percent is None else percent, *_value_and_tolerance(number, line), read_text(feedback, stem.format)))
    if tilde and with_feedback(wrong, stem.format)[1].words:
        read.append((0.0, None, 0.0, with_feedback(wrong, stem.format)[1]))
    format = common_format(stem, general, *(feedback for *_numbers, feedback in read))
    definition = Numerical(
        text=in_format(stem, format),
        format=format,
        general_feedback=in_format(general, format),
        answers=tuple(
            NumericalAnswer(id=letter(number), value=value, tolerance=tolerance, fraction=fraction, feedback=in_format(feedback, format))
            for number, (fraction, value, tolerance, feedback) in enumerate(read)
        ),
    )
    return definition, []


def _value_and_tolerance(text: str, line: int) -> tuple[float | None, float]:
    """`5`, `5:0.1` (± 0.1), `4..6`, or `*` for any number."""
    text = show(text).strip(WHITE)
    if text.find("..") > 0:
        low, _dots, high = text.partition("..")
        middle = (number_in(high, line) + number_in(low, line)) / 2
        return middle, abs(number_in(high, line) - middle)
    value, colon, tolerance = text.partition(":") if text.find(":") > 0 else (text, "", "")
    return None if value.strip(WHITE) == "*" else number_in(value, line), abs(number_in(tolerance, line)) if colon else 0.0


def _ordering(stem: Text, general: Text, answer: str, line: int) -> Result:
    """Moodle's type of question with this name: `{>all ALL VERTICAL RELATIVE_NEXT_EXCLUDE_LAST SHOW none`, then a line for each."""
    head, _end, rest = answer.partition("\n")
    items = [read_text(each, stem.format) for each in _split(rest, "\n", at_least=2, line=line)]
    format = common_format(stem, general, *items)
    said = [word for word in head.upper().split() if word in _GRADING or word.startswith("RELATIVE")]
    grading = _GRADING.get(said[0], OrderingGrading.RELATIVE_NEXT) if said else OrderingGrading.ABSOLUTE_POSITION
    definition = Ordering(
        text=in_format(stem, format),
        format=format,
        general_feedback=in_format(general, format),
        grading=grading,
        items=tuple(Part(id=letter(number), text=in_format(item, format)) for number, item in enumerate(items)),
    )
    if said and said[0] not in _GRADING:
        message = _(
            "The way in which this order is marked in Moodle (%(grading)s) is not known here. What follows each line is marked instead."
        )
        return definition, [warning("order_grading", message, line=line, text=stem.words, grading=said[0])]
    return definition, []


def _split(answer: str, sign: str, *, at_least: int, line: int) -> Sequence[str]:
    if answer.count(sign) > _MOST:
        raise Unreadable("too_many_answers", _("This question has more than %(most)s answers."), line=line, text=show(answer), most=_MOST)
    parts = [part.strip(WHITE) for part in answer.split(sign)]
    if not parts[0]:
        del parts[0]
    if len(parts) < at_least:
        raise _too_few(at_least, line, answer)
    return parts


def _too_few(at_least: int, line: int, answer: str) -> Unreadable:
    if at_least == 1:
        return Unreadable("too_few_answers", _("This question needs an answer."), line=line, text=show(answer))
    message = _("This question needs at least %(least)s answers.")
    return Unreadable("too_few_answers", message, line=line, text=show(answer), least=at_least)


def weight(text: str) -> tuple[float | None, str]:
    """`%50%text` gives 0.5 and the text."""
    found = _WEIGHT.match(text)
    if not found:
        return None, text
    sign = -1 if found[1].startswith("-") else 1
    fraction = sign * float(found[1].lstrip("-")) / 100
    return snapped(max(-1.0, min(1.0, fraction))), text[found.end() :]
