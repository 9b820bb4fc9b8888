"""What is said of long work: how far it is, that its worker is gone, that it was tried in vain."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..progress import Step
from .counting import said, said_now, silent_since

LONG = timedelta(minutes=2)
STEPS = {
    Step.UNPACKING: gettext_lazy("The folder is being unpacked and read."),
    Step.FILES: gettext_lazy("Pictures and files: %(done)d of %(total)d."),
    Step.QUESTIONS: gettext_lazy("Questions and rubrics: %(done)d of %(total)d."),
    Step.COMPARING: gettext_lazy("The pages are being compared with those on the site."),
    Step.ORDER: gettext_lazy("The pages are done. Their order and the prepared examples follow."),
    Step.SEARCH: gettext_lazy("The search is being brought up to date: %(done)d of %(total)d."),
    Step.PACKING: gettext_lazy("The file is being packed: %(done)d of %(total)d."),
}


def state_of(work: Any, *, is_still: bool) -> str:
    """Another one when it comes to stand still or goes on, so that the page's script shows the page anew."""
    return f"{work.state}-still" if is_still else str(work.state)


def words_of_progress(work: Any, of_pages: str) -> str:
    """`of_pages`: with `done` and `total`, for the step that its pages take."""
    told = said_now(work)
    if told is None:
        return _("It stopped on the way, and is tried again by itself in a few minutes.") if work.failures else _("It waits for its turn.")
    words = of_pages if told["step"] == Step.PAGES else str(STEPS.get(told["step"], _("The work has begun.")))
    at_step = words % {"done": told["done"], "total": told["total"]}
    if told["since"] > now() - LONG:
        return at_step
    long = _("It has been at this step since %(time)s.") % {"time": _time(told["since"])}
    return f"{at_step} {long}"


def numbers_of(work: Any) -> dict[str, int]:
    """How far it is in its step. A total of 0: nobody knows."""
    told = said_now(work) or {}
    return {"done": told.get("done", 0), "total": told.get("total", 0)}


def words_of(work: Any, what_is_safe: str) -> str:
    since = {"time": _time(silent_since(work))}
    stopped = (
        _("Nothing has happened here since %(time)s: the work was interrupted.") % since
        if said(work) or work.failures
        else _("Nobody has worked on this since %(time)s: it waits for its turn, or was interrupted.") % since
    )
    goes_on = _("It goes on by itself in a few minutes, or at once when you press the button.")
    return f"{stopped} {what_is_safe} {goes_on}"


def words_of_failed(work: Any, what_is_safe: str) -> str:
    stopped = _("This was tried three times and stopped each time. Last try: %(time)s.") % {"time": _time(work.touched_at)}
    what_to_do = _("Try again. If it stops once more, ask whoever runs the site: the reason is in its log.")
    return "\n\n".join([stopped, what_is_safe, what_to_do])


def words_of_held() -> str:
    """For a person who asks for what somebody is at already."""
    return _("It is being worked on just now. Nothing more is needed: this page says how far it is.")


def _time(at: datetime) -> str:
    return date_format(localtime(at), "SHORT_DATETIME_FORMAT")
