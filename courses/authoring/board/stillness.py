"""What is said of long work whose worker is gone, and of what was tried in vain."""

from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from .counting import silent_since


def state_of(work: Any, *, is_still: bool) -> str:
    """Another one when it comes to stand still or goes on, so that the page's script shows the page anew."""
    return f"{work.state}-still" if is_still else str(work.state)


def words_of(work: Any, what_is_safe: str) -> str:
    since = date_format(localtime(silent_since(work)), "SHORT_DATETIME_FORMAT")
    stopped = _("Nothing has happened here since %(time)s: the work was interrupted.") % {"time": since}
    goes_on = _("It goes on by itself in a few minutes, or at once when you press the button.")
    return f"{stopped} {what_is_safe} {goes_on}"


def words_of_failed(work: Any, what_is_safe: str) -> str:
    last = date_format(localtime(work.touched_at), "SHORT_DATETIME_FORMAT")
    stopped = _("This was tried three times and stopped each time. Last try: %(time)s.") % {"time": last}
    what_to_do = _("Try again. If it stops once more, ask whoever runs the site: the reason is in its log.")
    return f"{stopped} {what_is_safe} {what_to_do}"
