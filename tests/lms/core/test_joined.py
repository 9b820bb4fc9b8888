"""Statements written by hand give what the ORM gives."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from courses.enrolment.models import Cohort, Enrolment, LessonPosition
from lms.accounts.models import User
from lms.core.joined import Columns, Joined, places
from tests.factories import CohortFactory, EnrolmentFactory

MINE = Joined(
    Columns(Enrolment, "e"),
    Columns(Cohort, "c", "time_zone"),
    Columns(LessonPosition, "p"),
    source="""
    FROM enrolment_enrolment e
    JOIN enrolment_cohort c ON c.id = e.cohort_id
    LEFT JOIN enrolment_lessonposition p ON p.enrolment_id = e.id
    """,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    return EnrolmentFactory(cohort=CohortFactory(time_zone="Europe/Sofia"), last_seen_at=now() - timedelta(days=1))


def asked(*ids):
    return next(iter(MINE.rows(ids, f"WHERE e.id IN ({places(ids)})")), None)


def test_a_row_of_each_part_is_as_the_orm_gives_it(enrolment):
    found, cohort, _ = asked(enrolment.pk)

    fields = [field.attname for field in Enrolment._meta.concrete_fields]
    assert [getattr(found, name) for name in fields] == [getattr(Enrolment.objects.get(pk=enrolment.pk), name) for name in fields]
    assert (cohort, cohort.time_zone) == (enrolment.cohort, "Europe/Sofia")


def test_times_and_truth_are_read(enrolment):
    person = Joined(Columns(User, "u", "has_duties", "date_joined"), source="FROM accounts_user u WHERE u.id = %s")
    (learner,) = person.one([enrolment.learner_id])

    assert (learner.has_duties, learner.date_joined) == (False, enrolment.learner.date_joined)


def test_the_rest_of_a_row_comes_when_it_is_asked_for(enrolment, django_assert_num_queries):
    _, cohort, _ = asked(enrolment.pk)

    with django_assert_num_queries(1):
        assert cohort.name == enrolment.cohort.name


def test_where_a_join_finds_nothing_there_is_no_row(enrolment):
    assert asked(enrolment.pk)[2] is None


@pytest.mark.parametrize("number", [0, 10**30])
def test_what_no_row_has_is_not_found(enrolment, number):
    assert asked(number) is None


def test_among_none_nothing_is_found(enrolment):
    assert asked() is None
