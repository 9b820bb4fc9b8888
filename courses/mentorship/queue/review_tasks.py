"""What was handed in, as a source of the queue. `rules.tasks_taken_by` says what may be taken; a test holds this SQL to it."""

from typing import Any

from django.urls import reverse

from lms.accounts.models import User

from ..actions.claiming import claim, open_review
from ..models import ReviewTask
from ..rules import Refusal, Refused, tasks_taken_by
from .conditions import TITLES, Conditions, after, day_there, how_many, person_words, within
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
    SELECT t.*, i.round, i.is_unofficial, v.title, v.language AS title_language, s.enrolment_id,
        p.name AS learner_name, p.email AS learner_email, h.name AS holder_name, h.email AS holder_email,
        c.name AS cohort_name, c.time_zone, COALESCE(lr.title, ls.title, '') AS lesson,
        COALESCE(kr.title, ks.title, k.slug) AS course_title, EXISTS (
            SELECT 1 FROM mentorship_pairing m WHERE m.enrolment_id = s.enrolment_id AND m.mentor_id = %s AND m.ended_at IS NULL
        ) AS is_own
    FROM (SELECT * FROM mentorship_reviewtask t WHERE {conditions} ORDER BY (t.promised_on IS NULL), t.handed_in_at, t.id LIMIT %s) t
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


class ReviewTasks:
    key = "task"

    def waiting(self, asked: Asked, *, after: Place | None, most: int, only_free: bool) -> list[Waiting]:
        return _rows(asked, _waiting(asked, after, only_free=only_free), most)

    def in_hand(self, asked: Asked) -> list[Waiting]:
        mine = _within_reach(asked)
        mine.add("t.state IN ('claimed', 'in_review') AND t.claimed_by_id = %s AND t.claimed_until > %s", asked.person.pk, asked.at)
        return _rows(asked, mine, 100)

    def count(self, asked: Asked, most: int) -> int:
        found = _waiting(asked, None, only_free=True)
        sql = f"SELECT COUNT(*) FROM (SELECT 1 FROM mentorship_reviewtask t WHERE {found} LIMIT %s) x"  # noqa: S608 - see conditions.py
        return how_many(sql, [*found.parameters, most])

    def take(self, person: User, pk: int) -> str:
        task = tasks_taken_by(person).filter(pk=pk).first()
        if task is None:
            raise Refused(Refusal.TAKEN)
        claim(task=task, person=person)
        open_review(task=task, person=person)
        return reverse("review_task", args=[pk])


def _rows(asked: Asked, conditions: Conditions, most: int) -> list[Waiting]:
    sql = _ROWS.format(conditions=conditions, titles=TITLES)
    parameters = [asked.person.pk, *conditions.parameters, most, asked.language, asked.language]
    return [_row(task, asked) for task in ReviewTask.objects.raw(sql, parameters)]


def _row(task: Any, asked: Asked) -> Waiting:
    is_held = task.is_held(asked.at)
    is_offered = task.offered_to_id == asked.person.pk and task.is_offered(asked.at)
    return Waiting(
        source=ReviewTasks.key,
        place=Place(task.promised_on is None, task.handed_in_at, NUMBER, task.pk),
        learner=person_words(task.learner_name, task.learner_email),
        enrolment=task.enrolment_id,
        title=task.title,
        title_language=task.title_language,
        lesson=task.lesson,
        course=task.course_title,
        cohort=task.cohort_name,
        language=task.language,
        round=task.round,
        due_on=task.promised_on,
        today=day_there(asked.at, task.time_zone),
        signs=_signs(task),
        offered_until=task.offered_until if is_offered else None,
        holder=person_words(task.holder_name, task.holder_email) if is_held else "",
        held_until=task.claimed_until if is_held else None,
        is_mine=is_held and task.claimed_by_id == asked.person.pk,
    )


def _signs(task: Any) -> tuple[Sign, ...]:
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
    found.add(f"(NOT t.is_for_supervisor AND {mentored[0]}) OR {supervised[0]}", *mentored[1], *supervised[1])
    found.add("t.learner_id <> %s", me)
    found.add("NOT EXISTS (SELECT 1 FROM mentorship_bar b WHERE b.mentor_id = %s AND b.learner_id = t.learner_id)", me)
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
