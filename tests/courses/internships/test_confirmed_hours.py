"""Confirmed hours as facts: they complete a course, and taking a confirmation back does not take that back."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from courses.enrolment.actions import complete_activity
from courses.enrolment.models import CourseCompletion, Enrolment
from courses.enrolment.standing import standing
from courses.internships.actions.closing import Decision, close_entries, return_confirmed
from courses.internships.hours import confirmed_minutes
from tests.factories import ActivityFactory
from tests.factories.internships import answered, confirmed, fresh, handed_in, participation, placement, supervisor

pytestmark = pytest.mark.django_db


def asking_for(hours, **also):
    who = participation()
    course = who.placement.cohort.course
    course.completion_rule = {"all": [{"confirmed_hours": hours}, *also.values()]}
    course.save()
    return who


def test_hours_are_counted_over_all_placements_and_only_what_is_confirmed():
    one = confirmed(minutes=90)
    who = one.participation
    handed_in(who, minutes=30)
    other = placement(cohort=who.placement.cohort)
    second = participation(other)
    second.enrolment, second.placement = who.enrolment, other
    type(second).objects.filter(pk=second.pk).update(enrolment=who.enrolment)
    confirmed(type(second).objects.get(pk=second.pk), minutes=45)

    assert confirmed_minutes([who.enrolment_id, 0]) == {who.enrolment_id: 135}


def test_the_last_missing_hour_completes_the_course_with_its_proof():
    who = asking_for(3)
    confirmed(who, minutes=120)
    assert standing(who.enrolment).missing_amounts == {"confirmed_hours": 1}

    confirmed(who, minutes=90, did="More letters")

    assert CourseCompletion.objects.get().proof["confirmed_hours"] == 3.5
    assert Enrolment.objects.get(pk=who.enrolment_id).state == "completed"


def test_taking_a_confirmation_back_leaves_the_completion():
    who = asking_for(1)
    made = confirmed(who, minutes=60)

    return_confirmed(entry=made, number=made.last_number, by=supervisor(who.placement), reason="Another day.")

    assert CourseCompletion.objects.filter(enrolment=who.enrolment).exists()
    assert standing(who.enrolment).missing_amounts == {"confirmed_hours": 1}
    made = fresh(made)
    assert made.state == "returned"


def test_a_course_that_does_not_ask_counts_nothing(django_assert_num_queries):
    who = participation()

    with django_assert_num_queries(2):
        assert standing(who.enrolment).missing_amounts == {}


def test_hours_alone_are_not_enough_where_more_is_asked_for():
    who = asking_for(1)
    activity = ActivityFactory(lesson__module__course=who.placement.cohort.course)
    course = who.placement.cohort.course
    course.completion_rule = {"all": [{"confirmed_hours": 1}, {"activity": activity.pk}]}
    course.save()
    made = handed_in(who, minutes=60)
    answered(made, who.placement.mentor)
    assert not CourseCompletion.objects.exists()

    complete_activity(enrolment=Enrolment.objects.get(pk=who.enrolment_id), activity=activity)

    assert CourseCompletion.objects.get().proof["confirmed_hours"] == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_facts_that_arrive_together_the_second_completes():
    for _round in range(3):
        who = asking_for(1)
        activity = ActivityFactory(lesson__module__course=who.placement.cohort.course)
        course = who.placement.cohort.course
        course.completion_rule = {"all": [{"confirmed_hours": 1}, {"activity": activity.pk}]}
        course.save()
        made = handed_in(who, minutes=60)
        person = who.placement.mentor
        ready = threading.Barrier(2)

        def run(deed, ready=ready):
            try:
                ready.wait()
                deed()
            finally:
                connection.close()

        deeds = [
            lambda m=made, p=person: close_entries(decisions=[Decision(m.pk, m.last_number, True)], by=p),
            lambda w=who, a=activity: complete_activity(enrolment=Enrolment.objects.get(pk=w.enrolment_id), activity=a),
        ]
        with ThreadPoolExecutor(2) as people:
            list(people.map(run, deeds))

        assert CourseCompletion.objects.filter(enrolment=who.enrolment).count() == 1
