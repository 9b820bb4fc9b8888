"""What waits for a person, whose hands it is in, and what becomes of it."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils.timezone import now

from courses.quizzes.engine.definition import Essay, File
from courses.quizzes.grading_data import erase, export
from courses.quizzes.grading_list import (
    GradingRefused,
    Refusal,
    claim,
    grade,
    held_by,
    keep_draft,
    open_answer,
    release,
    renew,
    waiting_for,
)
from courses.quizzes.models import Attempt, AttemptQuestion, GradeDraft
from courses.quizzes.quiz_definition import Moment
from lms.accounts.actions import erase_person, grant_role
from lms.accounts.models import Role
from lms.network.models import Organisation
from lms.notifications import kinds
from lms.notifications.message import compose
from lms.notifications.models import Letter
from tests.courses.quizzes.attempted import attempted, cohort_of, one_of, question_of, quiz_of
from tests.factories import EnrolmentFactory, UserFactory

pytestmark = pytest.mark.django_db
WORDS = {"text": "We live by the river."}


@pytest.fixture
def essay():
    return question_of(Essay(text="Who lives here?", grader_info="Look for numbers."))


@pytest.fixture
def quiz(essay):
    return quiz_of(essay, marks=4.0)


@pytest.fixture
def cohort(quiz):
    return cohort_of(quiz)


def grader(role=Role.MENTOR, where=None, **fields):
    person = UserFactory(**fields)
    grant_role(person=person, role=role, where=where)
    return person


def test_what_an_erased_account_left_empty_waits_for_nobody(quiz, essay, cohort):
    mentor = grader(where=cohort)
    question = waiting(quiz, essay, cohort)
    assert list(waiting_for(mentor)) == [question]

    erase_person(person=question.attempt.enrolment.learner)

    assert list(waiting_for(mentor)) == []


def waiting(quiz, essay, cohort, ago=timedelta(0), **fields) -> AttemptQuestion:
    attempt = attempted(quiz, [(essay, WORDS, None)], cohort=cohort, most=4.0, **fields)
    Attempt.objects.filter(pk=attempt.pk).update(submitted_at=now() - ago)
    return attempt.questions.get()


def refusal(**what) -> Refusal | None:
    try:
        claim(**what)
    except GradingRefused as refused:
        return refused.reason
    return None


def test_the_oldest_comes_first(quiz, essay, cohort):
    late, early = waiting(quiz, essay, cohort), waiting(quiz, essay, cohort, timedelta(days=2))

    assert list(waiting_for(grader(where=cohort))) == [early, late]


@pytest.mark.parametrize("role", [Role.MENTOR, Role.SUPERVISOR, Role.COORDINATOR, Role.ADMINISTRATOR])
def test_each_sees_what_is_in_their_scope(quiz, essay, cohort, role):
    owner = Organisation.objects.create(name="Hub", slug="hub")
    type(cohort).objects.filter(pk=cohort.pk).update(owner=owner)
    mine = waiting(quiz, essay, cohort)
    other = waiting(quiz_of(essay), essay, None)

    for where in (cohort, cohort.course, owner):
        assert list(waiting_for(grader(role, where))) == [mine]
    assert set(waiting_for(grader(role))) == {mine, other}


@pytest.mark.parametrize("role", [Role.LEARNER, Role.EDITOR])
def test_others_see_nothing(quiz, essay, cohort, role):
    waiting(quiz, essay, cohort)

    assert list(waiting_for(grader(role, cohort))) == []
    assert list(waiting_for(UserFactory())) == []


def test_nobody_grades_their_own_work(quiz, essay, cohort):
    mentor = grader(Role.MENTOR, cohort)
    mine = waiting(quiz, essay, cohort, enrolment=EnrolmentFactory(cohort=cohort, learner=mentor))

    assert list(waiting_for(mentor)) == []
    with pytest.raises(AttemptQuestion.DoesNotExist):
        open_answer(mentor, mine.pk)


def test_what_is_not_handed_in_does_not_wait(quiz, essay, cohort):
    for state in ("in_progress", "abandoned"):
        question = waiting(quiz, essay, cohort)
        Attempt.objects.filter(pk=question.attempt_id).update(state=state)
    mentor = grader(where=cohort)

    assert list(waiting_for(mentor)) == []
    with pytest.raises(AttemptQuestion.DoesNotExist):
        open_answer(mentor, question.pk)


def test_of_two_one_gets_it_and_the_other_is_told_who(quiz, essay, cohort):
    question = waiting(quiz, essay, cohort)
    first, second = grader(where=cohort), grader(where=cohort)
    until = claim(question=question, person=first)

    with pytest.raises(GradingRefused) as told:
        claim(question=question, person=second)

    assert (told.value.reason, told.value.holder, told.value.until) == (Refusal.TAKEN, first, until)
    assert (list(held_by(first, now())), list(held_by(second, now()))) == ([question], [])


def test_a_lease_lasts_forty_five_minutes_and_each_renewal_as_long_again(quiz, essay, cohort):
    question, first, second = waiting(quiz, essay, cohort), grader(where=cohort), grader(where=cohort)
    with time_machine.travel(now(), tick=False) as clock:
        claim(question=question, person=first)
        clock.shift(timedelta(minutes=44))
        renew(question=question, person=first)
        clock.shift(timedelta(minutes=44))
        assert refusal(question=question, person=second) == Refusal.TAKEN
        clock.shift(timedelta(minutes=1))
        assert refusal(question=question, person=second) is None


def test_at_most_four_are_open_at_once(quiz, essay, cohort):
    questions = [waiting(quiz, essay, cohort) for _ in range(5)]
    mentor = grader(where=cohort)
    for question in questions[:4]:
        claim(question=question, person=mentor)

    assert refusal(question=questions[4], person=mentor) == Refusal.TOO_MANY
    assert refusal(question=questions[0], person=mentor) is None  # its own again
    release(question=questions[0], person=mentor)
    assert refusal(question=questions[4], person=mentor) is None


def test_nobody_gives_back_what_another_has(quiz, essay, cohort):
    question, first = waiting(quiz, essay, cohort), grader(where=cohort)
    claim(question=question, person=first)

    release(question=question, person=grader(where=cohort))

    assert list(held_by(first, now())) == [question]


def test_the_last_grade_finishes_the_attempt_and_the_learner_is_told_once(quiz, cohort, essay):
    file = question_of(File(text="Show it."))
    attempt = attempted(quiz, [(essay, WORDS, None), (file, {"files": []}, None)], cohort=cohort, most=4.0)
    mentor = grader(where=cohort)
    first, second = attempt.questions.all()

    grade(question=first, person=mentor, fraction=0.75, comment="Well seen.")
    attempt.refresh_from_db()
    assert (attempt.state, Letter.objects.filter(kind="quiz_graded").count()) == ("submitted", 0)
    grade(question=second, person=mentor, fraction=0.5, comment="")
    attempt.refresh_from_db()

    assert (attempt.state, attempt.marks) == ("finished", 5.0)
    grade(question=first, person=mentor, fraction=1.0, comment="Looked again.")
    attempt.refresh_from_db()
    assert attempt.marks == 6.0
    assert [letter.person for letter in Letter.objects.filter(kind="quiz_graded")] == [attempt.enrolment.learner]
    assert [(step.fraction, step.comment, step.by) for step in open_answer(mentor, first.pk).history] == [
        (1.0, "Looked again.", mentor),
        (0.75, "Well seen.", mentor),
    ]
    assert list(waiting_for(mentor)) == []


def test_who_lost_the_lease_to_another_grades_nothing_and_loses_nothing(quiz, essay, cohort):
    # given one whose lease ran out in mid-sentence, and another who took the answer
    question, first, second = waiting(quiz, essay, cohort), grader(where=cohort), grader(where=cohort)
    with time_machine.travel(now(), tick=False) as clock:
        claim(question=question, person=first)
        clock.shift(timedelta(minutes=46))
        claim(question=question, person=second)

        # when the first goes on
        with pytest.raises(GradingRefused) as told:
            grade(question=question, person=first, fraction=1.0, comment="Good.")
        held = keep_draft(question=question, person=first, marks="4", comment="Good, but")

    # then
    assert (told.value.reason, told.value.holder, held) == (Refusal.TAKEN, second, None)
    question.refresh_from_db()
    assert (question.state, question.claimed_by) == ("needsgrading", second)
    assert open_answer(first, question.pk).draft.comment == "Good, but"
    assert open_answer(second, question.pk).draft is None


def test_who_lost_the_lease_to_nobody_goes_on(quiz, essay, cohort):
    question, mentor = waiting(quiz, essay, cohort), grader(where=cohort)
    with time_machine.travel(now(), tick=False) as clock:
        claim(question=question, person=mentor)
        clock.shift(timedelta(hours=3))
        assert keep_draft(question=question, person=mentor, marks="", comment="Go") == now() + timedelta(minutes=45)
        assert list(held_by(mentor, now())) == [question]


def test_a_grade_uses_up_the_draft(quiz, essay, cohort):
    question, mentor = waiting(quiz, essay, cohort), grader(where=cohort)
    keep_draft(question=question, person=mentor, marks="2", comment="Go")
    keep_draft(question=question, person=mentor, marks="2,5", comment="Good")
    assert [(draft.marks, draft.comment) for draft in GradeDraft.objects.all()] == [("2,5", "Good")]

    grade(question=question, person=mentor, fraction=0.625, comment="Good")

    assert GradeDraft.objects.count() == 0
    assert list(held_by(mentor, now())) == []


def test_what_was_not_graded_by_hand_is_not_in_the_list(quiz, cohort):
    question = question_of(one_of(1.0, 0.0))
    row = attempted(quiz, [(question, {"choice": "a"}, 1.0)], cohort=cohort).questions.get()
    mentor = grader(where=cohort)

    assert list(waiting_for(mentor)) == []
    with pytest.raises(AttemptQuestion.DoesNotExist):
        open_answer(mentor, row.pk)


def test_forgetting_takes_drafts_and_claims_away(quiz, essay, cohort):
    question, mentor = waiting(quiz, essay, cohort), grader(where=cohort)
    claim(question=question, person=mentor)
    keep_draft(question=question, person=mentor, marks="2", comment="Go")
    assert [(one["marks"], one["comment"]) for one in export(mentor)] == [("2", "Go")]
    assert export(question.attempt.enrolment.learner) == []

    erase(mentor)
    erase(mentor)

    question.refresh_from_db()
    assert (GradeDraft.objects.count(), question.claimed_by) == (0, None)


def test_forgetting_a_learner_takes_what_graders_noted_about_them(quiz, essay, cohort):
    question, mentor = waiting(quiz, essay, cohort), grader(where=cohort)
    keep_draft(question=question, person=mentor, marks="2", comment="Olena could do better")

    erase(question.attempt.enrolment.learner)

    assert GradeDraft.objects.count() == 0


def at_once(*works) -> list:
    """All of them at the same moment, each on a connection of its own; what each came to."""
    gate, results = threading.Barrier(len(works)), [None] * len(works)

    def run(number, work):
        gate.wait()
        try:
            results[number] = work()
        except GradingRefused as refused:
            results[number] = refused.reason
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_a_race_for_one_answer_has_one_winner(quiz, essay, cohort):
    question = waiting(quiz, essay, cohort)
    people = [grader(where=cohort) for _ in range(4)]

    results = at_once(*[lambda person=person: claim(question=question, person=person) for person in people])

    assert results.count(Refusal.TAKEN) == 3
    assert AttemptQuestion.objects.get().claimed_by in people


@pytest.mark.django_db(transaction=True)
def test_a_race_of_one_person_for_many_answers_ends_at_four(quiz, essay, cohort):
    questions = [waiting(quiz, essay, cohort) for _ in range(6)]
    mentor = grader(where=cohort)

    results = at_once(*[lambda question=question: claim(question=question, person=mentor) for question in questions])

    assert results.count(Refusal.TOO_MANY) == 2
    assert held_by(mentor, now()).count() == 4


@pytest.mark.parametrize(("review", "has_marks"), [({}, True), ({"review": {Moment.JUST_AFTER: frozenset()}}, False)])
def test_the_letter_promises_marks_only_where_the_quiz_shows_them(essay, review, has_marks):
    quiz = quiz_of(essay, marks=4.0, **review)
    question = waiting(quiz, essay, cohort_of(quiz))

    grade(question=question, person=grader(where=question.attempt.enrolment.cohort), fraction=0.75, comment="Well seen.")

    letter = Letter.objects.get(kind="quiz_graded")
    body = compose(letter, kinds.get(letter.kind)).body
    assert ("Your marks and their comments" in body, "What they say stands beside your answers." in body) == (has_marks, not has_marks)
