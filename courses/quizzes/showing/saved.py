"""What is said about a save, in whole sentences."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.core.log.models import Revision
from lms.core.log.wording import when_words
from lms.core.saving.sent import not_understood

from ..engine.responses import ResponseError


def saved_words(at: datetime | None, outcome: str = Revision.Outcome.APPLIED, note: str = "") -> str:
    """ "Saved 14:02", and what became of an answer given in two places. Nothing for what was never saved."""
    if at is None:
        return ""
    words = {"when": when_words(at)}
    if outcome == Revision.Outcome.MERGED:
        said = _("Saved %(when)s, together with what was answered in another tab or on another device") % words
    elif outcome == Revision.Outcome.KEPT:
        said = _("Saved %(when)s. In another tab or on another device the answer was different: what came last stands") % words
    else:
        said = _("Saved %(when)s") % words
    return f"{said}. {note}" if note else said


def refusal_words(error: ResponseError) -> str:
    """Why an answer is not one that this question can have."""
    match error.code:
        case "too_long":
            limit = f"{error.facts['limit']:,}".replace(",", "\u00a0")
            return _("The answer is longer than %(limit)s characters. Shorten it and save again.") % {"limit": limit}
        case "no_such_choice":
            return _("The question has no such line. Load the page again and choose from what it shows now.")
        case "order_incomplete":
            return _("Some lines are missing from the order. Load the page again and put them in order once more.")
        case "not_on_scale":
            return _("The scale has no such level. Load the page again and choose from what it shows now.")
        case "too_many_files":
            most = error.facts["most"]
            words = ngettext(
                "This answer takes %(count)s file. Take one out before you add another.",
                "This answer takes %(count)s files. Take one out before you add another.",
                most,
            )
            return words % {"count": most}
    return not_understood()
