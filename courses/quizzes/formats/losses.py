"""What of a question a format cannot hold: said when a file is written, never dropped in silence."""

from collections.abc import Collection, Iterable
from dataclasses import MISSING, fields
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .base import Problem, Read, Severity, excerpt

_PARTS: dict[str, str | Promise] = {
    "default_mark": _("marks"),
    "general_feedback": _("general feedback"),
    "correct_feedback": _("feedback for a right answer"),
    "partially_correct_feedback": _("feedback for a partly right answer"),
    "incorrect_feedback": _("feedback for a wrong answer"),
    "penalty": _("penalty for further tries"),
    "hints": _("hints"),
    "shuffle": _("whether choices are shuffled"),
    "single": _("whether several choices are right"),
    "use_case": _("whether capital letters matter"),
    "units": _("units"),
    "unit_handling": _("how units are marked"),
    "unit_penalty": _("how units are marked"),
    "grading": _("how an order is marked"),
    "lines": _("size of the answer field"),
    "min_words": _("number of words"),
    "max_words": _("number of words"),
    "is_text_required": _("whether a text is required"),
    "min_files": _("number of files"),
    "max_files": _("number of files"),
    "response_template": _("text to begin the answer with"),
    "grader_info": _("notes for the person who marks"),
    "true_feedback": _("feedback for the choices"),
    "false_feedback": _("feedback for the choices"),
}
PICTURES, TAGS, IDNUMBER, FORMATTING = _("pictures"), _("tags"), _("id"), _("formatting")
SINGLE = _("that only one choice is right")
CHOICE_FEEDBACK, FRACTIONS, CATEGORY, NAME = _("feedback for the choices"), _("parts of the marks"), _("category"), _("name")


def lost_fields(definition: Any, kept: Collection[str]) -> list[str | Promise]:
    """Fields outside of `kept` that say something else than nothing."""
    return [
        _PARTS[each.name]
        for each in fields(definition)
        if each.name in _PARTS and each.name not in kept and getattr(definition, each.name) != _default(each)
    ]


def says_less(question: Read, format: str | Promise, parts: Iterable[str | Promise]) -> Problem | None:
    """A warning that names the parts, None where there are none."""
    named = list(dict.fromkeys(str(part) for part in parts))
    if not named:
        return None
    return Problem(
        code="says_less",
        message=_("“%(name)s”: %(format)s cannot hold everything. Not in the file: %(parts)s."),
        facts={"name": question.name, "format": format, "parts": ", ".join(named)},
        line=question.line,
        excerpt=excerpt(question.definition.text),
        severity=Severity.WARNING,
    )


def not_written(question: Read, format: str | Promise) -> Problem:
    """An error for a question of a type that the format does not have."""
    message = _("“%(name)s” is not in the file: %(format)s has no questions of this type (%(type)s).")
    definition = question.definition
    facts = {"name": question.name, "format": format, "type": definition.type}
    return Problem(code="type_not_in_format", message=message, facts=facts, line=question.line, excerpt=excerpt(definition.text))


def _default(field: Any) -> Any:
    return None if field.default is MISSING else field.default
