"""Essays and files of quizzes that a person grades, as a source of the queue. `grading_list.waiting_for` says what waits; a test holds
this SQL to it.

Nothing is promised to the learner, but the desk treats all alike: an answer is due after as many working days as a review."""

from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from django.urls import reverse

from courses.enrolment.working_days import add_working_days
from courses.quizzes import grading_list
from lms.accounts.models import User

from ..defaults import PROMISE_DAYS
from ..rules import Refusal, Refused
from .asking import NOTHING, TITLE_COLUMNS, TITLES, Conditions, as_time, day_there, person_words, rows, within
from .filters import Whose
from .order import Place
from .sources import Asked, Sign, Waiting

NUMBER = 1  # its place in the registry
_OWN = "EXISTS (SELECT 1 FROM mentorship_pairing m WHERE m.enrolment_id = {enrolment} AND m.mentor_id = %s AND m.ended_at IS NULL)"
_FROM = """
    FROM quizzes_attemptquestion q JOIN quizzes_attempt a ON a.id = q.attempt_id JOIN enrolment_enrolment e ON e.id = a.enrolment_id
    JOIN accounts_user x ON x.id = e.learner_id
"""
# What the question is called by: texts between questions have no number.
_NUMBER = """
    (SELECT COUNT(*) FROM quizzes_attemptquestion n JOIN quizzes_questionversion w ON w.id = n.version_id
    JOIN quizzes_question b ON b.id = w.question_id
    WHERE n.attempt_id = q.attempt_id AND n.slot <= q.slot AND b.type <> 'description')
"""
_COLUMNS = """
    q.id, q.attempt_id, q.slot, q.claimed_by_id, q.claimed_until, a.submitted_at AS since, a.enrolment_id, a.language, a.quiz_id,
    a.version_id AS rules_id, e.learner_id, e.cohort_id
"""
_ROWS = f"""
    SELECT q.id, q.since, q.language, q.claimed_by_id, q.claimed_until, v.title, v.language, q.enrolment_id, p.name, p.email, h.name,
        h.email, c.name, c.time_zone, c.country, {_NUMBER},
        {TITLE_COLUMNS},
        {_OWN.format(enrolment="q.enrolment_id")}
    FROM (
        SELECT * FROM (SELECT {_COLUMNS} {_FROM} WHERE {{waiting}} ORDER BY a.submitted_at, q.id LIMIT %s) w
        UNION ALL SELECT {_COLUMNS} {_FROM} WHERE {{mine}}
    ) q
    JOIN catalogue_activityversion v ON v.id = q.rules_id
    JOIN catalogue_activity y ON y.id = q.quiz_id
    JOIN enrolment_cohort c ON c.id = q.cohort_id
    JOIN catalogue_course k ON k.id = c.course_id
    JOIN accounts_user p ON p.id = q.learner_id
    LEFT JOIN accounts_user h ON h.id = q.claimed_by_id
    {TITLES}
    ORDER BY q.since, q.id
"""  # noqa: S608 - no part of it comes from outside


class _Answer(NamedTuple):
    """What `_ROWS` selects."""

    id: int
    since: datetime
    language: str
    claimed_by_id: int | None
    claimed_until: datetime | None
    title: str
    title_language: str
    enrolment_id: int
    learner_name: str
    learner_email: str | None
    holder_name: str | None
    holder_email: str | None
    cohort: str
    time_zone: str
    country: str
    number: int
    lesson: str
    lesson_language: str
    course: str
    course_language: str
    is_own: bool


class QuizAnswers:
    key = "answer"

    def rows(self, asked: Asked, *, after: Place | None, most: int, only_free: bool, with_mine: bool) -> list[Waiting]:
        found, mine = _waiting(asked, after, only_free=only_free), _mine(asked, is_wanted=with_mine)
        sql = _ROWS.format(waiting=found, mine=mine)
        parameters = [asked.person.pk, *found.parameters, most, *mine.parameters, asked.language, asked.language]
        return [_row(_Answer(*values), asked) for values in rows(sql, parameters)]

    def counting(self, asked: Asked, most: int) -> tuple[str, list]:
        found = _waiting(asked, None, only_free=True)
        sql = f"SELECT COUNT(*) FROM (SELECT 1 {_FROM} WHERE {found} LIMIT %s) x"  # noqa: S608
        return sql, [*found.parameters, most]

    def take(self, person: User, pk: int) -> str:
        question = grading_list.waiting_for(person).filter(pk=pk).first()
        if question is None:
            raise Refused(Refusal.SETTLED)
        try:
            grading_list.claim(question=question, person=person)
        except grading_list.GradingRefused as refused:
            is_many = refused.reason == grading_list.Refusal.TOO_MANY
            reason = Refusal.TOO_MANY if is_many else Refusal.TAKEN
            raise Refused(reason, holder=refused.holder, until=refused.until) from refused
        return reverse("grade_answer", args=[pk])


