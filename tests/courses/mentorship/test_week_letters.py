"""The coordinator's Monday: numbers over what they look after, once a week, and only when somebody is stuck."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from courses.enrolment.models import Enrolment
from courses.mentorship.models import ReviewTask
from courses.mentorship.tasks import post_weeks_of_coordinators as beat
from courses.mentorship.week_letters import WEEK, numbers_for
from lms.accounts.models import Role, RoleAssignment
from lms.notifications.handing import hand_over
from lms.notifications.models import Letter
from tests.factories import CohortFactory, EnrolmentFactory
from tests.factories.mentorship import handed_in, mentor, submission, task_of

pytestmark = pytest.mark.django_db
KYIV = ZoneInfo("Europe/Kyiv")
MONDAY = datetime(2026, 11, 23, 9, tzinfo=KYIV)


def at(moment):
    return time_machine.travel(moment, tick=False)


def late(cohort):
    with at(MONDAY - timedelta(days=14)):
        return task_of(handed_in(submission(cohort=cohort)))


def asleep(cohort):
    return EnrolmentFactory(cohort=cohort, asleep_since=MONDAY - timedelta(days=1))


@pytest.fixture
def cohort():
    return CohortFactory(name="Spring")


@pytest.fixture
def coordinator(cohort):
    return mentor(cohort, role=Role.COORDINATOR, time_zone="Europe/Kyiv")


def ran(moment):
    with at(moment):
        beat()
        return Letter.objects.filter(kind=WEEK).count()


def sent(moment=MONDAY):
    with at(moment):
        for letter in Letter.objects.filter(kind=WEEK).due():
            hand_over(letter=letter)
    return mail.outbox


def test_it_says_numbers_without_names_and_leads_to_the_page(cohort, coordinator):
    task = late(cohort)
    asleep(cohort), asleep(cohort)
    ran(MONDAY)

    said = sent()[0].body

    assert "1 piece of work waits longer than promised." in said
    assert "2 learners have not been here" in said
    assert "/mentors/figures/" in said
    assert str(task.learner) not in said
    assert "not handed in" not in said


def test_once_on_monday_by_day_where_the_coordinator_lives_and_not_made_up_for(cohort, coordinator):
    asleep(cohort)

    assert ran(MONDAY.replace(hour=7)) == 0
    assert ran(MONDAY.replace(hour=20)) == 0
    assert ran(MONDAY + timedelta(days=1)) == 0
    assert [ran(MONDAY), ran(MONDAY + timedelta(hours=2))] == [1, 1]
    assert ran(MONDAY + timedelta(days=7)) == 2


def test_nothing_where_nobody_is_stuck_nor_for_what_others_look_after_or_is_over(cohort, coordinator):
    task_of(handed_in(submission(cohort=cohort)))
    asleep(CohortFactory(name="Of others"))
    over = CohortFactory(ends_on=MONDAY.date() - timedelta(days=30))
    RoleAssignment.objects.create(person=coordinator, role=Role.COORDINATOR, scope="cohort", scope_id=over.pk)
    asleep(over)
    asleep(CohortFactory(closed_at=MONDAY))
    mentor(cohort)
    ReviewTask.objects.update(promised_on=MONDAY.date() + timedelta(days=3))

    assert ran(MONDAY) == 0


def test_not_sent_when_it_is_settled_meanwhile_or_the_week_is_over(cohort, coordinator):
    asleep(cohort)
    ran(MONDAY)
    assert sent(MONDAY + timedelta(days=7)) == []

    ran(MONDAY + timedelta(days=7))
    Enrolment.objects.update(asleep_since=None)
    assert sent(MONDAY + timedelta(days=7)) == []


def test_not_sent_to_who_is_no_longer_a_coordinator(cohort, coordinator):
    asleep(cohort)
    ran(MONDAY)
    RoleAssignment.objects.filter(person=coordinator).delete()

    assert sent() == []


def test_more_cohorts_ask_no_more_queries(cohort, coordinator):
    def asked():
        person = type(coordinator).objects.get(pk=coordinator.pk)
        with CaptureQueriesContext(connection) as queries:
            numbers = numbers_for(person, now())
        return numbers, len(queries)

    asleep(cohort), late(cohort)
    first, few = asked()
    for _number in range(5):
        other = CohortFactory()
        RoleAssignment.objects.create(person=coordinator, role=Role.COORDINATOR, scope="cohort", scope_id=other.pk)
        asleep(other), late(other)
    second, many = asked()

    assert (first.asleep, first.overdue, second.asleep, second.overdue) == (1, 1, 6, 6)
    assert many == few <= 7
