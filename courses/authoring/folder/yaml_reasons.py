"""What PyYAML finds wrong, in words for people who never heard of scalars and mappings."""

import re

import yaml

from .reasons import Reason
from .reasons import reason as _

SIGN = re.compile(r"(?:found character|the node content, but found) '(.)'")
SIGNS = {"alias": "*", "anchor": "&", "constructor for the tag": "!", "a comment or a line break": ">"}
INDENTED = ("expected <block end>", "expected '<document start>'")


def problem_of(error: Exception, source: str) -> tuple[int, Reason]:
    """The line, counted from 0, and what to mend there."""
    if isinstance(error, yaml.reader.ReaderError):
        code = f"{ord(error.character):04X}" if isinstance(error.character, str) else f"{error.character:04X}"
        return source[: error.position].count("\n"), _("there is a sign that nobody can see (number %(code)s): remove it", code=code)
    if not isinstance(error, yaml.MarkedYAMLError):
        return 0, _("a day or a number does not exist or cannot be read: if it is meant as text, put it in quotes")
    problem, context = str(error.problem or ""), str(error.context or "")
    begins_before = "flow" in context or "end of stream" in problem or "expected ':'" in problem
    mark = error.context_mark if begins_before and error.context_mark else error.problem_mark or error.context_mark
    lines = source.rstrip().split("\n")
    line = min(mark.line, len(lines) - 1) if mark else 0
    before = lines[line][: mark.column] if mark else ""
    return line, _reason(problem, context, before)


def no_colon() -> Reason:
    return _("this line has no colon: write key: value")


def _reason(problem: str, context: str, before: str) -> Reason:
    named = SIGN.search(problem)
    sign = next((sign for words, sign in SIGNS.items() if words in problem or words in context), named[1] if named else "")
    if "\\t" in problem or "tab character" in problem:
        return _("there is a tab before the words: use spaces in its place")
    if "mapping values are not allowed" in problem and ":" in before:
        return _('a text with a colon in it needs quotes: title: "Needs: a list"')
    if "mapping values are not allowed" in problem or problem.startswith(INDENTED):
        return _("this line begins further right or left than the others, or something follows after a closed quotation mark")
    if "flow" in context:
        return _("a bracket is opened and not closed, or a comma is missing: [management, projects]")
    if sign:
        return _("a text that begins with `%(sign)s` needs quotes", sign=sign)
    if "end of stream" in problem:
        return _("a quotation mark is opened and never closed")
    if "expected ':'" in problem:
        return no_colon()
    if "escape character" in problem:
        return _("a backslash cannot stand between double quotes: take single quotes")
    return _("this cannot be read as YAML: look at the colons, the quotes and the spaces before the words, here and one line above")