def _row(answer: _Answer, asked: Asked) -> Waiting:
    since, claimed_until = as_time(answer.since), as_time(answer.claimed_until)
    is_held = answer.claimed_by_id is not None and claimed_until is not None and claimed_until > asked.at
    return Waiting(
        source=QuizAnswers.key,
        place=Place(False, since, NUMBER, answer.id),
        learner=person_words(answer.learner_name, answer.learner_email),
        enrolment=answer.enrolment_id,
        title=answer.title,
        title_language=answer.title_language,
        lesson=answer.lesson,
        lesson_language=answer.lesson_language,
        course=answer.course,
        course_language=answer.course_language,
        cohort=answer.cohort,
        language=answer.language,
        round=None,
        question=answer.number,
        due_on=_due_on(day_there(since, answer.time_zone), answer.country),
        today=day_there(asked.at, answer.time_zone),
        signs=(Sign.QUIZ, Sign.OWN_LEARNER) if answer.is_own else (Sign.QUIZ,),
        holder=person_words(answer.holder_name, answer.holder_email) if is_held else "",
        held_until=claimed_until if is_held else None,
        is_mine=is_held and answer.claimed_by_id == asked.person.pk,
    )


@lru_cache(maxsize=1024)
def _due_on(since: date, country: str) -> date:
    return add_working_days(since, PROMISE_DAYS, country)


def _within_reach(asked: Asked) -> Conditions:
    """Waiting for a grade, in scope, not the person's own answer nor of people they are barred from or who are gone."""
    found, me = Conditions(), asked.person.pk
    found.add("q.state = 'needsgrading' AND a.state = 'submitted'")
    graded = within("e.cohort_id", asked.reach.graded)
    found.add(graded[0], *graded[1])
    found.add("e.learner_id <> %s", me)
    found.add("x.erased_at IS NULL")
    found.add("NOT EXISTS (SELECT 1 FROM mentorship_bar b WHERE b.mentor_id = %s AND b.learner_id = e.learner_id)", me)
    return found


def _mine(asked: Asked, *, is_wanted: bool) -> Conditions:
    """In the person's hands."""
    if not is_wanted:
        return NOTHING
    found = _within_reach(asked)
    found.add("q.claimed_by_id = %s AND q.claimed_until > %s", asked.person.pk, asked.at)
    return found


def _waiting(asked: Asked, place: Place | None, *, only_free: bool) -> Conditions:
    found, me, chosen = _within_reach(asked), asked.person.pk, asked.filters
    if only_free:
        found.add("q.claimed_by_id IS NULL OR q.claimed_until IS NULL OR q.claimed_until <= %s", asked.at)
    else:
        found.add("q.claimed_by_id IS NULL OR q.claimed_until IS NULL OR q.claimed_by_id <> %s OR q.claimed_until <= %s", me, asked.at)
    for column, value in [("e.cohort_id", chosen.cohort), ("a.language", chosen.language), ("a.quiz_id", chosen.activity)]:
        if value:
            found.add(f"{column} = %s", value)
    if chosen.course:
        found.add("e.cohort_id IN (SELECT id FROM enrolment_cohort WHERE course_id = %s)", chosen.course)
    if chosen.whose == Whose.SUPERVISORS:
        return NOTHING
    if chosen.whose == Whose.MINE:
        found.add(_OWN.format(enrolment="a.enrolment_id"), me)
    if place is not None and place.is_unpromised:
        found.add("FALSE")
    elif place is not None:
        found.add("(a.submitted_at, q.id) > (%s, %s)", place.since, place.least_pk(NUMBER))
    return found
