"""Attempts at quizzes, as evidence for whoever may read them."""

import pytest
from django.urls import reverse

from courses.competences import evidence
from courses.quizzes.actions.attempts import start_attempt, submit_attempt
from courses.quizzes.models import Attempt
from lms.accounts.models import Role
from tests.factories import EnrolmentFactory, UserFactory
from tests.factories.mentorship import mentor
from tests.factories.quizzes import quiz

pytestmark = pytest.mark.django_db


@pytest.fixture
def attempt():
    made = quiz(title="What do you know?")
    enrolment = EnrolmentFactory(cohort__course=made.lesson.course)
    begun = start_attempt(enrolment=enrolment, quiz=made, language="en")
    submit_attempt(attempt=begun)
    begun.refresh_from_db()
    return begun


def offered(attempt, person):
    return [one for one in evidence.offered(attempt.enrolment, person, "en") if one.kind.key == "attempt"]


def test_the_learner_is_led_to_what_was_answered(attempt):
    [one] = offered(attempt, attempt.enrolment.learner)

    assert (one.value, one.piece.title, one.piece.words) == (f"attempt:{attempt.pk}", "What do you know?", "attempt 1, 0 %")
    assert one.piece.url == reverse("attempt_review", args=[attempt.pk])


def test_mentors_of_the_cohort_may_rest_on_it_and_nobody_else(attempt):
    [mine] = offered(attempt, mentor(attempt.enrolment.cohort))

    assert mine.piece.url == ""
    assert offered(attempt, mentor(attempt.enrolment.cohort, role=Role.EDITOR)) == []
    assert offered(attempt, UserFactory()) == []


@pytest.mark.parametrize("fields", [{"state": "in_progress"}, {"is_unofficial": True, "marks": None, "fraction": None}])
def test_what_is_not_graded_is_no_evidence(attempt, fields):
    Attempt.objects.update(**fields)

    assert offered(attempt, mentor(attempt.enrolment.cohort)) == []
