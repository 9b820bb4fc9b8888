"""Choice questions with one right answer as an Aiken file. What it cannot hold is named."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from django.utils.translation import gettext_lazy as _

from ...engine.definition import Format, MultiChoice
from ..base import Problem, Read, Unreadable, Written
from ..losses import CATEGORY, CHOICE_FEEDBACK, FORMATTING, FRACTIONS, IDNUMBER, NAME, PICTURES, TAGS, lost_fields, not_written, says_less
from ..moodle import name_of
from .reading import read

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_TAG = re.compile(r"<[^<>]*>")
_MARKDOWN_SIGN = re.compile(r"[*_`#\[\]<>\\|~]|^[-+]|^\d+[.)]", re.MULTILINE)


def write(questions: Iterable[Read]) -> Written:
    blocks: list[str] = []
    problems: list[Problem] = []
    for question in questions:
        definition = question.definition
        if not isinstance(definition, MultiChoice):
            problems.append(not_written(question, "Aiken"))
            continue
        block = _block(definition)
        if block is None or not _reads_the_same(block, definition):
            problems.append(_not_expressible(question))
            continue
        blocks.append(block)
        if loss := says_less(question, "Aiken", _lost(question, definition)):
            problems.append(loss)
    return Written(data="\n\n".join(blocks).encode() + b"\n", problems=tuple(problems))


def _block(definition: MultiChoice) -> str | None:
    """None where no choice, or more than one, is the best."""
    best = max((choice.fraction for choice in definition.choices), default=0.0)
    right = [number for number, choice in enumerate(definition.choices) if choice.fraction == best]
    if len(right) != 1 or len(definition.choices) > len(_LETTERS) or not definition.single:
        return None
    choices = [f"{key}) {_line(choice.text, definition.format)}" for key, choice in zip(_LETTERS, definition.choices, strict=False)]
    return "\n".join([_line(definition.text, definition.format), *choices, f"ANSWER: {_LETTERS[right[0]]}"])


def _line(text: str, format: Format) -> str:
    if format in {Format.HTML, Format.MOODLE}:
        text = unescape(_TAG.sub(" " if format == Format.HTML else "", text))
    return " ".join(text.split())


def _reads_the_same(block: str, definition: MultiChoice) -> bool:
    reading = read(block.encode())
    if len(reading.questions) != 1 or reading.problems:
        return False
    again = reading.questions[0].definition
    written = [_line(definition.text, definition.format), *(_line(choice.text, definition.format) for choice in definition.choices)]
    return isinstance(again, MultiChoice) and [again.text, *(choice.text for choice in again.choices)] == written


def _not_expressible(question: Read) -> Problem:
    message = _("“%(name)s” is not in the file: Aiken has questions with one right choice and short texts only.")
    return Unreadable("not_expressible", message, line=question.line, text=question.definition.text, name=question.name).problem


def _lost(question: Read, definition: MultiChoice) -> Iterator[Any]:
    yield from lost_fields(definition, set())
    texts = [definition.text, *(choice.text for choice in definition.choices)]
    if any(choice.feedback for choice in definition.choices):
        yield CHOICE_FEEDBACK
    if any(choice.fraction not in {0, 1} for choice in definition.choices):
        yield FRACTIONS
    if any(_is_formatted(text, definition.format) for text in texts):
        yield FORMATTING
    if question.name != name_of("", _line(definition.text, definition.format), Format.PLAIN):
        yield NAME
    said = {CATEGORY: question.category, TAGS: question.tags, IDNUMBER: question.idnumber, PICTURES: question.files}
    yield from (part for part, value in said.items() if value)


def _is_formatted(text: str, format: Format) -> bool:
    text = text.strip()
    is_marked = bool(_MARKDOWN_SIGN.search(text)) if format == Format.MARKDOWN else text != _line(text, format)
    return is_marked or "\n" in text
