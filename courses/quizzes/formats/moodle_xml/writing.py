"""Questions as Moodle XML. What Moodle has no place for stands in attributes and elements that Moodle passes over, so that nothing is
lost when the file comes back to us: ids that are not simply numbers, the order of partners, scales."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from ...engine.definition import Scale
from ...engine.translating import texts
from ..base import Names, Problem, Read, Unreadable, Written, excerpt, warning
from ..markup import pictures_in, xml_text
from ..moodle import category_path
from .lines import Lines
from .numbers import number_text
from .writing_kinds import WRITERS, gap_ids, text_of


def write_file(questions: Iterable[Read]) -> Written:
    pieces = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    problems: list[Problem] = []
    category: Names = ()
    for read in questions:
        try:
            lines = _question(read)
        except Unreadable as error:
            message = _("“%(name)s” is not in the file: %(reason)s")
            facts = {"name": read.name, "reason": str(error.problem)}
            problems.append(Problem(code=error.problem.code, message=message, facts=facts, line=read.line, excerpt=read.name))
            continue
        if isinstance(read.definition, Scale):
            problems.append(_no_scale(read))
        if read.category != category:
            category = read.category
            pieces += ['  <question type="category">', "    <category>", f"      <text>{xml_text(category_path(category))}</text>"]
            pieces += ["    </category>", "  </question>"]
        pieces += lines.lines
    return Written(data="\n".join([*pieces, "</quiz>", ""]).encode("utf-8"), problems=tuple(problems))


def _question(read: Read) -> Lines:
    definition = read.definition
    lines = Lines(definition.format, dict(read.files))
    name, body = WRITERS[definition.type]
    lines.open("question", 2, type=name, gaps=gap_ids(definition))
    lines.open("name")
    lines.add("text", read.name or excerpt(definition.text), 6)
    lines.close("name")
    shown = {picture for text in texts(definition).values() for picture in pictures_in(text)}
    lines.text("questiontext", text_of(definition), also=[each for each in read.files if each not in shown])
    lines.text("generalfeedback", definition.general_feedback)
    lines.add("defaultgrade", number_text(definition.default_mark))
    lines.add("penalty", number_text(definition.penalty))
    lines.add("hidden", 0)
    lines.add("idnumber", read.idnumber)
    body(definition, lines)
    for hint in definition.hints:
        lines.open("hint", format=lines.format_name())
        lines.inside(hint.text, 6)
        lines.lines += ["      <shownumcorrect/>"] * hint.show_right_count + ["      <clearwrong/>"] * hint.clear_wrong
        lines.close("hint")
    _tags(read.tags, lines)
    lines.close("question", 2)
    return lines


def _no_scale(read: Read) -> Problem:
    message = _("“%(name)s” is a scale, which Moodle does not have: it was written as a choice in which every level is right.")
    return warning("scale", message, line=read.line, text=read.name, name=read.name)


def _tags(tags: Sequence[str], lines: Lines) -> None:
    if tags:
        lines.open("tags")
        for tag in tags:
            lines.lines.append(f"      <tag><text>{xml_text(tag)}</text></tag>")
        lines.close("tags")
