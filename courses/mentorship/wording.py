"""What is said about submissions and reviews, in whole sentences."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.enrolment.models import Cohort
from lms.core.days import weekday_words
from lms.core.log.wording import when_words

from .defaults import PROMISE_DAYS
from .models import ReviewTask
from .rules import Refusal, Refused
from .standing import Standing


def missing_words(*, has_overall: bool, says_something: bool, criteria: Sequence[str]) -> dict[str, str]:
    """What a review lacks before it can be sent, by field."""
    words = {}
    if not says_something:
        words["summary"] = _("Write a few words, or a comment: the learner needs to know why.")
    if criteria:
        words["levels"] = _("Choose a level for: %(criteria)s.") % {"criteria": ", ".join(criteria)}
    if not has_overall:
        words["overall"] = _("Choose what you say of the whole.")
    return words


def until_words(until: datetime) -> str:
    return _("In your hands until %(time)s.") % {"time": when_words(until)}


def refused_words(refused: Refused) -> str:
    """Why a task is not to be had, and whose it is."""
    if refused.first:
        return refused.first.words
    if refused.reason == Refusal.TAKEN and refused.holder and refused.until:
        return _("%(name)s is reading this, until %(time)s.") % {"name": refused.holder, "time": when_words(refused.until)}
    return str(refused.reason.label)


def lost_words(refused: Refused) -> str:
    """The same to somebody who was writing."""
    return _("%(told)s What you wrote is kept for you.") % {"told": refused_words(refused)}


def standing_words(standing: Standing, task: ReviewTask) -> str:
    """What a page says of a task that is not in the person's hands."""
    match standing:
        case Standing.TAKEN:
            return refused_words(Refused(Refusal.TAKEN, holder=task.claimed_by, until=task.claimed_until))
        case Standing.OTHERS if task.is_for_supervisor:
            return _("This waits for a supervisor.")
        case Standing.OTHERS:
            return _("This waits for %(name)s.") % {"name": task.offered_to}
        case Standing.WITHDRAWN:
            return str(Refusal.WITHDRAWN.label)
    return ""


def kept_back_words() -> str:
    """Instead of what was said of a round, where the person must not know it yet."""
    return _("In the sample: answered, to be read a second time")


def due_words(task: ReviewTask, today: date) -> str:
    """By when the learner was told to have an answer."""
    return day_words(task.promised_on, today) if task.is_open else ""


def day_words(due_on: date | None, today: date) -> str:
    """When something is due: by the day of the week where that says enough."""
    if due_on is None:
        return _("No answer is promised.")
    days = (due_on - today).days
    if days == 0:
        return _("Due today.")
    day = weekday_words(due_on) if abs(days) < 7 else date_format(due_on, "MONTH_DAY_FORMAT")
    return (_("Was due %(day)s.") if days < 0 else _("Due %(day)s.")) % {"day": day}


def waits_words(minutes: int) -> str:
    """How long something has waited."""
    hours, days = minutes // 60, minutes // (24 * 60)
    if days:
        return ngettext("Waits for %(count)d day.", "Waits for %(count)d days.", days) % {"count": days}
    if hours:
        return ngettext("Waits for %(count)d hour.", "Waits for %(count)d hours.", hours) % {"count": hours}
    if minutes > 0:
        return ngettext("Waits for %(count)d minute.", "Waits for %(count)d minutes.", minutes) % {"count": minutes}
    return _("Handed in just now.")


def offered_words(until: date) -> str:
    """It waits for the person alone."""
    return _("For you until %(day)s") % {"day": weekday_words(until)}


def holder_words(holder: str, until: datetime) -> str:
    return _("In the hands of %(name)s until %(time)s") % {"name": holder, "time": when_words(until)}


def how_many_words(number: int, most: int) -> str:
    """Nobody counts further than `most`."""
    if number > most:
        return _("More than %(count)d wait.") % {"count": most}
    return ngettext("%(count)d waits.", "%(count)d wait.", number) % {"count": number}


def days_in_words(cohort: Cohort) -> str:
    """How the days of a promise are counted."""
    if not cohort.country:
        return _("Promised within %(days)d working days; Saturdays and Sundays do not count.") % {"days": PROMISE_DAYS}
    words = {"days": PROMISE_DAYS, "country": cohort.get_country_display()}
    return _("Promised within %(days)d working days; Saturdays, Sundays and days off in this country do not count: %(country)s.") % words
