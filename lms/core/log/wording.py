"""What is said about an answer, in whole sentences. Times are as the person's clock shows them (`TimeZoneMiddleware`)."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
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
    local, today = localtime(at), localtime()
    clock = f"{local:%H:%M}"
    if local.date() == today.date():
        return clock
    day = date_format(local, "MONTH_DAY_FORMAT" if local.year == today.year else "DATE_FORMAT")
    return _("%(day)s, %(time)s") % {"day": day, "time": clock}
