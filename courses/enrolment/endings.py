"""Two weeks before a cohort is over: one letter to each learner who has something left to do."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import now
from django.utils.translation import gettext_lazy, ngettext

from lms.notifications.actions import Draft, post_letters
from lms.notifications.digest import civil_hour
from lms.notifications.kinds import TIMELY, LetterKind, Seen
from lms.notifications.models import Letter

from .models import Cohort, Enrolment
from .next_step import next_step
from .progress import progress_of, progress_of_many
from .thousands import in_thousands
from .working_days import local_day

ENDING = "cohort_ending"
NOTICE = timedelta(days=14)


def post_endings(at: datetime | None = None) -> int:
    """Safe to run as often as you like: one letter for (enrolment, last day). Returns how many were given; a few queries for each thousand
    learners."""
    at = at or now()
    cohorts = [one for one in Cohort.objects.filter(closed_at=None, ends_on__isnull=False) if _is_near(one, at)]
    learners = _left_behind(at).filter(cohort__in=cohorts)
    return sum(post_letters(kind=ENDING, drafts=_drafts(some, at)) for some in in_thousands(learners)) if cohorts else 0


def _is_near(cohort: Cohort, at: datetime) -> bool:
    """On the cohort's own clock."""
    today = local_day(at, cohort)
    return cohort.ends_on is not None and today <= cohort.ends_on <= today + NOTICE


def _left_behind(at: datetime) -> QuerySet[Enrolment]:
    return Enrolment.objects.awake().running(at).filter(learner__erased_at=None).select_related("cohort__course", "learner")


def _drafts(some: list[Enrolment], at: datetime) -> Iterator[Draft]:
    progresses = progress_of_many(some)
    for one in some:
        if progresses[one.pk].next is not None:
            day = f"{one.cohort.ends_on:%Y-%m-%d}"
            context = {"enrolment": one.pk, "day": day}
            yield Draft(person=one.learner_id, subject_key=f"{one.pk}:{day}", context=context, due_at=civil_hour(one.learner, at))


def _enrolment(letter: Letter) -> Enrolment | None:
    """Of somebody for whom it still ends on that day."""
    found = _left_behind(now()).filter(pk=letter.context["enrolment"], learner=letter.person)
    return found.filter(cohort__ends_on=letter.context["day"]).first()


def _needed(letter: Letter) -> bool:
    """Not once nothing is left, nor when the day was put off or is over."""
    enrolment = _enrolment(letter)
    return enrolment is not None and progress_of(enrolment).next is not None


def _good_until(letter: Letter) -> datetime | None:
    """The end of the last day, on the cohort's clock."""
    enrolment = _enrolment(letter)
    if enrolment is None or enrolment.cohort.ends_on is None:
        return None
    return datetime.combine(enrolment.cohort.ends_on + timedelta(days=1), time.min, ZoneInfo(enrolment.cohort.time_zone))


def _context(letter: Letter) -> dict[str, Any]:
    enrolment = _enrolment(letter)
    if enrolment is None or enrolment.cohort.ends_on is None:
        raise LookupError(f"Letter {letter.pk} is about a cohort that does not end then.")
    progress = progress_of(enrolment)
    left = len(progress.lessons) - progress.lessons_done
    return {
        "course": progress.outline.title,
        "group": enrolment.cohort.name,
        "until": date_format(enrolment.cohort.ends_on, "MONTH_DAY_FORMAT"),
        "left_sentence": ngettext("%(count)d lesson is not done yet.", "%(count)d lessons are not done yet.", left) % {"count": left},
        **next_step(progress),
    }


KINDS = [
    LetterKind(
        key=ENDING,
        label=gettext_lazy("Your group ends in two weeks"),
        context=_context,
        still_needed=_needed,
        seen=Seen.NEVER,
        good_until=_good_until,
        priority=TIMELY,
        variables={
            "course": gettext_lazy("The title of the course"),
            "group": gettext_lazy("The name of the group"),
            "until": gettext_lazy("The last day of the group"),
            "left_sentence": gettext_lazy("A sentence: how many lessons are left"),
            "lesson": gettext_lazy("The title of the next lesson"),
        },
    )
]
