"""Who counts as trained? A pure function of the rule that the coordinator stated and of a person's facts.

A rule is data, in the manner of `courses.enrolment.completion`:
    {"completed": true}                     the course is completed
    {"confirmed_hours": 40}                 that many hours of practice are confirmed
    {"all": [rule, rule]}                   both
    {"at_least": 1, "of": [rule, rule]}     either
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Rule = Mapping[str, Any]
COMPLETED: dict[str, Any] = {"completed": True}
MOST_HOURS = 2000


class RuleError(ValueError):
    """The rule is not one of the shapes above."""


def trained_on(rule: Rule, completed_on: date | None, reached: Callable[[float], date | None]) -> date | None:
    """The day on which the rule was first met. `completed_on`: the first day a course was completed; `reached`: the day by which so many
    hours were confirmed. Raises RuleError for a rule of another shape."""
    match rule:
        case {"completed": True}:
            return completed_on
        case {"confirmed_hours": int(hours) | float(hours)} if hours is not True and hours > 0:
            return reached(hours)
        case {"all": [*rules]} if rules:
            days = [trained_on(one, completed_on, reached) for one in rules]
            return None if None in days else max(day for day in days if day)
        case {"at_least": 1, "of": [*rules]} if rules:
            met = [day for one in rules if (day := trained_on(one, completed_on, reached))]
            return min(met, default=None)
    raise RuleError(f"unknown rule {rule!r}")


def rule_of(how: str, hours: float | None) -> Rule:
    """From the words of the form: "completed", "hours", "both" or "either"."""
    number = int(hours) if hours is not None and hours == int(hours) else hours
    practised = {"confirmed_hours": number}
    return {
        "completed": COMPLETED,
        "hours": practised,
        "both": {"all": [COMPLETED, practised]},
        "either": {"at_least": 1, "of": [COMPLETED, practised]},
    }[how]


def form_of(rule: Rule) -> tuple[str, float | None]:
    """The other way round."""
    match rule:
        case {"confirmed_hours": hours}:
            return "hours", hours
        case {"all": [_completed, {"confirmed_hours": hours}]}:
            return "both", hours
        case {"of": [_completed, {"confirmed_hours": hours}]}:
            return "either", hours
    return "completed", None


def needs_hours(rule: Rule) -> bool:
    """Whether everybody who is trained by it has practised: then those trained are some of the interns."""
    return form_of(rule)[0] in {"hours", "both"}


def words(rule: Rule) -> str:
    how, hours = form_of(rule)
    if how == "completed":
        return _("Whoever has completed the course is trained.")
    said = {
        "hours": ngettext("Whoever has %(hours)s confirmed hour of practice is trained.",
                          "Whoever has %(hours)s confirmed hours of practice is trained.", _whole(hours)),
        "both": ngettext("Whoever has completed the course and has %(hours)s confirmed hour of practice is trained.",
                         "Whoever has completed the course and has %(hours)s confirmed hours of practice is trained.", _whole(hours)),
        "either": ngettext("Whoever has completed the course or has %(hours)s confirmed hour of practice is trained.",
                           "Whoever has completed the course or has %(hours)s confirmed hours of practice is trained.", _whole(hours)),
    }  # fmt: skip
    return said[how] % {"hours": number_format(hours or 0)}


def _whole(hours: float | None) -> int:
    return int(hours or 0)
