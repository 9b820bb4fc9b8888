"""The order of the queue, what is in it for whom, and that its SQL says the same as the rules."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.utils.timezone import now
from hypothesis import given
from hypothesis import strategies as st

from courses.mentorship.actions.claiming import claim
from courses.mentorship.models import Bar, Iteration, ReviewTask
from courses.mentorship.queue import sources
from courses.mentorship.queue.filters import EVERYTHING, Filters
from courses.mentorship.queue.order import Place
from courses.mentorship.queue.reach import reach_of
from courses.mentorship.queue.sources import Asked, Sign
from courses.mentorship.rules import Refusal, Refused, tasks_taken_by
from courses.quizzes import grading_list
from courses.quizzes.engine.definition import Essay
from courses.quizzes.models import Attempt, AttemptQuestion
from lms.accounts.models import Role, User
from lms.network.models import Organisation
from tests.courses.quizzes.attempted import attempted, question_of, quiz_of
from tests.factories import CohortFactory, EnrolmentFactory
from tests.factories.mentorship import handed_in, mentor, paired, submission, task_of

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 26, 9, tzinfo=UTC)


def asked(person, filters=EVERYTHING):
    person = User.objects.get(pk=person.pk)
    return Asked(person=person, reach=reach_of(person, "en"), at=now(), language="en", filters=filters)


def found(person, filters=EVERYTHING, **more):
    return sources.waiting(asked(person, filters), most=100, **more)


def in_hand(person):
    return sources.in_hand_and_waiting(asked(person), most=100)[0]


def keys(rows):
    return [(row.source, row.pk) for row in rows]


def essay_of(cohort, learner=None, at=None):
    """An essay that waits for a grade."""
    quiz, question = essay_of.quiz, essay_of.question
    enrolment = EnrolmentFactory(cohort=cohort, **({"learner": learner} if learner else {}))
    row = attempted(quiz, [(question, {"text": "By the river."}, None)], enrolment=enrolment).questions.get()
    Attempt.objects.filter(pk=row.attempt_id).update(submitted_at=at or now())
    return row


@pytest.fixture(autouse=True)
def _quiz():
    essay_of.question = question_of(Essay(text="Who lives here?"))
    essay_of.quiz = quiz_of(essay_of.question)


@pytest.fixture
def cohort():
    return CohortFactory(name="Spring", country="UA")


def task_in(cohort, at=None, **fields):
    task = task_of(handed_in(submission(cohort=cohort)))
    ReviewTask.objects.filter(pk=task.pk).update(**({"handed_in_at": at} if at else {}), **fields)
    task.refresh_from_db()
    return task


def test_who_has_waited_longest_comes_first_whatever_it_is(cohort):
    late, early = task_in(cohort, AT), task_in(cohort, AT - timedelta(days=3))
    between = essay_of(cohort, at=AT - timedelta(days=1))

    rows = found(mentor(cohort))

    assert keys(rows) == [("task", early.pk), ("answer", between.pk), ("task", late.pk)]
    assert [row.signs for row in rows] == [(), (Sign.QUIZ,), ()]


def test_what_is_promised_nothing_keeps_nobody_waiting(cohort):
    unofficial = task_in(cohort, AT - timedelta(days=30), promised_on=None)
    Iteration.objects.filter(tasks=unofficial).update(is_unofficial=True)
    promised = task_in(cohort, AT)

    rows = found(mentor(cohort))

    assert keys(rows) == [("task", promised.pk), ("task", unofficial.pk)]
    assert (rows[1].signs, rows[1].due_on) == ((Sign.UNOFFICIAL,), None)


def test_an_answer_is_due_after_as_many_working_days_as_a_review(cohort):
    with time_machine.travel(AT, tick=False):  # a Thursday
        task_in(cohort)
        essay_of(cohort)
        rows = found(mentor(cohort))

    assert [str(row.due_on) for row in rows] == ["2026-12-03", "2026-12-03"]


def test_a_row_says_whose_what_and_where(cohort):
    task = task_in(cohort)
    row = found(mentor(cohort))[0]

    assert (row.learner, row.title, row.cohort, row.language, row.round, row.enrolment) == (
        str(task.learner), "Show your mentor", "Spring", "en", 1, task.submission.enrolment_id,
    )  # fmt: skip


def test_pages_hold_everything_once_also_where_all_came_at_once(cohort):
    tasks = [task_in(cohort, AT) for _ in range(5)]
    answers = [essay_of(cohort, at=AT) for _ in range(4)]
    tasks += [task_in(cohort, AT, promised_on=None) for _ in range(3)]
    person, place, seen = asked(mentor(cohort)), None, []

    while rows := sources.waiting(person, after=place, most=2):
        seen += keys(rows)
        place = Place.read(rows[-1].place.token())

    assert len(seen) == len(set(seen)) == 12
    assert set(seen) == {("task", one.pk) for one in tasks} | {("answer", one.pk) for one in answers}


times = st.integers(-(10**15), 10**15).map(lambda microseconds: AT + timedelta(microseconds=microseconds))


@given(st.lists(st.builds(Place, st.booleans(), times, st.integers(0, 1), st.integers(1, 10**9))))
def test_a_place_is_read_as_it_was_written_and_least_pk_agrees_with_the_order(places):
    assert [Place.read(place.token()) for place in places] == places
    for one, other in pairwise(places):
        same = Place(one.is_unpromised, one.since, other.source, other.pk)
        assert (same > one) == (same.pk > one.least_pk(same.source))


@pytest.mark.parametrize("token", ["", "x", "2-1-1-1", "0-1-1", "0-999999999999999999-1-1", "0-1-1-1\n", "0-١-1-1"])
def test_what_is_no_place_is_none(token):
    assert Place.read(token) is None


def test_taken_by_somebody_it_says_by_whom_and_in_ones_own_hands_it_stands_above(cohort):
    first, second = mentor(cohort, name="Olena First"), mentor(cohort)
    task, answer = task_in(cohort), essay_of(cohort)
    until = claim(task=task, person=first)
    grading_list.claim(question=answer, person=first)

    assert [(row.holder, row.held_until is not None) for row in found(second)] == [("Olena First", True)] * 2
    assert (found(first), found(second, only_free=True)) == ([], [])
    mine = in_hand(first)
    assert [(row.source, row.is_mine) for row in mine] == [("task", True), ("answer", True)]
    assert mine[0].held_until == until
    assert [sources.count(asked(who), 201) for who in (first, second)] == [0, 0]


def test_four_open_ones_are_four_of_both_kinds_together(cohort):
    person = mentor(cohort)
    for _ in range(2):
        claim(task=task_in(cohort), person=person)
        grading_list.claim(question=essay_of(cohort), person=person)

    with pytest.raises(Refused) as task_refused:
        claim(task=task_in(cohort), person=person)
    with pytest.raises(grading_list.GradingRefused) as answer_refused:
        grading_list.claim(question=essay_of(cohort), person=person)

    assert (task_refused.value.reason, answer_refused.value.reason) == (Refusal.TOO_MANY, grading_list.Refusal.TOO_MANY)


def test_filters_narrow_both_kinds(cohort):
    other = CohortFactory()
    person = mentor()
    mine, answer = task_in(cohort, language="uk"), essay_of(cohort)
    theirs = task_in(other)
    pairing = paired(answer.attempt.enrolment, person)

    def narrowed(**chosen):
        return {row.pk for row in found(person, Filters(**chosen)) if row.source == "task"}, {
            row.pk for row in found(person, Filters(**chosen)) if row.source == "answer"
        }

    assert narrowed() == ({mine.pk, theirs.pk}, {answer.pk})
    assert narrowed(cohort=cohort.pk) == ({mine.pk}, {answer.pk})
    assert narrowed(course=cohort.course_id) == ({mine.pk}, {answer.pk})
    assert narrowed(language="uk") == ({mine.pk}, set())
    assert narrowed(activity=essay_of.quiz.pk) == (set(), {answer.pk})
    assert narrowed(activity=mine.submission.assignment_id) == ({mine.pk}, set())
    assert narrowed(whose="mine") == (set(), {answer.pk})
    assert narrowed(whose="supervisors") == (set(), set())
    pairing.ended_at = now()
    pairing.save()
    assert narrowed(whose="mine") == (set(), set())


def test_offered_it_is_there_for_one_alone_and_says_until_when(cohort):
    person, other = mentor(cohort), mentor(cohort)
    made = submission(cohort=cohort)
    paired(made.enrolment, person)
    task = task_of(handed_in(made))

    (row,) = found(person, Filters(whose="mine"))

    assert (row.offered_until, row.signs, found(other)) == (task.offered_until, (Sign.OWN_LEARNER,), [])


@pytest.fixture
def everything(cohort):
    """Tasks in every state, in three cohorts; and people with every role."""
    owner = Organisation.objects.create(name="Hub", slug="hub")
    type(cohort).objects.filter(pk=cohort.pk).update(owner=owner)
    cohort.refresh_from_db()
    elsewhere, sister = CohortFactory(), CohortFactory(course=cohort.course)
    places = [None, owner, cohort.course, cohort, elsewhere]
    people = [mentor(where, role) for role in (Role.MENTOR, Role.SUPERVISOR, Role.COORDINATOR, Role.ADMINISTRATOR) for where in places]
    people += [mentor(cohort, Role.EDITOR), mentor(cohort, Role.LEARNER)]
    both = mentor(cohort)
    mentor_too = mentor(elsewhere, Role.SUPERVISOR)
    barred, holder = mentor(cohort), mentor()
    later, earlier = now() + timedelta(hours=5), now() - timedelta(hours=5)
    for where in (cohort, elsewhere, sister):
        for fields in [
            {},
            {"state": "escalated", "is_for_supervisor": True},
            {"state": "offered", "offered_to": people[0], "offered_until": later},
            {"state": "offered", "offered_to": people[0], "offered_until": earlier},
            {"state": "offered", "offered_to": None, "offered_until": later},
            {"state": "claimed", "claimed_by": holder, "claimed_until": later},
            {"state": "in_review", "claimed_by": holder, "claimed_until": earlier},
            {"state": "accepted", "settled_at": earlier},
            {"state": "withdrawn"},
        ]:
            task = task_in(where, **fields)
            Bar.objects.create(mentor=barred, learner=task.learner)
        answer = essay_of(where)
        essay_of(where, learner=both)
        Bar.objects.create(mentor=barred, learner=answer.attempt.enrolment.learner)
    AttemptQuestion.objects.filter(pk=answer.pk).update(claimed_by=holder, claimed_until=later)
    return [*people, both, mentor_too, barred, holder]


def test_for_everybody_the_queue_holds_what_the_rules_say_and_nothing_else(everything):
    for person in everything:
        person = User.objects.get(pk=person.pk)
        at = now()
        held = in_hand(person)
        listed = set(keys(found(person))) | set(keys(held))
        by_rules = {("task", pk) for pk in tasks_taken_by(person, at).values_list("pk", flat=True)}
        by_rules |= {("answer", pk) for pk in grading_list.waiting_for(person).values_list("pk", flat=True)}

        assert listed == by_rules, person.roles_held
        assert sources.count(asked(person), 201) == len(found(person, only_free=True))


def test_what_one_may_choose_from_is_what_is_in_reach(everything, cohort):
    choices = {len(reach_of(User.objects.get(pk=person.pk), "en").cohorts) for person in everything}

    assert choices == {0, 1, 2, 3}
