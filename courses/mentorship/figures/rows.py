"""The rows behind each number, as one table: a row for a task, a submission, or a learner who has not handed in."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from courses.catalogue.models import Activity, ActivityVersion
from courses.enrolment.working_days import local_day
from lms.accounts.models import User

from ..kept_back import kept_from
from ..models import Pairing, ReviewTask, Submission
from ..wording import kept_back_words
from . import waiting
from .answered import Answer, acceptances, answers, first_answers
from .load import answered_this_week
from .names import Figure
from .scope import Scope

AROUND = ("learner", "cohort", "iteration__version", "offered_to", "claimed_by", "settled_by")


@dataclass(frozen=True, kw_only=True)
class Row:
    """`day`: promised, or due. `days`: working days until the answer. `mentor`: who has it, who answered, or whose learner it is."""

    learner: User
    cohort: str
    assignment: str
    enrolment_id: int
    task_id: int | None = None
    round: int | None = None
    since: datetime | None = None
    day: date | None = None
    answered_at: datetime | None = None
    days: int | None = None
    mentor: User | None = None
    state: str = ""


def rows_of(figure: Figure, scope: Scope, language: str, *, part: int | None = None, whose: int | None = None) -> list[Row]:
    """`part`: one bar of a picture, a number of rounds or of working days (the last bar has all above). `whose`: of one mentor's load."""
    match figure:
        case Figure.WAITING | Figure.OVERDUE | Figure.OFFERED | Figure.HELD:
            found = {
                Figure.WAITING: waiting.waiting,
                Figure.OVERDUE: waiting.overdue,
                Figure.OFFERED: waiting.offered,
                Figure.HELD: waiting.held,
            }
            tasks = found[figure](scope)
            holder = {Figure.OFFERED: "offered_to", Figure.HELD: "claimed_by"}.get(figure)
            return _of_tasks(tasks.filter(**{holder: whose}) if holder and whose else tasks, scope.at)
        case Figure.THIS_WEEK:
            events = answered_this_week(scope)
            return _of_settled((events.filter(by=whose) if whose else events).values("task"))
        case Figure.FIRST_ANSWERS:
            return _of_answers(_part_of(first_answers(answers(scope)), "days", part, DAYS_SHOWN))
        case Figure.ROUNDS:
            return _of_answers(_part_of(acceptances(answers(scope)), "round", part, ROUNDS_SHOWN))
        case Figure.SILENT:
            return _of_submissions(waiting.silent(scope), language)
        case Figure.NEVER:
            return _of_enrolments(waiting.never_handed_in(scope), language)
        case Figure.ASLEEP:
            return _of_sleepers(waiting.asleep(scope))


def as_shown_to(person: User, rows: Iterable[Row]) -> list[Row]:
    """Without who answered, and how, where the person must not know it yet."""
    kept = set(kept_from(person).values_list("task", flat=True))
    return [replace(row, mentor=None, state=kept_back_words()) if row.task_id in kept else row for row in rows]


TASKS = {
    Figure.WAITING: waiting.waiting,
    Figure.OVERDUE: waiting.overdue,
    Figure.OFFERED: waiting.offered,
    Figure.HELD: waiting.held,
}
DAYS_SHOWN, ROUNDS_SHOWN = 11, 6  # the last bar of each picture has all above


def _part_of(found: Iterable[Answer], name: str, part: int | None, most: int) -> list[Answer]:
    return [one for one in found if part is None or min(most, getattr(one, name)) == part]


def _of_tasks(tasks: QuerySet[ReviewTask], at: datetime) -> list[Row]:
    around = tasks.select_related(*AROUND, "submission").order_by("handed_in_at", "pk")
    return [_of_task(task, task.claimed_by if task.is_held(at) else task.offered_to if task.is_offered(at) else None) for task in around]


def _of_settled(tasks: QuerySet) -> list[Row]:
    found = ReviewTask.objects.filter(pk__in=tasks).select_related(*AROUND, "submission").order_by("settled_at", "pk")
    return [_of_task(task, task.settled_by) for task in found]


def _of_answers(found: Collection[Answer]) -> list[Row]:
    tasks = ReviewTask.objects.select_related(*AROUND, "submission").in_bulk([answer.task for answer in found])
    return [_of_task(tasks[answer.task], tasks[answer.task].settled_by, answer) for answer in found]


def _of_task(task: ReviewTask, mentor: User | None, answer: Answer | None = None) -> Row:
    return Row(
        learner=task.learner,
        cohort=task.cohort.name,
        assignment=task.iteration.version.title,
        enrolment_id=task.submission.enrolment_id,
        task_id=task.pk,
        round=task.iteration.round,
        since=task.handed_in_at,
        day=task.promised_on,
        answered_at=task.settled_at,
        days=answer.days if answer else None,
        mentor=mentor,
        state=str(task.get_state_display()),
    )


def _of_submissions(found: QuerySet[Any], language: str) -> list[Row]:
    submissions = list(found.select_related("enrolment__learner", "enrolment__cohort").order_by("returned_at", "pk"))
    mentors = mentors_by_enrolment([one.enrolment_id for one in submissions])
    titles = titles_of({one.assignment_id for one in submissions}, language)
    return [
        Row(
            learner=one.enrolment.learner,
            cohort=one.enrolment.cohort.name,
            assignment=titles[one.assignment_id],
            enrolment_id=one.enrolment_id,
            answered_at=one.returned_at,
            mentor=mentors.get(one.enrolment_id),
            state=str(one.get_state_display()),
        )
        for one in submissions
    ]


def _of_enrolments(found: QuerySet[Any], language: str) -> list[Row]:
    enrolments = list(found.select_related("learner", "cohort").order_by("due_at", "learner__name", "pk"))
    mentors = mentors_by_enrolment([one.pk for one in enrolments])
    titles = titles_of({one.activity for one in enrolments}, language)
    return [
        Row(
            learner=one.learner,
            cohort=one.cohort.name,
            assignment=titles[one.activity],
            enrolment_id=one.pk,
            day=local_day(one.due_at, one.cohort),
            mentor=mentors.get(one.pk),
            state=str(Submission.State.DRAFT.label),
        )
        for one in enrolments
    ]


def _of_sleepers(found: QuerySet[Any]) -> list[Row]:
    """`since`: when they fell asleep."""
    enrolments = list(found.select_related("learner", "cohort").order_by("asleep_since", "learner__name", "pk"))
    mentors = mentors_by_enrolment([one.pk for one in enrolments])
    return [
        Row(
            learner=one.learner,
            cohort=one.cohort.name,
            assignment="",
            enrolment_id=one.pk,
            since=one.asleep_since,
            mentor=mentors.get(one.pk),
            state=str(Figure.ASLEEP.label),
        )
        for one in enrolments
    ]


def mentors_by_enrolment(enrolments: Collection[int]) -> dict[int, User]:
    current = Pairing.objects.current().filter(enrolment__in=enrolments).select_related("mentor")
    return {pairing.enrolment_id: pairing.mentor for pairing in current}


def titles_of(assignments: Collection[int], language: str) -> dict[int, str]:
    """In the reader's language, else in the course's own."""
    found: dict[int, str] = dict(Activity.objects.filter(pk__in=assignments).values_list("pk", "block_id"))
    versions = ActivityVersion.objects.current().filter(of__in=assignments).select_related("of__lesson__course")
    for version in sorted(versions, key=lambda one: (one.language == language, one.language == one.of.lesson.course.source_language)):
        found[version.of_id] = version.title
    return found
