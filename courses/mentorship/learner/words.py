"""How things stand, in whole sentences for the learner."""

from datetime import date

from django.utils.formats import date_format
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.enrolment.dates import Window, at_in_words
from lms.core.codes import shown
from lms.core.days import weekday_words
from lms.core.log.wording import when_words

from ..models import Submission
from ..where import Where

State = Submission.State


def day_words(day: date) -> str:
    """A day as one speaks of it: with the day of the week, and without the year where it is this one."""
    form = "MONTH_DAY_FORMAT" if day.year == localdate().year else "DATE_FORMAT"
    return _("%(weekday)s, %(day)s") % {"weekday": weekday_words(day), "day": date_format(day, form)}


def state_words(where: Where) -> str:
    match where.state:
        case State.HANDED_IN:
            return _handed_in(where)
        case State.RETURNED:
            return answered_words(where.comments)
        case State.ACCEPTED if where.is_unofficial:
            return _("Read and accepted. It came after closing, so it is unofficial and completes nothing.")
        case State.ACCEPTED:
            return _("Accepted. This task is done.")
        case State.CLOSED:
            return _("Accepted and finished.")
        case State.DRAFT:
            return _("Begun, and not handed in yet.")
    return _("Not handed in yet.")


def answered_words(comments: int) -> str:
    if not comments:
        return _("Your mentor has answered.")
    return ngettext("Your mentor has answered: %(count)s comment.", "Your mentor has answered: %(count)s comments.", comments) % {
        "count": comments
    }


def _handed_in(where: Where) -> str:
    words = {"when": when_words(where.handed_in_at) if where.handed_in_at else "", "code": shown(where.receipt)}
    if where.promised_on is None:
        return _("Handed in %(when)s, code %(code)s. It came after closing: it will be read, but it is unofficial.") % words
    words["day"] = day_words(where.promised_on)
    if where.promised_on < localdate():
        return _("Handed in %(when)s, code %(code)s. The answer was promised by %(day)s. It is late, and we have said so.") % words
    if where.is_appeal:
        return _("A supervisor takes a second look; you will have an answer by %(day)s. The code is still %(code)s.") % words
    if where.is_opened:
        return _("Handed in %(when)s, code %(code)s. It is being read; you will have an answer by %(day)s.") % words
    return _("Handed in %(when)s, code %(code)s; you will have an answer by %(day)s.") % words


def open_words(count: int) -> str:
    return ngettext("%(count)s comment waits for your answer.", "%(count)s comments wait for your answer.", count) % {"count": count}


def until_words(where: Where) -> str:
    """What can still be done with accepted work, and until when."""
    if where.state != State.ACCEPTED or where.closes_on is None:
        return ""
    return _("You can answer, say whether it helped, or ask for a second look until %(day)s.") % {"day": day_words(where.closes_on)}


def dates_words(where: Where) -> list[tuple[str, str]]:
    """(name, when) for each date there is."""
    window, cohort = where.window, where.cohort
    closes = _("Closes for you") if where.is_extended else _("Closes")
    named = ((_("Opens"), window.opens_at), (_("Hand in by"), window.due_at), (closes, window.closes_at))
    return [(name, at_in_words(at, cohort)) for name, at in named if at]


def late_words(window: Window) -> str:
    """Said before handing in, where the dates matter."""
    at = now()
    if window.is_closed(at):
        return _(
            "The assignment is closed. You can still hand in: it will be read, but it is unofficial, promises no day and completes nothing."
        )
    if window.due_at and window.due_at < at:
        return _("The day to hand in has passed. That is all right: it counts until the assignment closes.")
    return ""
