"""What is due in a few days: told once, to who has not done it."""

from datetime import timedelta

import pytest
import time_machine

from courses.enrolment.actions import complete_activity, give_extension, set_dates
from courses.enrolment.deadlines import post_deadlines
from courses.enrolment.models import Enrolment
from courses.mentorship.actions.handing_in import hand_in
from lms.notifications import kinds
from lms.notifications.message import compose
from lms.notifications.models import Letter
from tests.factories import EnrolmentFactory, UserFactory
from tests.factories.mentorship import submission

from .test_letters import MONDAY, a_course, learner_since

pytestmark = pytest.mark.django_db
DUE = MONDAY + timedelta(days=10)


@pytest.fixture
def learner():
    """With two things due at DUE."""
    course, activities = a_course()
    enrolment = learner_since(14, course, name="Mary Oakham")
    for activity in activities[0][:2]:
        set_dates(cohort=enrolment.cohort, activity_id=activity.pk, due_at=DUE)
    enrolment.due = activities[0][:2]
    return enrolment


def posted(before):
    with time_machine.travel(DUE - before, tick=False):
        return post_deadlines()


def letter_is_needed(before):
    letter = Letter.objects.get(kind="deadline")
    with time_machine.travel(DUE - before, tick=False):
        return kinds.get("deadline").still_needed(letter)


def test_three_days_before_one_letter_says_what_is_missing(learner):
    assert posted(timedelta(days=3, minutes=1)) == 0
    posted(timedelta(days=2, hours=20))
    posted(timedelta(days=1))

    letter = Letter.objects.get(kind="deadline")
    assert (letter.person, letter.context["activities"]) == (learner.learner, [one.pk for one in learner.due])
    with time_machine.travel(DUE - timedelta(days=1), tick=False):
        message = compose(letter, kinds.get("deadline"))
    assert f"/#b-{learner.due[0].block_id}" in message.body
    assert message.subject.startswith("Due: ")


def test_who_has_done_it_gets_none(learner):
    for activity in learner.due:
        complete_activity(enrolment=learner, activity=activity)

    assert posted(timedelta(days=1)) == 0


def test_who_has_handed_in_gets_none():
    made = submission()
    set_dates(cohort=made.enrolment.cohort, activity_id=made.assignment_id, due_at=DUE)
    hand_in(submission=made, language="en")

    assert posted(timedelta(days=1)) == 0


def test_who_has_more_time_gets_none(learner):
    for activity in learner.due:
        give_extension(enrolment=learner, activity_id=activity.pk, by=UserFactory(), closes_at=DUE + timedelta(days=7))

    assert posted(timedelta(days=1)) == 0


def test_who_sleeps_is_not_disturbed(learner):
    Enrolment.objects.update(asleep_since=MONDAY)

    assert posted(timedelta(days=1)) == 0


def test_it_is_not_needed_once_it_is_over_done_or_put_off(learner):
    posted(timedelta(days=2))
    assert (letter_is_needed(timedelta(days=1)), letter_is_needed(timedelta())) == (True, False)

    complete_activity(enrolment=learner, activity=learner.due[0])
    set_dates(cohort=learner.cohort, activity_id=learner.due[1].pk, due_at=DUE + timedelta(days=7))
    assert not letter_is_needed(timedelta(days=1))


def test_many_learners_cost_as_much_as_few(learner, django_assert_max_num_queries):
    for _ in range(30):
        EnrolmentFactory(cohort=learner.cohort)

    with time_machine.travel(DUE - timedelta(days=1), tick=False), django_assert_max_num_queries(10):
        assert post_deadlines() == 31
