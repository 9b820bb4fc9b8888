"""What is refused in a question whatever file it comes from: texts that would do something in a reader's browser, or hold it up."""

import re

from django.utils.translation import gettext_lazy as _

from ..engine.definition import Definition, Format
from ..engine.translating import texts
from .base import Unreadable
from .dangers import danger_in, danger_in_markdown, danger_in_plain, is_too_deep

MOST_CHARACTERS = 200_000  # of one text

_TYPED = re.compile(r"(^|\.)(answers\.[^.]*\.text|units\.\d+\.name)$")  # compared with what a learner types, never shown as HTML
_DANGER = {Format.PLAIN: danger_in_plain, Format.MARKDOWN: danger_in_markdown}


def check_harmless(definition: Definition, *, line: int | None = None, source: str = "") -> None:
    """Raises Unreadable."""
    find = _DANGER.get(definition.format, danger_in)
    for place, text in texts(definition).items():
        if len(text) > MOST_CHARACTERS:
            message = _("A text of this question is longer than %(most)s characters.")
            raise Unreadable("too_long", message, line=line, source=source, text=text, most=MOST_CHARACTERS)
        if _TYPED.search(place):
            continue
        if find is danger_in and is_too_deep(text):
            message = _("The elements of this file are too many, or too deep inside one another.")
            raise Unreadable("too_deep", message, line=line, source=source, text=text)
        if danger := find(text):
            message = _("This question holds a script or something else that acts by itself (“%(what)s”). It was left out.")
            raise Unreadable("script", message, line=line, source=source, text=text, what=danger)
