"""What is refused in a question whatever file it comes from: texts that would do something in a reader's browser."""

import re

from django.utils.translation import gettext_lazy as _

from ..engine.definition import Definition, Format
from ..engine.translating import texts
from .base import Unreadable
from .markup import danger_in

_TYPED = re.compile(r"(^|\.)(answers\.[^.]*\.text|units\.\d+\.name)$")  # compared with what a learner types, never shown as HTML


def check_harmless(definition: Definition, *, line: int | None = None, source: str = "") -> None:
    """Raises Unreadable."""
    if definition.format in (Format.PLAIN, Format.MARKDOWN):  # whose HTML is shown as text
        return
    for place, text in texts(definition).items():
        danger = None if _TYPED.search(place) else danger_in(text)
        if danger:
            message = _("This question holds a script or something else that acts by itself (“%(what)s”). It was left out.")
            raise Unreadable("script", message, line=line, source=source, text=text, what=danger)
