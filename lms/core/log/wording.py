"""What is said about an answer, in whole sentences. Times are as the person's clock shows them (`TimeZoneMiddleware`)."""

from datetime import date, datetime
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.core.log.models import Revision


def saved_words(at: datetime | None, outcome: str = Revision.Outcome.APPLIED) -> str:
    """ "Saved 14:02", and what became of words from two devices. Nothing for what was never saved."""
    if at is None:
        return ""
    words = {"when": when_words(at)}
    if outcome == Revision.Outcome.MERGED:
        return _("Saved %(when)s, together with what was written on another device") % words
    if outcome == Revision.Outcome.KEPT:
        return _("Saved %(when)s. Another version was kept: it is among the earlier versions") % words
    return _("Saved %(when)s") % words


def when_words(at: datetime) -> str:
    """The time; before today the day as well."""
    zone = get_current_timezone()
    local, today = at.astimezone(zone), now().astimezone(zone)
    clock = f"{local:%H:%M}"
    if local.date() == today.date():
        return clock
    return _dated(local.date(), local.year == today.year, get_language()) % {"time": clock}


@lru_cache(maxsize=512)
def _dated(day: date, is_this_year: bool, language: str | None) -> str:
    """The day, with a place for the time. `language` is the current one. A page may say the same few days a hundred times."""
    words = date_format(day, "MONTH_DAY_FORMAT" if is_this_year else "DATE_FORMAT")
    return _("%(day)s, %(time)s") % {"day": words.replace("%", "%%"), "time": "%(time)s"}
