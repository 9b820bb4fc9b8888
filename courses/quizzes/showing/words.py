"""What is said about a quiz and its attempts, in whole sentences. Times are as the person's clock shows them (`TimeZoneMiddleware`)."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.core.log.wording import when_words

from ..engine.state import WRONG, Behaviour, Certainty, StateName
from ..models import Attempt
from ..quiz_definition import Grading, Navigation, QuizSettings, WhenTimeIsUp

# What a number in the strip shows beside its number; "" is nothing.
SIGNS = {
    StateName.INVALID: "unclear",
    StateName.COMPLETE: "answered",
    StateName.NEEDS_GRADING: "waiting",
    StateName.GRADED_RIGHT: "right",
    StateName.GRADED_PARTIAL: "partly",
    StateName.GRADED_WRONG: "wrong",
}


def sign_of(state: StateName, *, shows_correctness: bool) -> str:
    sign = SIGNS.get(state, "")
    return "answered" if sign in ("right", "partly", "wrong") and not shows_correctness else sign


def sign_words(sign: str) -> str:
    return {
        "": _("not answered yet"),
        "unclear": _("not answered in full"),
        "answered": _("answered"),
        "waiting": _("a person will read it"),
        "right": _("right"),
        "partly": _("partly right"),
        "wrong": _("wrong"),
    }[sign]


def verdict_of(state: StateName) -> tuple[str, str]:
    """The sign and the words under a question that was looked at."""
    return {
        StateName.NEEDS_GRADING: ("waiting", _("Waiting for a person to read it")),
        StateName.GRADED_RIGHT: ("right", _("Right")),
        StateName.GRADED_PARTIAL: ("partly", _("Partly right")),
        StateName.GRADED_WRONG: ("wrong", _("Wrong")),
        StateName.GAVE_UP: ("none", _("Not answered")),
    }.get(state, ("", ""))


def verdict_so_far(fraction: float | None) -> tuple[str, str]:
    """After a try that was not right, while there is another one."""
    return ("partly", _("Partly right so far")) if (fraction or 0) > WRONG else ("wrong", _("Not right yet"))


def figure(number: float) -> str:
    """A mark: at most two places, and none where there is nothing behind the point."""
    return number_format(round(number, 2), decimal_pos=None if number != round(number) else 0)


def percent(fraction: float) -> str:
    return _("%(number)s %%") % {"number": figure(round(fraction * 100, 1))}


def marks_words(marks: float, most: float) -> str:
    return _("%(marks)s of %(most)s") % {"marks": figure(marks), "most": figure(most)}


def worth_words(most: float) -> str:
    return ngettext("%(marks)s mark", "%(marks)s marks", round(most)) % {"marks": figure(most)}


def duration_words(seconds: int) -> str:
    """Whole minutes, hours and days as one says them."""
    minutes = max(1, round(seconds / 60))
    if minutes < 60 or (minutes % 60 and minutes < 120):
        return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    hours = round(minutes / 60)
    if minutes % 60 and hours < 24:
        words = {"hours": _hours(minutes // 60), "minutes": duration_words(minutes % 60 * 60)}
        return _("%(hours)s %(minutes)s") % words
    if hours < 48:
        return _hours(hours)
    days = round(hours / 24)
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


def _hours(count: int) -> str:
    return ngettext("%(count)s hour", "%(count)s hours", count) % {"count": count}


def feedback_words(settings: QuizSettings) -> str:
    """When feedback comes."""
    return {
        Behaviour.DEFERRED_FEEDBACK: _("You learn how you did when you have handed in your answers."),
        Behaviour.IMMEDIATE_FEEDBACK: _("You may check each answer at once. A checked answer cannot be changed."),
        Behaviour.INTERACTIVE: _("You may check each answer at once and try again, with hints. Each further try counts a little less."),
        Behaviour.DEFERRED_CBM: _(
            "With each answer you say how sure you are: being sure and right brings the most, being sure and wrong costs the most. "
            "You learn how you did when you have handed in your answers."
        ),
    }[settings.behaviour]


def time_words(settings: QuizSettings, extra_minutes: int) -> str:
    """How long one may take, with the minutes that were given to this learner."""
    if not settings.time_limit:
        return _("As much as you like. You may stop and come back.")
    whole = duration_words(settings.time_limit + extra_minutes * 60)
    if extra_minutes:
        extra = ngettext("%(count)s minute", "%(count)s minutes", extra_minutes) % {"count": extra_minutes}
        return _("%(time)s, with %(extra)s more for you. The clock goes on when you leave the page.") % {"time": whole, "extra": extra}
    return _("%(time)s. The clock goes on when you leave the page.") % {"time": whole}


def time_up_words(settings: QuizSettings) -> str:
    """What happens at the end of the time, said before it begins."""
    match settings.when_time_is_up:
        case WhenTimeIsUp.SUBMIT:
            return _("When the time is up, your answers are handed in by themselves.")
        case WhenTimeIsUp.OVERDUE:
            period = {"time": duration_words(settings.overdue_period)}
            return _("When the time is up, no more answers are taken, but you have %(time)s to hand in those that are there.") % period
        case _:
            return _("Hand in before the time is up: what was not handed in by then does not count.")


def attempts_words(allowed: int | None, used: int) -> str:
    if allowed is None:
        return _("As many as you like.")
    if not used:
        return ngettext("%(count)s attempt.", "%(count)s attempts.", allowed) % {"count": allowed}
    words = {"count": allowed, "used": used}
    return ngettext("%(count)s attempt; you have used %(used)s.", "%(count)s attempts; you have used %(used)s.", allowed) % words


def grading_words(settings: QuizSettings, allowed: int | None) -> str:
    if allowed == 1:
        return ""
    return {
        Grading.HIGHEST: _("Your best attempt counts."),
        Grading.LAST: _("Your last attempt counts."),
        Grading.FIRST: _("Your first attempt counts; the others are practice."),
        Grading.AVERAGE: _("The average of your attempts counts."),
    }[settings.grading]


def order_words(settings: QuizSettings) -> str:
    if settings.navigation == Navigation.SEQUENTIAL:
        return _("The questions come one after the other. You cannot go back to a page that you have left.")
    return _("You may answer in any order, leave questions for later and come back to them.")


def state_words(attempt: Attempt) -> str:
    """An attempt in a list."""
    match attempt.state:
        case Attempt.State.IN_PROGRESS:
            return _("Begun %(when)s, not handed in yet") % {"when": when_words(attempt.started_at)}
        case Attempt.State.OVERDUE:
            return _("The time is up; not handed in yet")
        case Attempt.State.ABANDONED:
            return _("Begun %(when)s, never handed in") % {"when": when_words(attempt.started_at)}
    when = {"when": when_words(attempt.submitted_at or attempt.started_at)}
    if attempt.state == Attempt.State.SUBMITTED:
        return _("Handed in %(when)s; a person still has to read some of it") % when
    return _("Handed in %(when)s") % when


def result_words(attempt: Attempt) -> str:
    """The marks of an attempt as one line; nothing where there are none."""
    if attempt.marks is None or not attempt.max_marks or attempt.fraction is None:
        return ""
    return _("%(marks)s (%(percent)s)") % {"marks": marks_words(attempt.marks, attempt.max_marks), "percent": percent(attempt.fraction)}


def certainties() -> list[tuple[str, str, str]]:
    """Value, words, what it brings and costs."""
    return [
        (Certainty.LOW.value, _("Not very sure"), _("right 1, wrong 0")),
        (Certainty.MID.value, _("Fairly sure"), _("right 2, wrong −2")),
        (Certainty.HIGH.value, _("Quite sure"), _("right 3, wrong −6")),
    ]


def tries_words(left: int | None) -> str:
    if left is None:
        return ""
    return ngettext("%(count)s try left", "%(count)s tries left", left) % {"count": left}
