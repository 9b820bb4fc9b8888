"""What was handed in, as a source of the queue. `rules.tasks_taken_by` says what may be taken; a test holds this SQL to it."""

from datetime import date, datetime
from typing import NamedTuple

from django.urls import reverse

from lms.accounts.models import User

from ..actions.claiming import claim, open_review
from ..models import ReviewTask
from ..rules import Refusal, Refused, tasks_taken_by
from .asking import NOTHING, TITLE_COLUMNS, TITLES, Conditions, after, as_time, day_there, person_words, rows, within
from .filters import Whose
from .order import Place
from .sources import Asked, Sign, Waiting

NUMBER = 0  # its place in the registry
_OPEN = "t.state IN ('queued', 'offered', 'claimed', 'in_review', 'escalated')"
_OWN = """EXISTS (
    SELECT 1 FROM mentorship_pairing m JOIN mentorship_submission s ON s.enrolment_id = m.enrolment_id
    WHERE s.id = t.submission_id AND m.mentor_id = %s AND m.ended_at IS NULL
)"""

_ROWS = """
    SELECT t.id, t.handed_in_at, t.promised_on, t.language, t.reason, t.is_for_supervisor, t.offered_to_id, t.offered_until,
        t.claimed_by_id, t.claimed_until, i.round, i.is_unofficial, v.title, v.language, s.enrolment_id, p.name, p.email, h.name, h.email,
        c.name, c.time_zone, {columns}, EXISTS (
            SELECT 1 FROM mentorship_pairing m WHERE m.enrolment_id = s.enrolment_id AND m.mentor_id = %s AND m.ended_at IS NULL
        )
    FROM (
        SELECT * FROM (
            SELECT * FROM mentorship_reviewtask t WHERE {waiting} ORDER BY (t.promised_on IS NULL), t.handed_in_at, t.id LIMIT %s
        ) w
        UNION ALL SELECT * FROM mentorship_reviewtask t WHERE {mine}
    ) t
    JOIN mentorship_iteration i ON i.id = t.iteration_id
    JOIN catalogue_activityversion v ON v.id = i.version_id
    JOIN mentorship_submission s ON s.id = t.submission_id
    JOIN catalogue_activity y ON y.id = s.assignment_id
    JOIN enrolment_cohort c ON c.id = t.cohort_id
    JOIN catalogue_course k ON k.id = t.course_id
    JOIN accounts_user p ON p.id = t.learner_id
    LEFT JOIN accounts_user h ON h.id = t.claimed_by_id
    {titles}
    ORDER BY (t.promised_on IS NULL), t.handed_in_at, t.id
"""


class _Task(NamedTuple):
    """What `_ROWS` selects."""

    id: int
    handed_in_at: datetime
    promised_on: date | None
    language: str
    reason: str
    is_for_supervisor: bool
    offered_to_id: int | None
    offered_until: datetime | None
    claimed_by_id: int | None
    claimed_until: datetime | None
    round: int
    is_unofficial: bool
    title: str
    title_language: str
    enrolment_id: int
    learner_name: str
    learner_email: str | None
    holder_name: str | None
    holder_email: str | None
    cohort: str
    time_zone: str
    lesson: str
    lesson_language: str
    course: str
    course_language: str
    is_own: bool


class ReviewTasks:
    key = "task"

    def rows(self, asked: Asked, *, after: Place | None, most: int, only_free: bool, with_mine: bool) -> list[Waiting]:
        found, mine = _waiting(asked, after, only_free=only_free), _mine(asked, is_wanted=with_mine)
        sql = _ROWS.format(waiting=found, mine=mine, titles=TITLES, columns=TITLE_COLUMNS)
        parameters = [asked.person.pk, *found.parameters, most, *mine.parameters, asked.language, asked.language]
        return [_row(_Task(*values), asked) for values in rows(sql, parameters)]

    def counting(self, asked: Asked, most: int) -> tuple[str, list]:
        found = _waiting(asked, None, only_free=True)
        sql = f"SELECT COUNT(*) FROM (SELECT 1 FROM mentorship_reviewtask t WHERE {found} LIMIT %s) x"  # noqa: S608 - see asking.py
        return sql, [*found.parameters, most]

    def take(self, person: User, pk: int) -> str:
        task = tasks_taken_by(person).filter(pk=pk).first()
        if task is None:
            raise Refused(Refusal.TAKEN)
        claim(task=task, person=person)
        open_review(task=task, person=person)
        return reverse("review_task", args=[pk])


