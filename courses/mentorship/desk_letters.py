"""The letters to those who read: one a day at most, with everything that waits for them and has waited too long.

A step of the ledger names whom it is to be told to; the letter that says it is written into the same row, in the transaction that posts
it. So whatever is killed in between, each step is said once. What is no longer so when the letter goes is left out of it."""

from datetime import date
from typing import Any, cast

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.enrolment.working_days import local_day
from lms.accounts.models import User
from lms.core.links import absolute
from lms.notifications.digest import post_daily
from lms.notifications.kinds import Group, LetterKind, Seen
from lms.notifications.models import Letter

from .models import Reminder, ReviewTask
from .rules import tasks_taken_by

WAITING, PASSED = "mentor_waiting", "passed_to_supervisor"
SHOWN = 12  # in one letter; more are counted


def post_desk_letters() -> int:
    """Tell everybody what they have not been told. Returns how many letters."""
    people = User.objects.filter(pk__in=Reminder.objects.not_told().values("person")).order_by("pk")
    return sum(
        _post(person, kind, is_for_supervisor) for person in people for kind, is_for_supervisor in ((WAITING, False), (PASSED, True))
    )


def _post(person: User, kind: str, is_for_supervisor: bool) -> bool:
    untold = Reminder.objects.not_told().filter(person=person, task__is_for_supervisor=is_for_supervisor)
    return post_daily(kind=kind, person=person, untold=untold)


def _said(letter: Letter) -> list[ReviewTask]:
    """What the letter is about and is still so: it waits, and the person may take it or has it in hand. The longest waiting first."""
    theirs = tasks_taken_by(letter.person).filter(pk__in=Reminder.objects.filter(letter=letter).values("task"))
    tasks = theirs.select_related("cohort", "learner", "iteration__version").order_by("handed_in_at", "pk")
    at = now()
    return [task for task in tasks if not task.is_held(at) or task.claimed_by_id == letter.person_id]


def _needed(letter: Letter) -> bool:
    return bool(_said(letter))


def _context(letter: Letter) -> dict[str, Any]:
    tasks = _said(letter)
    new = set(Reminder.objects.filter(letter=letter, step=Reminder.Step.REASSIGNED).values_list("task", flat=True))
    return {
        "count": len(tasks),
        "tasks": [_line(task, is_new=task.pk in new) for task in tasks[:SHOWN]],
        "more_sentence": _more_sentence(len(tasks) - SHOWN),
        "all_sentence": _all_sentence(tasks_taken_by(letter.person).count(), len(tasks)),
        "link": absolute(reverse("desk")),
    }


def _line(task: ReviewTask, *, is_new: bool) -> dict[str, Any]:
    handed_in = date_format(local_day(task.handed_in_at, task.cohort), "MONTH_DAY_FORMAT")
    promised = date_format(cast(date, task.promised_on), "MONTH_DAY_FORMAT")
    words = {"learner": str(task.learner), "assignment": task.iteration.version.title, "since": handed_in, "promised": promised}
    if is_new:
        said = _("%(learner)s, “%(assignment)s”: waits since %(since)s and has been given to you; promised by %(promised)s.")
    else:
        said = _("%(learner)s, “%(assignment)s”: waits since %(since)s; promised by %(promised)s.")
    return {"sentence": said % words, "link": absolute(reverse("review_task", args=[task.pk]))}


def _more_sentence(more: int) -> str:
    if more <= 0:
        return ""
    return ngettext("And %(count)d more.", "And %(count)d more.", more) % {"count": more}


def _all_sentence(waiting: int, told: int) -> str:
    """What is not late yet waits too."""
    if waiting <= told:
        return ""
    said = ngettext("In all, %(count)d piece of work waits at your desk.", "In all, %(count)d pieces of work wait at your desk.", waiting)
    return said % {"count": waiting}


_variables = {"count": gettext_lazy("How many there are")}

KINDS = [
    LetterKind(
        key=WAITING,
        group=Group.DUTIES,
        label=gettext_lazy("What waits for you at the mentor's desk"),
        context=_context,
        still_needed=_needed,
        seen=Seen.PAGE,
        variables=_variables,
    ),
    LetterKind(
        key=PASSED,
        group=Group.DUTIES,
        label=gettext_lazy("What was passed to you as a supervisor"),
        context=_context,
        still_needed=_needed,
        seen=Seen.PAGE,
        variables=_variables,
    ),
]
