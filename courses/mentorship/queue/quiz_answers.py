"""Essays and files of quizzes that a person grades, as a source of the queue. `grading_list.waiting_for` says what waits; a test holds
this SQL to it.

Nothing is promised to the learner, but the desk treats all alike: an answer is due after as many working days as a review."""

from typing import Any

from django.urls import reverse

from courses.enrolment.working_days import add_working_days
from courses.quizzes import grading_list
from courses.quizzes.models import AttemptQuestion
from lms.accounts.models import User

from ..defaults import PROMISE_DAYS
from ..rules import Refusal, Refused
from .conditions import TITLES, Conditions, as_time, day_there, how_many, person_words, within
from .filters import Whose
from .order import Place
from .sources import Asked, Sign, Waiting

NUMBER = 1  # its place in the registry
_OWN = "EXISTS (SELECT 1 FROM mentorship_pairing m WHERE m.enrolment_id = {enrolment} AND m.mentor_id = %s AND m.ended_at IS NULL)"
_FROM = """
    FROM quizzes_attemptquestion q JOIN quizzes_attempt a ON a.id = q.attempt_id JOIN enrolment_enrolment e ON e.id = a.enrolment_id
    WHERE {conditions}
"""
_ROWS = f"""
    SELECT q.*, v.title, v.language AS title_language, p.name AS learner_name, p.email AS learner_email, h.name AS holder_name,
        h.email AS holder_email, c.name AS cohort_name, c.time_zone, c.country, COALESCE(lr.title, ls.title, '') AS lesson,
        COALESCE(kr.title, ks.title, k.slug) AS course_title, {_OWN.format(enrolment="q.enrolment_id")} AS is_own
    FROM (
        SELECT q.id, q.claimed_by_id, q.claimed_until, a.submitted_at AS since, a.enrolment_id, a.language, a.quiz_id,
            a.version_id AS rules_id, e.learner_id, e.cohort_id
        {_FROM} ORDER BY a.submitted_at, q.id LIMIT %s
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


class QuizAnswers:
    key = "answer"

    def waiting(self, asked: Asked, *, after: Place | None, most: int, only_free: bool) -> list[Waiting]:
        return _rows(asked, _waiting(asked, after, only_free=only_free), most) if _is_asked(asked) else []

    def in_hand(self, asked: Asked) -> list[Waiting]:
        mine = _within_reach(asked)
        mine.add("q.claimed_by_id = %s AND q.claimed_until > %s", asked.person.pk, asked.at)
        return _rows(asked, mine, 100)

    def count(self, asked: Asked, most: int) -> int:
        if not _is_asked(asked):
            return 0
        found = _waiting(asked, None, only_free=True)
        sql = f"SELECT COUNT(*) FROM (SELECT 1 {_FROM.format(conditions=found)} LIMIT %s) x"  # noqa: S608
        return how_many(sql, [*found.parameters, most])

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


def _is_asked(asked: Asked) -> bool:
    return asked.filters.whose != Whose.SUPERVISORS


def _rows(asked: Asked, conditions: Conditions, most: int) -> list[Waiting]:
    sql = _ROWS.format(conditions=conditions)
    parameters = [asked.person.pk, *conditions.parameters, most, asked.language, asked.language]
    return [_row(question, asked) for question in AttemptQuestion.objects.raw(sql, parameters)]


def _row(question: Any, asked: Asked) -> Waiting:
    since = as_time(question.since)
    is_held = bool(question.claimed_by_id and question.claimed_until and question.claimed_until > asked.at)
    return Waiting(
        source=QuizAnswers.key,
        place=Place(False, since, NUMBER, question.pk),
        learner=person_words(question.learner_name, question.learner_email),
        enrolment=question.enrolment_id,
        title=question.title,
        title_language=question.title_language,
        lesson=question.lesson,
        course=question.course_title,
        cohort=question.cohort_name,
        language=question.language,
        round=None,
        due_on=add_working_days(day_there(since, question.time_zone), PROMISE_DAYS, question.country),
        today=day_there(asked.at, question.time_zone),
        signs=(Sign.QUIZ, Sign.OWN_LEARNER) if question.is_own else (Sign.QUIZ,),
        holder=person_words(question.holder_name, question.holder_email) if is_held else "",
        held_until=question.claimed_until if is_held else None,
        is_mine=is_held and question.claimed_by_id == asked.person.pk,
    )


def _within_reach(asked: Asked) -> Conditions:
    """Waiting for a grade, in scope, not the person's own answer nor that of people they are barred from."""
    found, me = Conditions(), asked.person.pk
    found.add("q.state = 'needsgrading' AND a.state = 'submitted'")
    graded = within("e.cohort_id", asked.reach.graded)
    found.add(graded[0], *graded[1])
    found.add("e.learner_id <> %s", me)
    found.add("NOT EXISTS (SELECT 1 FROM accounts_user x WHERE x.id = e.learner_id AND x.erased_at IS NOT NULL)")
    found.add("NOT EXISTS (SELECT 1 FROM mentorship_bar b WHERE b.mentor_id = %s AND b.learner_id = e.learner_id)", me)
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
    if chosen.whose == Whose.MINE:
        found.add(_OWN.format(enrolment="a.enrolment_id"), me)
    if place is not None and place.is_unpromised:
        found.add("FALSE")
    elif place is not None:
        found.add("(a.submitted_at, q.id) > (%s, %s)", place.since, place.least_pk(NUMBER))
    return found
