"""What is said about entries, in whole sentences."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.core.days import weekday_words

from .chain import Verdict
from .models import Placement


def time_words(minutes: int | None) -> str:
    """ "2 h 30 min"; nothing for no time."""
    hours, rest = divmod(minutes or 0, 60)
    if hours and rest:
        return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}
    if hours:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(minutes)d min") % {"minutes": rest} if rest else ""


def day_words(day: date | None) -> str:
    return f"{weekday_words(day)}, {date_format(day, 'MONTH_DAY_FORMAT')}" if day else _("No date yet")


def dates_words(placement: Placement) -> str:
    words = {"first": date_format(placement.starts_on, "DATE_FORMAT"), "last": date_format(placement.ends_on, "DATE_FORMAT")}
    return _("%(first)s to %(last)s") % words


def verdict_words(verdict: Verdict | None) -> str:
    match verdict:
        case Verdict.CHANGED:
            return _("Changed in the database after somebody had answered: what stands here is not what was handed in.")
        case Verdict.ERASED:
            return _("The learner has had their words erased. Date, time spent and the steps stay.")
    return ""
