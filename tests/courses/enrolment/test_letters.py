"""The letters on the way: when they are posted, to whom, and what they say."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail

from courses.enrolment.actions import complete_activity, enrol, withdraw
from courses.enrolment.models import Enrolment
from courses.enrolment.tasks import post_weekly
from courses.enrolment.weekly import post_weekly_letters
from lms.notifications.choosing import stop_letters
from lms.notifications.kinds import get
from lms.notifications.models import Letter, LetterChoice
from lms.notifications.tasks import sweep_letters
from tests.factories import (
    ActivityFactory,
    CohortFactory,
    CourseVersionFactory,
    EnrolmentFactory,
    LessonFactory,
    LessonVersionFactory,
    ModuleVersionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
KYIV = ZoneInfo("Europe/Kyiv")
MONDAY = datetime(2026, 11, 23, 8, 5, tzinfo=KYIV)


def a_course(lessons=2, exercises=2):
    """With its activities, lesson by lesson: first the exercises, then the reading."""
    module = ModuleVersionFactory().of
    CourseVersionFactory(of=module.course, title="Ten lessons")
    activities = []
    for number in range(lessons):
        lesson = LessonFactory(module=module, position=number)
        LessonVersionFactory(of=lesson, title=f"Lesson {number + 1}")
        activities.append([ActivityFactory(lesson=lesson, position=place) for place in range(exercises)])
        activities[-1].append(ActivityFactory(lesson=lesson, kind="read", block_id="read", position=exercises))
    return module.course, activities


def learner_since(days, course=None, **learner):
    enrolment = EnrolmentFactory(cohort__course=course or a_course()[0], **{f"learner__{key}": value for key, value in learner.items()})
    seen = {"created_at": MONDAY - timedelta(days=days), "last_seen_at": MONDAY - timedelta(days=1)}
    Enrolment.objects.filter(pk=enrolment.pk).update(**seen)
    return enrolment


def weeks():
    return sorted(Letter.objects.filter(kind="weekly_progress").values_list("context__week", flat=True))


def posted_at(moment):
    """How many letters a tick at that moment posts."""
    with time_machine.travel(moment, tick=False):
        return post_weekly_letters()


def test_enrolling_brings_one_letter_that_opens_the_first_lesson(django_capture_on_commit_callbacks):
    course, _activities = a_course()
    learner = UserFactory(name="Mary Oakham")
    cohort = CohortFactory(course=course, name="Spring")

    with django_capture_on_commit_callbacks(execute=True):
        enrolment = enrol(learner=learner, cohort=cohort)
        withdraw(enrolment=enrolment, by=learner)
        enrol(learner=learner, cohort=cohort)

    (message,) = mail.outbox
    assert message.subject == "You are enrolled in “Ten lessons”"
    assert "There are 2 lessons" in message.body
    assert f"http://localhost:8000/en/courses/{course.slug}/" in message.body


def test_who_leaves_at_once_is_not_welcomed(django_capture_on_commit_callbacks):
    learner = UserFactory()
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(enrolment=enrol(learner=learner, cohort=CohortFactory(course=a_course()[0])), by=learner)

    assert [letter.reason for letter in Letter.objects.all()] == ["not_needed"]
    assert mail.outbox == []


def test_the_weekly_letter_says_what_is_done_and_opens_the_next_step():
    course, activities = a_course(lessons=3)
    enrolment = learner_since(14, course, name="Mary Oakham")
    for activity in [*activities[0], activities[1][0]]:
        complete_activity(enrolment=enrolment, activity=activity)

    with time_machine.travel(MONDAY):
        post_weekly()
        with time_machine.travel(MONDAY + timedelta(minutes=1)):
            sweep_letters()

    (message,) = mail.outbox
    assert message.subject == "Your next step: “Lesson 2”"
    assert "You have done 1 lesson of 3. Your next step is “Lesson 2”. 1 exercise is left there." in message.body
    missing = activities[1][1]
    assert f"/en/courses/{course.slug}/{missing.lesson.module.slug}/{missing.lesson.slug}/#b-{missing.block_id}\n" in message.body


def test_of_a_lesson_whose_exercises_are_done_only_the_reading_is_left():
    course, activities = a_course(lessons=1)
    enrolment = learner_since(14, course)
    for activity in activities[0][:2]:
        complete_activity(enrolment=enrolment, activity=activity)

    posted_at(MONDAY)
    with time_machine.travel(MONDAY + timedelta(minutes=1)):
        sweep_letters()

    assert "Only the reading is left there." in mail.outbox[0].body


@pytest.mark.parametrize(
    ("moment", "posted"),
    [
        ("2026-11-23 07:59", 0),
        ("2026-11-23 08:00", 1),
        ("2026-11-23 19:59", 1),
        ("2026-11-23 20:00", 0),
        ("2026-11-24 03:00", 0),
        ("2026-11-25 10:00", 1),
        ("2026-11-26 10:00", 0),
        ("2026-11-22 10:00", 0),
    ],
)
def test_it_comes_on_monday_morning_or_soon_after_and_never_at_night(moment, posted):
    learner_since(14)

    assert posted_at(datetime.fromisoformat(moment).replace(tzinfo=KYIV)) == posted


def test_monday_morning_is_each_persons_own():
    for zone in ["Europe/Kyiv", "Europe/London", "Asia/Yekaterinburg", "Mars/Olympus"]:
        learner_since(14, time_zone=zone)

    counts = [posted_at(datetime(2026, 11, 23, hour, 0, tzinfo=ZoneInfo("UTC"))) for hour in [2, 3, 6, 8, 9]]

    assert counts == [0, 1, 1, 2, 0]


def test_ticks_post_a_letter_once():
    learner_since(14)

    assert [posted_at(MONDAY + timedelta(minutes=10 * tick)) for tick in range(4)] == [1, 0, 0, 0]
    assert weeks() == ["2026-W48"]


def test_after_weeks_of_downtime_there_is_one_letter():
    learner_since(60)
    posted_at(MONDAY)
    Enrolment.objects.update(last_seen_at=MONDAY + timedelta(weeks=5))

    assert [posted_at(MONDAY + timedelta(weeks=5, days=1)), posted_at(MONDAY + timedelta(weeks=5, days=2))] == [1, 0]
    assert weeks() == ["2026-W48", "2026-W53"]


def test_a_letter_that_waited_into_the_next_week_does_not_go():
    learner_since(60)
    posted_at(MONDAY)

    with time_machine.travel(MONDAY + timedelta(weeks=1)):
        sweep_letters()

    assert Letter.objects.get().reason == "not_needed"
    assert mail.outbox == []


@pytest.mark.parametrize("state", ["completed", "withdrawn", "removed", "paused", "invited"])
def test_only_who_is_studying_gets_it(state):
    enrolment = learner_since(14)
    Enrolment.objects.filter(pk=enrolment.pk).update(state=state)

    assert posted_at(MONDAY) == 0


@pytest.mark.parametrize(("learner", "posted"), [({"email": None}, 1), ({"erased_at": MONDAY}, 0)])
def test_nobody_is_written_to_who_cannot_be(learner, posted):
    """Who has no address finds it among their letters on the site."""
    learner_since(14, **learner)

    assert posted_at(MONDAY) == posted
    with time_machine.travel(MONDAY + timedelta(minutes=1)):
        sweep_letters()
    assert mail.outbox == []


def test_who_enrolled_yesterday_has_just_been_welcomed():
    learner_since(1)

    assert posted_at(MONDAY) == 0
    Enrolment.objects.update(last_seen_at=MONDAY + timedelta(days=3))
    assert posted_at(MONDAY + timedelta(weeks=1)) == 1


def test_who_stopped_it_gets_it_in_no_course():
    first = learner_since(14)
    stop_letters(person=first.learner, kind=get("weekly_progress"))
    learner_since(14)

    second = EnrolmentFactory(learner=first.learner, cohort__course=a_course()[0])
    Enrolment.objects.filter(pk=second.pk).update(created_at=MONDAY - timedelta(days=14))

    assert posted_at(MONDAY) == 2
    with time_machine.travel(MONDAY + timedelta(minutes=1)):
        sweep_letters()
    assert sorted(Letter.objects.values_list("reason", flat=True)) == ["", "stopped"]  # to be found on the site


def test_who_wants_it_not_at_all_has_none_anywhere():
    LetterChoice.objects.create(person=learner_since(14).learner, kind="weekly_progress", channel="none")

    assert posted_at(MONDAY) == 0


def test_who_leaves_between_the_ledger_and_the_post_office_gets_nothing():
    enrolment = learner_since(14)
    posted_at(MONDAY)
    withdraw(enrolment=enrolment, by=enrolment.learner)

    with time_machine.travel(MONDAY + timedelta(minutes=1)):
        sweep_letters()

    assert (Letter.objects.get().reason, mail.outbox) == ("not_needed", [])


def test_one_tick_asks_the_same_of_the_database_for_few_and_for_many(django_assert_max_num_queries):
    course, _activities = a_course()
    for _number in range(3):
        learner_since(1, course)

    with django_assert_max_num_queries(2):
        posted_at(MONDAY)
