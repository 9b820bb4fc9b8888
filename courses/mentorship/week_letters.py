"""The letter to a coordinator on Monday: who is stuck and what is overdue in the cohorts they look after. Numbers and one link, no names:
letters are passed on, and the page asks who may look."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localtime, now
from django.utils.translation import gettext_lazy, ngettext

from courses.enrolment.models import Enrolment
from courses.enrolment.weekly import week_of
from lms.accounts.models import Role, RoleAssignment, User
from lms.accounts.rules import has_role_anywhere
from lms.core.links import absolute
from lms.notifications.actions import post_letter
from lms.notifications.digest import FROM, UNTIL
from lms.notifications.kinds import CAN_WAIT, Group, LetterKind, Seen
from lms.notifications.message import zone_of
from lms.notifications.models import Letter

from .figures import waiting
from .figures.scope import of_watcher, watched_cohorts
from .week_lines import lines_for

WEEK = "coordinator_week"
MONDAY = 1


class Numbers(NamedTuple):
    """As on the page of figures, but of learners only those in cohorts that are not over: else it would be said every Monday for ever.
    `asleep` are those whose nudges have ended."""

    overdue: int
    silent: int
    never: int
    asleep: int


def post_week_letters(at: datetime | None = None) -> int:
    """To every coordinator for whom it is Monday by day, once in a week, where there is something to say. A Monday that was missed is not
    made up for. Returns how many."""
    at = at or now()
    return sum(_post(person, week, at) for person, week in _whose_monday(at))


def _whose_monday(at: datetime) -> Iterator[tuple[User, str]]:
    coordinators = User.objects.filter(pk__in=RoleAssignment.objects.filter(role=Role.COORDINATOR).values("person"), is_active=True)
    zones = coordinators.values_list("time_zone", flat=True).distinct().order_by()
    for zone in zones:
        local = localtime(at, zone_of(User(time_zone=zone)))
        if local.isoweekday() == MONDAY and FROM <= local.time() < UNTIL:
            week = week_of(local)
            for person in _without_letter(coordinators.filter(time_zone=zone), week):
                yield person, week


def _without_letter(people: QuerySet[User], week: str) -> QuerySet[User]:
    have_one = Letter.objects.filter(kind=WEEK, subject_key=week).values("person")
    return people.exclude(pk__in=have_one).order_by("pk")


def _post(person: User, week: str, at: datetime) -> bool:
    if not _has_something(person, at):
        return False
    post_letter(kind=WEEK, person=person, subject_key=week)
    return True


def _has_something(person: User, at: datetime) -> bool:
    return any(numbers_for(person, at)) or any(lines_for(person))


def numbers_for(person: User, at: datetime) -> Numbers:
    """A query or two each, however many cohorts there are."""
    running = Enrolment.objects.running(at).filter(cohort__in=watched_cohorts(person))
    scope = replace(of_watcher(person, at), enrolments=running)
    return Numbers(
        overdue=waiting.overdue(scope).count(),
        silent=waiting.silent(scope).count(),
        never=waiting.never_handed_in(scope).count(),
        asleep=waiting.asleep(scope).count(),
    )


def _needed(letter: Letter) -> bool:
    """Not a week late, not to who is a coordinator no more, and not when all of it is settled."""
    at = now()
    if letter.subject_key != week_of(localtime(at, zone_of(letter.person))) or not has_role_anywhere(letter.person, Role.COORDINATOR):
        return False
    return _has_something(letter.person, at)


def _context(letter: Letter) -> dict[str, Any]:
    numbers, lines = numbers_for(letter.person, now()), list(lines_for(letter.person))
    return {
        "count": sum(numbers) + sum(line.count for line in lines),
        "lines": lines,
        "sentences": [said(number) for said, number in zip(_SENTENCES, numbers, strict=True) if number],
        "link": absolute(reverse("review_figures")),
    }


def _overdue(count: int) -> str:
    said = ngettext("%(count)d piece of work waits longer than promised.", "%(count)d pieces of work wait longer than promised.", count)
    return said % {"count": count}


def _silent(count: int) -> str:
    return ngettext(
        "%(count)d piece of work came back two weeks ago or earlier, and nothing was written in it since.",
        "%(count)d pieces of work came back two weeks ago or earlier, and nothing was written in them since.",
        count,
    ) % {"count": count}


def _never(count: int) -> str:
    said = ngettext("%(count)d piece of work is past its due day and not handed in.",
                    "%(count)d pieces of work are past their due day and not handed in.", count)  # fmt: skip
    return said % {"count": count}


def _asleep(count: int) -> str:
    return ngettext(
        "%(count)d learner has not been here for four weeks or longer and gets no more reminders.",
        "%(count)d learners have not been here for four weeks or longer and get no more reminders.",
        count,
    ) % {"count": count}


_SENTENCES = (_overdue, _silent, _never, _asleep)

KINDS = [
    LetterKind(
        key=WEEK,
        group=Group.DUTIES,
        label=gettext_lazy("Where learners are stuck, every week"),
        context=_context,
        still_needed=_needed,
        seen=Seen.PAGE,
        priority=CAN_WAIT,
    )
]
