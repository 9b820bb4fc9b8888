"""A cohort ends in two weeks: who has something left is told once."""

from datetime import timedelta

import pytest
import time_machine

from courses.enrolment.actions import complete_activity
from courses.enrolment.endings import post_endings
from courses.enrolment.models import Cohort, Enrolment
from lms.notifications import kinds
from lms.notifications.message import compose
from lms.notifications.models import Letter
from tests.factories import EnrolmentFactory, UserFactory

from .test_letters import MONDAY, a_course, learner_since

pytestmark = pytest.mark.django_db
LAST = MONDAY + timedelta(days=20)


@pytest.fixture
def learner():
    course, activities = a_course()
    enrolment = learner_since(14, course)
    Cohort.objects.filter(pk=enrolment.cohort_id).update(ends_on=LAST.date())
    enrolment.left = [one for lesson in activities for one in lesson]
    return enrolment


def posted(days):
    """So many days before the last."""
    with time_machine.travel(LAST - timedelta(days=days), tick=False):
        return post_endings()


def is_needed(days):
    with time_machine.travel(LAST - timedelta(days=days), tick=False):
        return kinds.get("cohort_ending").still_needed(Letter.objects.get())


def test_two_weeks_before_one_letter_says_the_day_and_what_is_left(learner):
    assert posted(15) == 0
    posted(14)
    posted(10)

    letter = Letter.objects.get()
    with time_machine.travel(LAST - timedelta(days=14), tick=False):
        message = compose(letter, kinds.get(letter.kind))
        good_until = kinds.get(letter.kind).good_until(letter)
    assert (letter.person, letter.priority) == (learner.learner, kinds.TIMELY)
    assert "2 lessons are not done yet." in message.body
    assert good_until.date() == LAST.date() + timedelta(days=1)  # when that begins
    assert "List-Unsubscribe" in message.extra_headers


def test_after_downtime_it_still_comes_but_not_once_it_is_over(learner):
    assert posted(-1) == 0
    assert posted(2) == 1


def test_not_to_who_is_done_or_asleep_or_left(learner):
    others = EnrolmentFactory.create_batch(2, cohort=learner.cohort)
    Enrolment.objects.filter(pk=others[0].pk).update(asleep_since=MONDAY)
    Enrolment.objects.filter(pk=others[1].pk).update(state=Enrolment.State.WITHDRAWN)
    for activity in learner.left:
        complete_activity(enrolment=learner, activity=activity)

    assert posted(14) == 0


def test_nor_when_it_is_done_or_put_off_meanwhile(learner):
    posted(14)
    assert is_needed(13)

    Cohort.objects.update(ends_on=LAST.date() + timedelta(days=30))
    assert not is_needed(13)


def test_more_learners_cost_no_more_queries(learner, django_assert_max_num_queries):
    with django_assert_max_num_queries(20) as few:
        posted(14)
    for _number in range(3):
        EnrolmentFactory(cohort=learner.cohort, learner=UserFactory())
    with django_assert_max_num_queries(len(few.captured_queries)):
        assert posted(13) == 4  # those that are there stay as they are
    assert Letter.objects.count() == 4
