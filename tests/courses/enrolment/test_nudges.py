"""Silence: three friendly letters, then sleep, and waking by itself."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core import mail

from courses.enrolment.actions import complete_activity
from courses.enrolment.models import Enrolment
from courses.enrolment.nudges import post_nudges
from courses.enrolment.silence import step_of
from courses.enrolment.sleeping import wake_who_came_back
from courses.enrolment.tasks import post_letters_to_the_silent
from courses.enrolment.weekly import post_weekly_letters
from courses.mentorship.actions.handing_in import hand_in
from courses.player.actions import keep_position
from lms.notifications.models import Letter
from lms.notifications.tasks import sweep_letters
from tests.factories import CohortFactory, EntryFactory
from tests.factories.mentorship import submission

from .test_letters import KYIV, a_course, learner_since

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 2, 10, 0, tzinfo=KYIV)  # a Monday


@pytest.fixture
def silent():
    """Enrolled at START, never seen since."""
    enrolment = learner_since(0, name="Mary Oakham")
    Enrolment.objects.filter(pk=enrolment.pk).update(created_at=START, last_seen_at=None)
    return Enrolment.objects.get(pk=enrolment.pk)


def tick(days, hours=0):
    with time_machine.travel(START + timedelta(days=days, hours=hours, minutes=1), tick=False):
        post_letters_to_the_silent()
    with time_machine.travel(START + timedelta(days=days, hours=hours, minutes=2), tick=False):
        sweep_letters()


def nudges():
    return list(Letter.objects.filter(kind="nudge").order_by("pk").values_list("context__days", flat=True))


@pytest.mark.parametrize(
    ("days", "step"), [(6.9, None), (7, 7), (13.9, 7), (14, 14), (21, 21), (27.9, 21), (28, None), (90, None)], ids=str
)
def test_a_step_is_the_latest_that_is_reached(days, step):
    assert step_of(START, START + timedelta(days=days)) == step


def test_each_step_of_a_silence_brings_one_letter_of_its_own(silent):
    for day in range(35):
        tick(day)
        tick(day, hours=5)

    assert nudges() == [7, 14, 21]
    assert len({message.subject for message in mail.outbox}) == 3
    for message in mail.outbox:
        assert f"/en/courses/{silent.cohort.course.slug}/" in message.body
        assert message.extra_headers["List-Unsubscribe"]
    silent.refresh_from_db()
    assert silent.state == "active"
    assert silent.asleep_since == START + timedelta(days=28, minutes=1)


def test_after_downtime_only_the_latest_step_is_said_and_the_next_does_not_crowd_it(silent):
    tick(20)
    tick(21)
    tick(23)
    tick(24)

    assert nudges() == [14, 21]


def test_a_month_without_beat_ends_in_sleep_without_a_letter(silent):
    tick(40)

    assert nudges() == []
    assert Enrolment.objects.asleep().get() == silent


def test_a_word_in_the_workbook_is_a_sign_of_life(silent):
    activity = silent.cohort.course.lessons.first().activities.first()
    EntryFactory(enrolment=silent, activity=activity, changed_at=START + timedelta(days=5))

    tick(8)
    assert nudges() == []
    tick(12)
    assert nudges() == [7]


def test_who_waits_for_a_mentor_is_not_silent():
    with time_machine.travel(START, tick=False):
        hand_in(submission=submission(), language="en")

    tick(30)

    assert nudges() == []
    assert not Enrolment.objects.asleep().exists()


def test_who_comes_back_before_the_letter_goes_does_not_get_it(silent):
    with time_machine.travel(START + timedelta(days=7, minutes=1), tick=False):
        post_nudges()
    with time_machine.travel(START + timedelta(days=7, minutes=2), tick=False):
        keep_position(enrolment=silent, lesson=silent.cohort.course.lessons.first(), block_id="")
        sweep_letters()

    assert mail.outbox == []
    assert Letter.objects.get(kind="nudge").reason == "not_needed"


def test_a_new_silence_begins_from_the_beginning(silent):
    tick(7)
    with time_machine.travel(START + timedelta(days=8), tick=False):
        keep_position(enrolment=silent, lesson=silent.cohort.course.lessons.first(), block_id="")
    tick(15, hours=1)

    assert nudges() == [7, 7]


def test_the_next_sign_of_life_wakes(silent):
    tick(28)
    assert post_weekly_at(START + timedelta(days=28)) == 0
    activity = silent.cohort.course.lessons.first().activities.first()
    with time_machine.travel(START + timedelta(days=40), tick=False):
        complete_activity(enrolment=silent, activity=activity)

        assert wake_who_came_back() == 1
        assert wake_who_came_back() == 0
    assert not Enrolment.objects.asleep().exists()
    assert post_weekly_at(START + timedelta(days=42)) == 1


def test_opening_a_lesson_wakes_at_once(silent):
    tick(28)
    keep_position(enrolment=silent, lesson=silent.cohort.course.lessons.first(), block_id="")

    assert not Enrolment.objects.asleep().exists()


def test_the_silent_are_nudged_instead_of_the_letter_of_the_week(silent):
    assert post_weekly_at(START + timedelta(days=7)) == 0
    Enrolment.objects.update(last_seen_at=START + timedelta(days=1))
    assert post_weekly_at(START + timedelta(days=7)) == 1


def test_a_cohort_that_has_not_begun_or_is_over_is_left_in_peace(silent):
    over = CohortFactory(course=a_course()[0], ends_on=START.date() + timedelta(days=5))
    later = CohortFactory(course=a_course()[0], starts_on=START.date() + timedelta(days=5))
    Enrolment.objects.filter(pk=silent.pk).update(cohort=over)
    tick(8)
    assert nudges() == []
    Enrolment.objects.filter(pk=silent.pk).update(cohort=later)
    tick(8)
    assert nudges() == []
    tick(12)
    assert nudges() == [7]


def post_weekly_at(moment):
    with time_machine.travel(moment, tick=False):
        return post_weekly_letters()
