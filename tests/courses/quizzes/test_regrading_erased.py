"""Grading again what somebody answered whose account is gone."""

import pytest

from courses.quizzes.actions.regrading import apply_regrade
from courses.quizzes.tasks import run_regrade
from lms.accounts.actions import erase_person
from tests.courses.quizzes.attempted import attempted, cohort_of, one_of, question_of, quiz_of
from tests.factories import EnrolmentFactory, UserFactory

from .test_regrading import A, corrected, dry_run, marks

pytestmark = pytest.mark.django_db


def test_what_an_erased_account_left_keeps_its_marks():
    # given two learners, one of whom has left and taken the answers along
    person, question = UserFactory(), question_of(one_of(1.0, 0.0))
    quiz = quiz_of(question)
    cohort = cohort_of(quiz)
    gone, here = EnrolmentFactory(cohort=cohort), EnrolmentFactory(cohort=cohort)
    for enrolment in (gone, here):
        attempted(quiz, [(question, A, 1.0)], enrolment=enrolment)
    corrected(question, one_of(0.0, 1.0))
    regrade = dry_run(quiz, person)
    assert regrade.rows.count() == 2
    erase_person(person=gone.learner)

    # when the dry run of before comes true, and another one is made
    apply_regrade(regrade=regrade, by=person)
    run_regrade(regrade_id=regrade.pk)
    again = dry_run(quiz, person)

    # then only the other's marks have changed
    assert marks(quiz) == [1.0, 0.0]
    assert (again.total, again.rows.count()) == (1, 0)