def _row(task: _Task, asked: Asked) -> Waiting:
    claimed_until, offered_until = as_time(task.claimed_until), as_time(task.offered_until)
    is_held = task.claimed_by_id is not None and claimed_until is not None and claimed_until > asked.at
    is_offered = task.offered_to_id == asked.person.pk and offered_until is not None and offered_until > asked.at
    return Waiting(
        source=ReviewTasks.key,
        place=Place(task.promised_on is None, as_time(task.handed_in_at), NUMBER, task.id),
        learner=person_words(task.learner_name, task.learner_email),
        enrolment=task.enrolment_id,
        title=task.title,
        title_language=task.title_language,
        lesson=task.lesson,
        lesson_language=task.lesson_language,
        course=task.course,
        course_language=task.course_language,
        cohort=task.cohort,
        language=task.language,
        round=task.round,
        due_on=task.promised_on,
        today=day_there(asked.at, task.time_zone),
        signs=_signs(task),
        offered_until=offered_until if is_offered else None,
        holder=person_words(task.holder_name, task.holder_email) if is_held else "",
        held_until=claimed_until if is_held else None,
        is_mine=is_held and task.claimed_by_id == asked.person.pk,
    )


def _signs(task: _Task) -> tuple[Sign, ...]:
    holds = {
        Sign.APPEAL: task.reason == ReviewTask.Reason.APPEAL,
        Sign.FOR_SUPERVISOR: task.is_for_supervisor,
        Sign.OWN_LEARNER: task.is_own,
        Sign.UNOFFICIAL: task.is_unofficial,
    }
    return tuple(sign for sign, is_so in holds.items() if is_so)


def _within_reach(asked: Asked) -> Conditions:
    """Open, in scope, not the person's own work nor that of people they are barred from."""
    found, me = Conditions(), asked.person.pk
    found.add(_OPEN)
    mentored, supervised = within("t.cohort_id", asked.reach.mentored), within("t.cohort_id", asked.reach.supervised)
    begun = within("t.cohort_id", asked.reach.not_yet)
    mentors_own = f"NOT t.is_for_supervisor AND {mentored[0]} AND NOT ({begun[0]})"
    found.add(f"({mentors_own}) OR {supervised[0]}", *mentored[1], *begun[1], *supervised[1])
    found.add("t.learner_id <> %s", me)
    found.add("NOT EXISTS (SELECT 1 FROM mentorship_bar b WHERE b.mentor_id = %s AND b.learner_id = t.learner_id)", me)
    return found


def _mine(asked: Asked, *, is_wanted: bool) -> Conditions:
    """In the person's hands."""
    if not is_wanted:
        return NOTHING
    found = _within_reach(asked)
    found.add("t.state IN ('claimed', 'in_review') AND t.claimed_by_id = %s AND t.claimed_until > %s", asked.person.pk, asked.at)
    return found


def _waiting(asked: Asked, place: Place | None, *, only_free: bool) -> Conditions:
    found, me, chosen = _within_reach(asked), asked.person.pk, asked.filters
    found.add("NOT (t.state = 'offered' AND t.offered_until > %s AND (t.offered_to_id IS NULL OR t.offered_to_id <> %s))", asked.at, me)
    if only_free:
        found.add("t.claimed_by_id IS NULL OR t.claimed_until <= %s", asked.at)
    else:
        found.add("t.claimed_by_id IS NULL OR t.claimed_by_id <> %s OR t.claimed_until <= %s", me, asked.at)
    for column, value in [("course_id", chosen.course), ("cohort_id", chosen.cohort), ("language", chosen.language)]:
        if value:
            found.add(f"t.{column} = %s", value)
    if chosen.activity:
        found.add("t.submission_id IN (SELECT id FROM mentorship_submission WHERE assignment_id = %s)", chosen.activity)
    if chosen.whose == Whose.SUPERVISORS:
        found.add("t.is_for_supervisor")
    if chosen.whose == Whose.MINE:
        found.add(f"(t.offered_to_id = %s AND t.offered_until > %s) OR {_OWN}", me, asked.at, me)
    rank, parameters = after(place, source=NUMBER, rank="(t.promised_on IS NULL)", since="t.handed_in_at", pk="t.id")
    found.add(rank, *parameters)
    return found
