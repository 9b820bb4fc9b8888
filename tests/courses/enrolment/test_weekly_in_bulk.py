"""The letters of a week are made for a thousand learners at a time."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.enrolment.actions import complete_activity
from courses.enrolment.models import Enrolment
from courses.enrolment.weekly import post_weekly_letters
from lms.accounts.models import User
from lms.notifications import kinds
from lms.notifications.message import compose
from lms.notifications.models import Letter
from tests.factories import CohortFactory

from .test_letters import MONDAY, a_course, learner_since, posted_at

pytestmark = pytest.mark.django_db


def learners(number, *cohorts):
    people = User.objects.bulk_create(User(email=f"many{n}@example.org", password="!") for n in range(number))
    seen = MONDAY - timedelta(days=1)
    Enrolment.objects.bulk_create(
        Enrolment(learner=one, cohort=cohorts[place % len(cohorts)], last_seen_at=seen) for place, one in enumerate(people)
    )
    Enrolment.objects.update(created_at=MONDAY - timedelta(days=60))


def rounds_to_the_database(queries):
    """SQLite takes 999 values at once, so a thousand letters go in by parts: one round elsewhere."""
    inserts = [each for each in queries if each["sql"].startswith("INSERT")]
    return len(queries) - len(inserts) + bool(inserts)


def test_a_thousand_learners_cost_no_more_than_twenty_queries_outlines_and_all():
    learners(1000, *(CohortFactory(course=a_course()[0]) for _ in range(4)))
    caches["lessons"].clear()

    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert post_weekly_letters(MONDAY) == 1000

    assert rounds_to_the_database(asked.captured_queries) <= 20
    assert Letter.objects.filter(kind="weekly_progress").count() == 1000


def test_the_row_knows_the_numbers_and_no_words():
    course, activities = a_course(lessons=3)
    enrolment = learner_since(14, course)
    for activity in [*activities[0], activities[1][0]]:
        complete_activity(enrolment=enrolment, activity=activity)

    posted_at(MONDAY)

    first, second = (each[0].lesson_id for each in activities[:2])
    assert Letter.objects.get().context == {
        "enrolment": enrolment.pk,
        "week": "2026-W48",
        "numbers": [[first], [second, 1, activities[1][1].block_id], 4, None, course.stamp],
    }


def test_what_was_done_since_the_letter_was_posted_is_in_it():
    course, activities = a_course(lessons=3)
    enrolment = learner_since(14, course)
    posted_at(MONDAY)
    for activity in activities[0]:
        complete_activity(enrolment=enrolment, activity=activity)

    letter = Letter.objects.get()
    assert "You have done 1 lesson of 3. Your next step is “Lesson 2”." in compose(letter, kinds.get(letter.kind)).body


def test_writing_a_letter_out_asks_one_question_about_the_learner(django_assert_num_queries):
    learner_since(14)
    posted_at(MONDAY)
    letter = Letter.objects.select_related("person").get()
    kind = kinds.get(letter.kind)
    compose(letter, kind)

    with time_machine.travel(MONDAY), django_assert_num_queries(1):
        assert kind.still_needed(letter)
    with django_assert_num_queries(1):
        kind.context(letter)
