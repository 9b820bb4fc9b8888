"""What is said about an answer, in whole sentences."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.timezone import now
from django.utils.translation import gettext as _

from lms.core.log.models import Revision


def saved_words(at: datetime | None, *, time_zone: str, outcome: str = Revision.Outcome.APPLIED) -> str:
    """ "Saved 14:02", and what became of words from two devices. Nothing for what was never saved."""
    if at is None:
        return ""
    words = {"when": when_words(at, time_zone=time_zone)}
    if outcome == Revision.Outcome.MERGED:
        return _("Saved %(when)s, together with what was written on another device") % words
    if outcome == Revision.Outcome.KEPT:
        return _("Saved %(when)s. Another version was kept: it is among the earlier versions") % words
    return _("Saved %(when)s") % words


def when_words(at: datetime, *, time_zone: str) -> str:
    """The time; before today the day as well."""
    zone = ZoneInfo(time_zone)
    local, today = at.astimezone(zone), now().astimezone(zone)
    clock = f"{local:%H:%M}"
    if local.date() == today.date():
        return clock
    if local.year == today.year:
        return _("%(day)s, %(time)s") % {"day": date_format(local, "MONTH_DAY_FORMAT"), "time": clock}
    return _("%(day)s, %(time)s") % {"day": date_format(local, "DATE_FORMAT"), "time": clock}
