"""Whom a change of structure touches: how many people in each cohort, and never who they are."""

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from courses.catalogue.models import Activity
from courses.enrolment.models import Cohort, CourseCompletion, Enrolment, LessonPosition
from courses.mentorship.models import Iteration, IterationAnswer
from courses.quizzes.models import Attempt
from courses.workbook.models import Entry

_HERE = [state for state in Enrolment.State if state not in (Enrolment.State.REMOVED, Enrolment.State.INVITED)]


@dataclass
class TouchedCohort:
    """`answered`, `attempted` and `handed_in` are about the activities that change; `completed` have finished the course, and keep that."""

    cohort: str
    studying: int = 0
    read: int = 0
    answered: int = 0
    attempted: int = 0
    handed_in: int = 0
    completed: int = 0

    @property
    def is_touched(self) -> bool:
        return bool(self.read or self.answered or self.attempted or self.handed_in)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def touched(lessons: Collection[int], activities: Collection[int], *, asks_more: bool = False) -> list[TouchedCohort]:
    """Seven queries, however many cohorts. `asks_more`: something is required now that was not, so that who studies is touched as well."""
    counts = dict(_counts(lessons, activities))
    cohorts = Cohort.objects.filter(course__lessons__in=lessons).distinct().order_by("pk")
    found = [TouchedCohort(cohort.name, **{name: counted.get(cohort.pk, 0) for name, counted in counts.items()}) for cohort in cohorts]
    return [one for one in found if one.is_touched or (asks_more and (one.studying or one.completed))]


def readers(lessons: Collection[int], *, language: str = "") -> int:
    """How many people have read any of them or written in them, each person once. `language`: only those who read it in that one last."""
    read = LessonPosition.objects.filter(lesson__in=lessons, read_version__isnull=False)
    if language:
        here = Q(pk__in=read.filter(read_version__language=language).values("enrolment"))
    else:
        written = Entry.objects.filter(activity__lesson__in=lessons, revision__gt=0)
        attempted = Attempt.objects.filter(quiz__lesson__in=lessons)
        here = Q(pk__in=read.values("enrolment")) | Q(pk__in=written.values("enrolment")) | Q(pk__in=attempted.values("enrolment"))
    return Enrolment.objects.filter(here, state__in=_HERE).order_by().values("learner").distinct().count()


def activities_of(lesson_id: int, block_ids: Collection[str]) -> list[int]:
    return list(Activity.objects.filter(lesson=lesson_id, block_id__in=block_ids).values_list("pk", flat=True))


def _counts(lessons: Collection[int], activities: Collection[int]) -> Iterator[tuple[str, dict[int, int]]]:
    studying = Enrolment.objects.filter(cohort__course__lessons__in=lessons, state=Enrolment.State.ACTIVE)
    yield "studying", _by_cohort(studying, "pk", "cohort")
    yield "read", _by_cohort(LessonPosition.objects.filter(lesson__in=lessons, read_version__isnull=False))
    yield "answered", _by_cohort(Entry.objects.filter(activity__in=activities, revision__gt=0))
    yield "attempted", _by_cohort(Attempt.objects.filter(quiz__in=activities))
    gathered = IterationAnswer.objects.filter(activity__in=activities).values("iteration")
    handed_in = Iteration.objects.standing().filter(Q(submission__assignment__in=activities) | Q(pk__in=gathered))
    yield "handed_in", _by_cohort(handed_in, "submission__enrolment", "submission__enrolment__cohort", "submission__enrolment__state")
    yield "completed", _by_cohort(CourseCompletion.objects.filter(enrolment__cohort__course__lessons__in=lessons))


def _by_cohort(
    rows: QuerySet[Any], person: str = "enrolment", cohort: str = "enrolment__cohort", state: str = "enrolment__state"
) -> dict[int, int]:
    rows = rows.filter(**{f"{state}__in": _HERE}) if person != "pk" else rows
    return dict(rows.order_by().values_list(cohort).annotate(people=Count(person, distinct=True)))
