"""Consultations that were held, as rules of completion count them."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from courses.consultations.actions.settling import Words, hold, mark_no_show, walk_in
from courses.consultations.held import held_by
from courses.enrolment.models import CourseCompletion
from lms.core.log.ulid import new_ulid
from tests.factories.consultations import begun, booked, enrolment_of, learner, offerer, slot, visitor

pytestmark = pytest.mark.django_db


def test_only_what_was_held_in_the_group_counts_also_as_the_visitor_they_were(django_assert_num_queries):
    made = begun(booked(slot()))
    enrolment = enrolment_of(made.learner)
    assert held_by([enrolment.pk]) == {}
    hold(consultation=made, by=made.mentor, minutes=30, words=Words())
    mark_no_show(consultation=begun(booked(slot(made.cohort, made.mentor), made.learner)), by=made.mentor)
    guest = visitor(made.cohort, account=made.learner)
    walk_in(by=made.mentor, cohort=made.cohort, made_id=new_ulid(), minutes=15, words=Words(), visitor=guest, at=now() - timedelta(days=1))
    elsewhere = begun(booked(slot()))
    hold(consultation=elsewhere, by=elsewhere.mentor, minutes=30, words=Words())

    other = enrolment_of(elsewhere.learner)

    with django_assert_num_queries(2):
        assert held_by([enrolment.pk, other.pk]) == {enrolment.pk: 2, other.pk: 1}


@pytest.mark.django_db(transaction=True)
def test_the_last_consultation_that_was_asked_for_completes_the_course():
    made = begun(booked(slot()))
    course = made.cohort.course
    course.completion_rule = {"held_consultations": 2}
    course.save()
    hold(consultation=made, by=made.mentor, minutes=30, words=Words())
    assert not CourseCompletion.objects.exists()

    walk_in(by=offerer(made.cohort), cohort=made.cohort, made_id=new_ulid(), minutes=15, words=Words(), learner=made.learner)

    assert CourseCompletion.objects.get().proof["held_consultations"] == 2


def test_a_learner_who_came_to_nothing_is_left_out():
    cohort = slot().cohort

    assert held_by([enrolment_of(learner(cohort)).pk]) == {}
