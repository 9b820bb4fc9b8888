"""What is said about sampled reviews and messages, in whole sentences."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.core.log.wording import when_words

from .rules import Refusal, Refused


def missing_words(*, has_overall: bool, says_something: bool, criteria: Sequence[str]) -> dict[str, str]:
    """What a second review lacks before it can be sent, by field."""
    words = {}
    if criteria:
        words["levels"] = _("Choose a level for: %(criteria)s.") % {"criteria": ", ".join(criteria)}
    if not says_something:
        words["summary"] = _("Write a few words: why you see it this way.")
    if not has_overall:
        words["overall"] = _("Choose what you say of the whole.")
    return words


def refused_words(refused: Refused) -> str:
    """Why something cannot be done, and whose it is."""
    if refused.reason == Refusal.TAKEN and refused.holder:
        return held_words(refused.holder, refused.until)
    return str(refused.reason.label)


def held_words(reader: User | None, until: datetime | None) -> str:
    if reader is None or until is None:
        return ""
    return _("%(name)s reads this a second time, until %(time)s.") % {"name": reader, "time": when_words(until)}


def month_words(month: date) -> str:
    return date_format(month, "YEAR_MONTH_FORMAT")
