"""A quiz in a lesson, as each reader meets it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from courses.catalogue.addresses import lesson_url
from courses.catalogue.models import Activity, Course
from courses.enrolment.actions import set_dates
from courses.quizzes.actions.attempts import save_response, start_attempt, submit_attempt
from courses.quizzes.models import Attempt, AttemptQuestion, Quiz
from lms.core.log.actions import Change
from lms.core.log.ulid import new_ulid
from tests.factories import CohortFactory, EnrolmentFactory
from tests.factories.pages import LessonPageFactory, body, long_text, publish
from tests.factories.quizzes import description, question

pytestmark = pytest.mark.django_db


def quiz_block(block_id, **settings):
    asked = [question(), question(description())]
    children = [{"type": "question", "id": f"{block_id}-{one.pk}", "value": {"question": one.pk}} for one in asked]
    return ("quiz", block_id, {"title": "Check yourself", "introduction": "Try **it**.", "questions": children, "settings": settings})


class Reader:
    """A learner at a lesson with one quiz."""

    def __init__(self, client, **settings):
        LessonPageFactory(body=body(quiz_block("check", **settings)))
        self.client = client
        self.quiz = Quiz.objects.get(block_id="check")
        self.enrolment = EnrolmentFactory(cohort=CohortFactory(course=Course.objects.get()))
        self.lesson = Course.objects.get().lessons.select_related("course", "module").get()
        client.force_login(self.enrolment.learner)

    def reads(self, client=None) -> str:
        return (client or self.client).get(lesson_url(self.lesson, "en")).text

    def sits(self, choice: str | None = None) -> Attempt:
        attempt = start_attempt(enrolment=self.enrolment, quiz=self.quiz, language="en")
        if choice:
            rows = AttemptQuestion.objects.select_related("version", "attempt__version", "attempt__enrolment")
            save_response(question=rows.get(attempt=attempt, slot=1), change=Change(new_ulid(), 0, {"choice": choice}))
            submit_attempt(attempt=attempt)
        return attempt

    @property
    def door(self) -> str:
        return f'action="{reverse("start_attempt", args=[self.enrolment.pk, self.quiz.pk])}"'


@pytest.fixture
def reader(client):
    return lambda **settings: Reader(client, **settings)


def test_a_visitor_reads_what_it_asks_and_how_to_get_in(reader):
    from django.test import Client

    one = reader(time_limit_minutes=20, pass_percent=60)

    text = one.reads(Client())

    assert "1 question<" in text  # the text between questions is none
    assert "Try <strong>it</strong>." in text
    assert "Time limit: 20 minutes" in text
    assert "Needed to complete it: 60" in text
    assert "Enrol in the course to take the quiz." in text
    assert "start/" not in text


def test_a_learner_begins(reader):
    one = reader(attempts_allowed=2)

    text = one.reads()

    assert one.door in text
    assert ">Begin</button>" in text
    assert "2 of 2 attempts left" in text
    assert one.client.post(reverse("start_attempt", args=[one.enrolment.pk, one.quiz.pk])).status_code == 302
    assert Attempt.objects.count() == 1


def test_an_open_attempt_is_gone_on_with(reader):
    one = reader()
    one.sits()

    text = one.reads()

    assert "Go on with attempt 1" in text
    assert "See my answers" not in text


def test_a_finished_one_shows_the_result_and_the_answers(reader):
    one = reader(pass_percent=60)
    attempt = one.sits("b")

    text = one.reads()

    assert "Your result so far: 100" in text
    assert f'href="{reverse("attempt_review", args=[attempt.pk])}"' in text
    assert '<span class="tag">Done</span>' in text
    assert "Begin attempt 2" in text


def test_before_it_opens_there_is_no_door(reader):
    one = reader()
    set_dates(cohort=one.enrolment.cohort, activity_id=one.quiz.pk, opens_at=now() + timedelta(days=1))

    text = one.reads()

    assert "This quiz opens on" in text
    assert "Kyiv (UTC" in text
    assert one.door not in text


@pytest.mark.parametrize("closed", [True, False])
def test_after_closing_and_beyond_the_attempts_one_may_practise(reader, closed):
    one = reader(attempts_allowed=1)
    if closed:
        set_dates(cohort=one.enrolment.cohort, activity_id=one.quiz.pk, closes_at=now() - timedelta(days=1))
    else:
        one.sits("b")

    text = one.reads()

    assert ">Practise</button>" in text
    assert "You may still practise: you get feedback, but no marks." in text


def test_who_left_the_group_has_no_door_but_the_answers(reader):
    one = reader()
    attempt = one.sits("b")
    type(one.enrolment).objects.update(state="withdrawn")

    text = one.reads()

    assert one.door not in text
    assert (">Practise" in text, ">Begin" in text) == (False, False)
    assert attempt.state == Attempt.State.FINISHED


def test_a_look_at_the_lesson_ends_what_is_over(reader):
    one = reader(time_limit_minutes=1)
    attempt = one.sits()
    Attempt.objects.update(deadline_at=now() - timedelta(minutes=5))

    text = one.reads()

    attempt.refresh_from_db()
    assert (attempt.state, "Begin attempt 2" in text) == (Attempt.State.FINISHED, True)


def test_where_a_block_was_taken_out_of_the_course_it_cannot_be_begun(reader):
    one = reader()
    Activity.objects.filter(pk=one.quiz.pk).update(retired_at=now())

    text = one.reads()

    assert "This quiz is no longer part of the lesson." in text
    assert one.door not in text


def test_two_readers_of_one_card_are_each_told_their_own(reader):
    one = reader(attempts_allowed=3)
    one.sits("b")
    other, client = EnrolmentFactory(cohort=one.enrolment.cohort), Client()
    client.force_login(other.learner)

    mine, theirs = one.reads(), one.reads(client)

    assert ("Begin attempt 2" in mine, "2 of 3 attempts left" in mine, "See my answers" in mine, one.door in mine) == (True,) * 4
    assert ("Begin attempt 2" in theirs, "3 of 3 attempts left" in theirs, "See my answers" in theirs, one.door in theirs) == (
        False,
        True,
        False,
        False,
    )


@pytest.mark.parametrize("number", [1, 3])
def test_all_quizzes_of_a_lesson_cost_one_query(client, settings, django_assert_num_queries, number):
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    page = LessonPageFactory(body=body(long_text("village"), *(quiz_block(f"check-{n}") for n in range(number))))
    enrolment = EnrolmentFactory(cohort=CohortFactory(course=Course.objects.get()))
    for one in Quiz.objects.filter(kind="quiz"):
        start_attempt(enrolment=enrolment, quiz=one, language="en")
    lesson = Course.objects.get().lessons.select_related("course", "module").get()
    client.force_login(enrolment.learner)
    url = lesson_url(lesson, "en")
    client.get(url)

    with django_assert_num_queries(5):  # as many as without quizzes, and one
        assert client.get(url).status_code == 200
    assert publish(page)
