from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils.timezone import now

from courses.enrolment.actions import complete_activity, complete_what_is_due
from courses.enrolment.models import ActivityCompletion, CourseCompletion
from courses.enrolment.progress import progress_of, progress_of_many
from tests.factories import (
    ActivityFactory,
    CourseVersionFactory,
    EnrolmentFactory,
    LessonFactory,
    LessonVersionFactory,
    ModuleVersionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    return EnrolmentFactory()


@pytest.fixture
def activities(enrolment):
    """Three activities of one lesson; the last is optional."""
    course = CourseVersionFactory(of=enrolment.cohort.course).of
    lesson = LessonVersionFactory(of=LessonFactory(module=ModuleVersionFactory(of__course=course).of)).of
    return [ActivityFactory(lesson=lesson, position=n, is_required=n < 2) for n in range(3)]


def test_the_last_required_activity_completes_the_course_with_its_proof(enrolment, activities):
    complete_activity(enrolment=enrolment, activity=activities[0])
    assert not CourseCompletion.objects.exists()

    complete_activity(enrolment=enrolment, activity=activities[1])

    completion = CourseCompletion.objects.get()
    assert completion.proof["met_by"].keys() == {str(activities[0].pk), str(activities[1].pk)}
    enrolment.refresh_from_db()
    assert enrolment.state == "completed"
    assert enrolment.events.get().to_state == "completed"


def test_a_fact_is_recorded_once(enrolment, activities):
    assert [complete_activity(enrolment=enrolment, activity=activities[0]) for _ in range(2)] == [True, False]


def test_an_optional_activity_does_not_hold_up_and_does_not_help(enrolment, activities):
    complete_activity(enrolment=enrolment, activity=activities[2])

    progress = progress_of(enrolment)
    assert (progress.done, progress.total, progress.next.lesson.id) == (0, 2, activities[0].lesson_id)


def test_retiring_the_last_missing_activity_completes_at_the_next_sweep(enrolment, activities):
    complete_activity(enrolment=enrolment, activity=activities[0])
    activities[1].retired_at = now()
    activities[1].save()

    assert [complete_what_is_due(), complete_what_is_due()] == [1, 0]


def test_who_has_done_nothing_completes_nothing(enrolment):
    assert complete_what_is_due() == 0


def test_a_completion_stays_when_the_course_grows(enrolment, activities):
    for activity in activities[:2]:
        complete_activity(enrolment=enrolment, activity=activity)

    ActivityFactory(lesson=activities[0].lesson)
    complete_what_is_due()

    enrolment.refresh_from_db()
    assert enrolment.state == "completed"


@pytest.mark.django_db(transaction=True)
def test_two_last_facts_at_the_same_time_complete_once(enrolment, activities):
    start = Barrier(2)

    def finish(activity):
        start.wait()
        complete_activity(enrolment=enrolment, activity=activity)
        connection.close()

    threads = [Thread(target=finish, args=[activity]) for activity in activities[:2]]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert (CourseCompletion.objects.count(), ActivityCompletion.objects.count()) == (1, 2)


@pytest.mark.parametrize("number", [1, 3])
def test_progress_of_many_asks_once(enrolment, activities, number, django_assert_num_queries):
    enrolments = [enrolment, *(EnrolmentFactory(cohort=enrolment.cohort) for _ in range(number - 1))]
    progress_of(enrolment)

    with django_assert_num_queries(1):
        progress_of_many(enrolments)


def test_a_rule_that_asks_for_less_completes_at_the_next_sweep(enrolment, activities):
    complete_activity(enrolment=enrolment, activity=activities[2])
    course = activities[0].lesson.course
    course.completion_rule = {"activity": activities[2].pk}
    course.save()

    assert [complete_what_is_due(), complete_what_is_due()] == [1, 0]
