"""Why an answer that is there is not whole yet, and what it lacks: such an answer is not checked, and may bring less than it could."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from ..engine import responses
from ..engine.definition import Cloze, Definition, DragWords, Essay, File, Match, Numerical, UnitHandling
from ..engine.grading import answered
from ..engine.state import StateName
from .words import figure


def unclear_words(definition: Definition, response: Mapping[str, Any]) -> str:
    if answered(definition, response) is StateName.TODO:
        return _("There is no answer to check yet.")
    if answered(definition, response) is StateName.COMPLETE:
        return _("Say also how sure you are.")
    match definition:
        case Match():
            return _("Something is chosen for some of the lines only.")
        case DragWords() if len(responses.placed(response, "gaps")) == len(definition.gaps):
            return _("A word stands in two gaps, and there is only one of it.")
        case Cloze() if any(isinstance(gap.question, Numerical) for gap in definition.gaps):
            return _("A gap is empty still, or there should be a number in it.")
        case Cloze() | DragWords():
            return _("A gap is empty still.")
        case Numerical(units=units, unit_handling=handling) if units and handling is not UnitHandling.NONE:
            number = {"example": f"{figure(12.5)} {units[0].name}"}
            return _("This cannot be read as a number with its unit. Write it like this: %(example)s.") % number
        case Numerical():
            return _("This cannot be read as a number. Write it like this: %(example)s.") % {"example": figure(12.5)}
        case Essay() | File():
            return _("This is not all that is asked for.")
    return ""
