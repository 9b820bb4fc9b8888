"""The average of a course's quizzes, as rules of completion count it."""

from fractions import Fraction

import pytest

from courses.enrolment.models import CourseCompletion, Enrolment
from courses.enrolment.standing import standing
from courses.quizzes.actions.grading import settle
from courses.quizzes.average import averages
from courses.quizzes.models import Attempt, Quiz
from tests.factories import EnrolmentFactory
from tests.factories.quizzes import AttemptFactory, AttemptQuestionFactory, choice_question, learner_of, quiz

pytestmark = pytest.mark.django_db


def handed(of: Quiz, enrolment: Enrolment, fraction: float | None, number: int = 1, **fields) -> Attempt:
    state = Attempt.State.SUBMITTED if fraction is None else Attempt.State.FINISHED
    return AttemptFactory(quiz=of, enrolment=enrolment, number=number, state=state, fraction=fraction, **fields)


def test_a_quiz_that_was_not_handed_in_counts_as_nothing_and_the_best_attempt_counts():
    one, two = (quiz(choice_question()) for _ in range(2))
    two.lesson = one.lesson
    two.save()
    enrolment = learner_of(one)
    handed(one, enrolment, 0.5)
    handed(one, enrolment, 0.9, number=2)
    assert averages([enrolment.pk]) == {enrolment.pk: Fraction(45)}

    handed(two, enrolment, 0.1)
    handed(two, enrolment, None, number=2)

    assert averages([enrolment.pk]) == {enrolment.pk: Fraction(50)}


def test_practice_does_not_count_nor_does_what_is_not_required():
    asked, extra = (quiz(choice_question()) for _ in range(2))
    extra.lesson, extra.is_required = asked.lesson, False
    extra.save()
    enrolment = learner_of(asked)
    handed(asked, enrolment, 0.8)
    AttemptFactory(quiz=asked, enrolment=enrolment, number=2, state="finished", is_unofficial=True, fraction=None)
    handed(extra, enrolment, 0.0)

    assert averages([enrolment.pk]) == {enrolment.pk: Fraction(80)}


def test_a_course_without_quizzes_has_no_average():
    assert averages([EnrolmentFactory().pk]) == {}


def test_it_asks_as_much_for_many_as_for_one(django_assert_num_queries):
    of = quiz(choice_question())
    people = [learner_of(of) for _ in range(3)]
    for enrolment in people:
        handed(of, enrolment, 0.5)

    for some in (people[:1], people):
        with django_assert_num_queries(3):
            assert averages([one.pk for one in some]) == {one.pk: Fraction(50) for one in some}


@pytest.mark.django_db(transaction=True)
def test_a_better_attempt_completes_a_course_that_asks_for_an_average():
    of = quiz(choice_question())
    course = of.lesson.course
    course.completion_rule = {"quiz_average": 70}
    course.save()
    enrolment = Enrolment.objects.get(pk=learner_of(of).pk)
    handed(of, enrolment, 0.6)
    assert standing(enrolment).missing_amounts == {"quiz_average": 10}

    settle(attempt=handed(of, enrolment, 0.0, number=2))
    assert not CourseCompletion.objects.exists()
    Attempt.objects.filter(number=2).delete()
    better = handed(of, enrolment, 1.0, number=2)
    AttemptQuestionFactory(attempt=better, slot=1, max_mark=1, state="gradedright", fraction=1.0)
    settle(attempt=better)

    assert CourseCompletion.objects.get().proof["quiz_average"] == 100
