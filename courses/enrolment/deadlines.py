"""What is due in a few days and not handed in yet: one letter for each of the cohort's days on which something is due."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.timezone import now
from django.utils.translation import get_language, gettext_lazy

from courses.catalogue.addresses import address
from courses.catalogue.outline import outline
from lms.core.links import absolute
from lms.notifications.actions import Draft, post_letters
from lms.notifications.digest import civil_hour
from lms.notifications.kinds import TIMELY, LetterKind, Seen
from lms.notifications.models import Letter

from .dates import at_in_words
from .models import ActivityDates, Cohort, Enrolment, Extension
from .rule_words import titles_of
from .signs import handed_in
from .thousands import in_thousands
from .working_days import local_day

DEADLINE = "deadline"
NOTICE = timedelta(days=3)


def post_deadlines(at: datetime | None = None) -> int:
    """Safe to run as often as you like: one letter for (enrolment, day). Returns how many were given; a few queries for a cohort with
    something due, and for each thousand of its learners."""
    at = at or now()
    due: dict[Cohort, list[Any]] = {}
    for row in _dated().filter(ends_at__gt=at, ends_at__lte=at + NOTICE):
        due.setdefault(row.cohort, []).append(row)
    return sum(_post_in(cohort, rows, at) for cohort, rows in due.items())


def _dated() -> QuerySet:
    """What is due, else what closes, as `ends_at`."""
    rows = ActivityDates.objects.annotate(ends_at=Coalesce("due_at", "closes_at")).filter(ends_at__isnull=False, activity__retired_at=None)
    return rows.select_related("cohort__course").order_by("ends_at", "pk")


def _post_in(cohort: Cohort, rows: list[Any], at: datetime) -> int:
    learners = Enrolment.objects.awake().running(at).filter(cohort=cohort, learner__erased_at=None).select_related("learner")
    return sum(post_letters(kind=DEADLINE, drafts=_drafts(cohort, some, rows, at)) for some in in_thousands(learners))


def _drafts(cohort: Cohort, some: list[Enrolment], rows: list[Any], at: datetime) -> Iterator[Draft]:
    settled = _settled([one.pk for one in some], rows)
    for one in some:
        days: dict[str, list[int]] = {}
        for row in rows:
            if (one.pk, row.activity_id) not in settled:
                days.setdefault(local_day(row.ends_at, cohort).isoformat(), []).append(row.activity_id)
        for day, activities in days.items():
            context = {"enrolment": one.pk, "day": day, "activities": activities}
            yield Draft(person=one.learner_id, subject_key=f"{one.pk}:{day}", context=context, due_at=civil_hour(one.learner, at))


def _settled(enrolments: list[int], rows: Iterable[Any]) -> set[tuple[int, int]]:
    """Handed in, or the learner has been given more time."""
    ends = {row.activity_id: row.ends_at for row in rows}
    extensions = Extension.objects.filter(enrolment__in=enrolments, activity__in=ends).values_list("enrolment", "activity", "closes_at")
    later = {(one, activity) for one, activity, closes_at in extensions if closes_at and closes_at > ends[activity]}
    return handed_in(enrolments, list(ends)) | later


def _left(letter: Letter) -> tuple[Enrolment | None, list[Any]]:
    """What is still due on that day, and not handed in."""
    at = now()
    learners = Enrolment.objects.awake().running(at).filter(pk=letter.context["enrolment"], learner=letter.person)
    enrolment = learners.select_related("cohort__course").first()
    if enrolment is None:
        return None, []
    rows = [
        row
        for row in _dated().filter(Q(ends_at__gt=at), cohort=enrolment.cohort_id, activity__in=letter.context["activities"])
        if local_day(row.ends_at, enrolment.cohort).isoformat() == letter.context["day"]
    ]
    settled = _settled([enrolment.pk], rows)
    return enrolment, [row for row in rows if (enrolment.pk, row.activity_id) not in settled]


def _needed(letter: Letter) -> bool:
    """Not when it is handed in, put off, or over."""
    return bool(_left(letter)[1])


def _good_until(letter: Letter) -> datetime | None:
    rows = _left(letter)[1]
    return rows[0].ends_at if rows else None


def _context(letter: Letter) -> dict[str, Any]:
    enrolment, rows = _left(letter)
    if enrolment is None or not rows:
        raise LookupError(f"Letter {letter.pk} is about nothing that is due.")
    course, language = outline(enrolment.cohort.course, get_language() or "en"), get_language() or "en"
    titles = titles_of({row.activity_id for row in rows}, enrolment.cohort.course, language)
    missing = [titles[row.activity_id][0] for row in rows if row.activity_id in titles]
    return {
        "course": course.title,
        "until": at_in_words(rows[0].ends_at, enrolment.cohort),
        "missing": missing,
        "count": len(rows),
        "link": _link(course, rows[0].activity_id, language),
    }


def _link(course: Any, activity_id: int, language: str) -> str:
    """Right where it is done."""
    for lesson in course.lessons:
        for activity in lesson.activities:
            if activity.id == activity_id:
                return absolute(address(course.slug, lesson.module_slug, lesson.slug, language=language)) + f"#b-{activity.block_id}"
    return absolute(address(course.slug, language=language))


KINDS = [
    LetterKind(
        key=DEADLINE,
        label=gettext_lazy("Something is due in a few days"),
        context=_context,
        still_needed=_needed,
        seen=Seen.NEVER,
        good_until=_good_until,
        priority=TIMELY,
        variables={
            "course": gettext_lazy("The title of the course"),
            "until": gettext_lazy("Day and time until which it is due"),
            "count": gettext_lazy("How many things are due"),
        },
    )
]
