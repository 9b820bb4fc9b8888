"""The letters a learner gets about the course itself. The weekly one: weekly.py; nudges: nudges.py."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from lms.accounts.models import Role, User
from lms.accounts.rules import within_scopes
from lms.notifications.actions import post_letter
from lms.notifications.kinds import LetterKind, Seen
from lms.notifications.models import Letter

from .models import Cohort, Enrolment
from .next_step import next_step
from .progress import progress_of

WELCOME = "welcome"


def post_welcome(enrolment: Enrolment) -> Letter:
    return post_letter(kind=WELCOME, person=enrolment.learner, subject_key=str(enrolment.pk), context={"enrolment": enrolment.pk})


def _enrolment(letter: Letter) -> Enrolment:
    return Enrolment.objects.select_related("cohort__course", "learner").get(pk=letter.context["enrolment"])


def _welcome_context(letter: Letter) -> dict[str, Any]:
    enrolment = _enrolment(letter)
    progress = progress_of(enrolment)
    return {
        "course": progress.outline.title,
        "group": enrolment.cohort.name,
        "lessons": len(progress.lessons),
        **next_step(progress),
    }


def _welcome_needed(letter: Letter) -> bool:
    enrolment = _enrolment(letter)
    """Not to who has opened a lesson already: the letter would show the way to it."""
    is_new = enrolment.state == Enrolment.State.ACTIVE and enrolment.last_seen_at is None
    return is_new and progress_of(enrolment).next is not None


def learners_looked_after_by(person: User) -> QuerySet:
    """Ids of the learners whose letters a coordinator of theirs may see in the ledger."""
    cohorts = within_scopes(Cohort.objects.all(), person, (Role.COORDINATOR, Role.ADMINISTRATOR))
    return Enrolment.objects.filter(cohort__in=cohorts).values("learner")


_course, _lesson = gettext_lazy("The title of the course"), gettext_lazy("The title of the next lesson")

KINDS = [
    LetterKind(
        key=WELCOME,
        label=gettext_lazy("Welcome to a course"),
        context=_welcome_context,
        still_needed=_welcome_needed,
        seen=Seen.ASKED,
        variables={
            "course": _course,
            "group": gettext_lazy("The name of the group"),
            "lessons": gettext_lazy("How many lessons there are"),
            "lesson": _lesson,
        },
    )
]
