"""An assignment in a lesson, as each reader meets it."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils.timezone import now

from courses.catalogue.addresses import lesson_url
from courses.catalogue.models import Activity, ActivityVersion, Course
from courses.enrolment.actions import set_dates
from courses.mentorship.actions.handing_in import hand_in, submission_of
from courses.mentorship.models import Assignment, Submission
from courses.workbook.models import Entry
from tests.factories import CohortFactory, EnrolmentFactory, EntryFactory
from tests.factories.mentorship import mentor, reviewed, task_of
from tests.factories.pages import LessonPageFactory, body, long_text

pytestmark = pytest.mark.django_db


def assignment_block(block_id="show", *exercises, **value):
    listed = [{"type": "item", "id": one, "value": one} for one in exercises]
    return ("assignment", block_id, {"title": "Show your mentor", "brief": "Show **it**.", "exercises": listed, **value})


class Reader:
    """A learner at a lesson with two exercises and an assignment that gathers them."""

    def __init__(self, client, **value):
        blocks = (long_text("village"), long_text("people", "Who helps?"), assignment_block("show", "village", "people", **value))
        LessonPageFactory(body=body(*blocks))
        self.client = client
        self.assignment = Assignment.objects.get(kind="assignment")
        self.enrolment = EnrolmentFactory(cohort=CohortFactory(course=Course.objects.get()))
        self.lesson = Course.objects.get().lessons.select_related("course", "module").get()
        client.force_login(self.enrolment.learner)

    def reads(self, client=None) -> str:
        text = (client or self.client).get(lesson_url(self.lesson, "en")).text
        return text[text.index('id="b-show"') :]

    def answers(self, block_id="village", **fields):
        activity = Activity.objects.get(block_id=block_id)
        version = ActivityVersion.objects.get(of=activity)
        return EntryFactory(enrolment=self.enrolment, activity=activity, version=version, **fields)

    def hands_in(self):
        return hand_in(submission=submission_of(enrolment=self.enrolment, assignment=self.assignment), language="en")

    @property
    def place(self) -> str:
        return f"/en/my/{self.enrolment.pk}/assignment/{self.assignment.pk}/"


@pytest.fixture
def reader(client):
    return lambda **value: Reader(client, **value)


def test_a_visitor_reads_what_is_asked_and_how_to_get_in(reader):
    text = reader().reads(Client())

    assert "Show <strong>it</strong>." in text
    assert '<a href="#b-village">' in text
    assert "Enrol in the course to hand it in." in text
    assert "/assignment/" not in text


def test_a_learner_sees_how_each_exercise_stands_and_one_door(reader):
    one = reader()
    one.answers("village")
    one.answers("people", value={"text": "Iryna."}, is_private=True)

    text = one.reads()

    assert "Who lives here?</a> – answered" in text
    assert "Who helps?</a> – for your eyes only" in text
    assert f'<a class="button" href="{one.place}">Look it over and hand in</a>' in text


@time_machine.travel("2026-11-26T10:00:00Z", tick=False)
def test_handed_in_it_says_when_the_code_and_the_day_of_the_answer(reader):
    one = reader()
    one.answers()
    receipt = one.hands_in().receipt

    text = one.reads()

    said = f"Handed in 12:00, code {receipt[:4]}-{receipt[4:]}; you will have an answer by Thursday, 3 December."
    assert said in text
    assert ">See what you handed in</a>" in text


def test_answered_it_leads_to_the_first_open_comment(reader):
    one = reader()
    one.answers()
    reviewed(task_of(one.hands_in()), mentor())

    text = one.reads()

    assert "Your mentor has answered." in text
    assert "Come back to this" in text
    assert f'href="{one.place}round/1/#first-open"' in text


def test_accepted_it_is_done(reader):
    one = reader()
    one.answers()
    reviewed(task_of(one.hands_in()), mentor(), "accepted")

    text = one.reads()

    assert '<span class="tag tag--done">Done</span>' in text
    assert "Accepted. This task is done." in text


def test_dates_are_said_and_before_opening_nothing_is_offered_to_be_handed_in(reader):
    one = reader()
    set_dates(cohort=one.enrolment.cohort, activity_id=one.assignment.pk, opens_at=now() + timedelta(days=1))

    text = one.reads()

    assert "Opens: " in text
    assert ">See the assignment</a>" in text


def test_after_closing_it_says_that_it_is_unofficial(reader):
    one = reader()
    set_dates(cohort=one.enrolment.cohort, activity_id=one.assignment.pk, closes_at=now() - timedelta(days=1))

    assert "unofficial" in one.reads()


def test_who_left_the_group_has_no_door_but_what_was_answered(reader):
    one = reader()
    one.answers()
    type(one.enrolment).objects.update(state="withdrawn")
    before = one.reads()
    type(one.enrolment).objects.update(state="active")
    reviewed(task_of(one.hands_in()), mentor())
    type(one.enrolment).objects.update(state="withdrawn")

    assert "Look it over" not in before
    assert "You are not studying in this group now." in before
    assert "Read the answer" in one.reads()


def test_nobody_sees_how_another_learner_stands(reader):
    one = reader()
    one.answers()
    one.hands_in()
    other = Client()
    other.force_login(EnrolmentFactory(cohort=one.enrolment.cohort).learner)

    text = one.reads(other)

    assert ("Handed in" in text, "– answered" in text) == (False, False)


@pytest.mark.parametrize("number", [0, 1, 3])
def test_all_assignments_of_a_lesson_cost_one_query(client, settings, django_assert_num_queries, number):
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    LessonPageFactory(body=body(long_text("village"), *(assignment_block(f"show-{n}", "village") for n in range(number))))
    enrolment = EnrolmentFactory(cohort=CohortFactory(course=Course.objects.get()))
    for one in Assignment.objects.filter(kind="assignment"):
        Submission.objects.create(enrolment=enrolment, assignment=one)
    lesson = Course.objects.get().lessons.select_related("course", "module").get()
    client.force_login(enrolment.learner)
    url = lesson_url(lesson, "en")
    client.get(url)

    with django_assert_num_queries(5 if number else 4):
        assert client.get(url).status_code == 200
    assert Entry.objects.count() == 0
