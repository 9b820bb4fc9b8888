"""A GIFT file, block by block. A blank line ends a question; a line that begins with `//` is a comment, in which `[id:…]` and `[tag:…]`
count."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from ...engine.definition import Definition, Description
from ..base import Collector, Names, Problem, Read, Reading, Unreadable, decode, warning
from ..harmless import check_harmless
from ..moodle import category_names, name_of
from . import answers
from .escapes import WHITE, hide, show, without_noncharacters
from .texts import read_text

_CATEGORY = "$CATEGORY:"
_ID = re.compile(r"(?:^|(?<=[\s\]]))\[id:((?:\\\]|[^\]]){1,200})\]")
_TAG = re.compile(r"(?:^|(?<=[\s\]]))\[tag:((?:\\\]|[^\]<>`]){1,100})\]")
SILENT_ON = frozenset(
    re.findall(
        r"\w+",
        "default_mark correct_feedback partially_correct_feedback incorrect_feedback penalty hints shuffle use_case units unit_handling "
        "unit_penalty lines min_words max_words is_text_required min_files max_files response_template grader_info files",
    )
)
_BLANK = "_____"  # stands for the answer in a text that goes on after it


@dataclass(frozen=True)
class Block:
    line: int
    lines: list[str]


def read(data: bytes) -> Reading:
    collected = Collector()
    category: Names = ()
    for block in blocks(without_noncharacters(decode(data))):
        block, path = _after_category(block)
        if path is not None:
            category = category_names(path)
            collected.categories[category] = None
        try:
            question = read_question(block)
        except Unreadable as error:
            collected.refuse(replace(error.problem, line=error.problem.line or block.line))
        else:
            if question:
                collected.add(replace(question, category=category))
    return _with_warning(replace(collected.reading(), silent_on=SILENT_ON))


def blocks(text: str) -> Iterator[Block]:
    lines: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line := line.strip(WHITE):
            lines.append(line)
        elif lines:
            yield Block(number - len(lines), lines)
            lines = []
    if lines:
        yield Block(number - len(lines) + 1, lines)


def read_question(block: Block) -> Read | None:
    """None for a block of comments. Raises Unreadable."""
    comments = " ".join(line[2:] for line in block.lines if line.startswith("//"))
    text = hide("\n".join(" " if line.startswith("//") else line for line in block.lines).strip(WHITE))
    if not text:
        return None
    line = block.line + next(number for number, each in enumerate(block.lines) if not each.startswith("//"))
    name, text = _name_and_text(text)
    before, answer, after = _taken_apart(text, line)
    stem = read_text(before + after if answer is None or not after.strip(WHITE) else before + _BLANK + after)
    definition: Definition = Description(text=stem.words, format=stem.format)
    warnings: list[Problem] = []
    if answer is not None:
        definition, warnings = answers.read(stem, answer, line)
    if answer is not None and "{" in after:
        message = _("This question has a second pair of braces, which is read as text. A blank line has to end each question.")
        warnings = [*warnings, warning("second_braces", message, line=line, text=show(text))]
    check_harmless(definition, line=line)
    idnumber = _ID.search(comments)
    return Read(
        name=name_of(name, stem.words, stem.format),
        definition=definition,
        idnumber=_bare(idnumber[1]) if idnumber else "",
        tags=tuple(dict.fromkeys(_bare(tag) for tag in _TAG.findall(comments))),
        line=line,
        warnings=tuple(warnings),
    )


def _after_category(block: Block) -> tuple[Block, str | None]:
    """What is left of a block that begins by naming a category, and its path."""
    for number, line in enumerate(block.lines):
        if line.startswith(_CATEGORY):
            return Block(block.line + number + 1, block.lines[number + 1 :]), line[len(_CATEGORY) :].strip(WHITE)
        if not line.startswith("//"):
            break
    return block, None


def _name_and_text(text: str) -> tuple[str, str]:
    if text.startswith("::"):
        end = text.find("::", 2)
        if end >= 0:
            return show(text[2:end]), text[end + 2 :].strip(WHITE)
    return "", text


def _taken_apart(text: str, line: int) -> tuple[str, str | None, str]:
    """The text before the braces, what is in them (None where there are none) and the text after them."""
    start, end = text.find("{"), text.find("}")
    if start < 0 and end < 0:
        return text, None, ""
    if start < 0:
        message = _("This question has a closing brace } without an opening one {. A brace in a text is written \\{ or \\}.")
        raise Unreadable("brace", message, line=line, text=show(text))
    if end < 0:
        message = _("The brace { that begins the answers is not closed: } is missing, or a blank line stands before it.")
        raise Unreadable("brace", message, line=line, text=show(text))
    if end < start:
        message = _("In this question a closing brace } stands before the opening one {. A brace in a text is written \\{ or \\}.")
        raise Unreadable("brace", message, line=line, text=show(text))
    return text[:start], text[start + 1 : end].strip(WHITE), text[end + 1 :]


def _bare(value: str) -> str:
    return value.replace("\\]", "]").strip(WHITE)


def _with_warning(reading: Reading) -> Reading:
    """A file of another kind comes out as descriptions: nothing in it is between braces."""
    descriptions = sum(isinstance(question.definition, Description) for question in reading.questions)
    if descriptions < 2 or descriptions <= len(reading.questions) / 2:
        return reading
    message = _(
        "%(descriptions)s of %(all)s questions have no braces {…} and are read as texts without an answer. Perhaps this file is in another "
        "format."
    )
    found = warning("mostly_descriptions", message, descriptions=descriptions, all=len(reading.questions))
    return replace(reading, problems=(*reading.problems, found))
