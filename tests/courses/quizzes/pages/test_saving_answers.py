"""What the queue of an open page sends, one answer at a time."""

import json

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from courses.enrolment.models import Enrolment
from courses.quizzes.actions.attempts import submit_attempt
from courses.quizzes.models import Attempt, AttemptStep
from lms.core.log.ulid import new_ulid
from tests.factories import UserFactory
from tests.factories.quizzes import choice_question, description, essay_question


def test_a_change_is_saved_and_the_answer_says_so_in_words(desk):
    at = desk(choice_question()).start()

    told = at.save({"choice": "b"}, is_flagged=True).json()

    assert (told["revision"], told["value"], told["outcome"]) == (1, {"choice": "b"}, "applied")
    assert told["state"].startswith("Saved ")
    assert (told["sign"], told["words"], told["is_flagged"]) == ("answered", "answered", True)
    assert at.question().value == {"choice": "b"}


def test_the_same_change_sent_again_changes_nothing(desk):
    at = desk(essay_question()).start()
    change_id = new_ulid()
    first = at.save({"text": "Once."}, change_id=change_id).json()
    at.save({"text": "Once. Twice."}, base=1)

    again = at.save({"text": "Once."}, change_id=change_id).json()

    assert (again["revision"], again["value"]) == (first["revision"], first["value"])
    assert at.question().value == {"text": "Once. Twice."}


def test_two_tabs_of_one_attempt_are_merged_and_told(desk):
    at = desk(essay_question()).start()
    at.save({"text": "We help older people."})
    at.save({"text": "We help older people and families."}, base=1)

    told = at.save({"text": "In our village we help older people."}, base=1).json()

    assert (told["outcome"], told["value"]) == ("merged", {"text": "In our village we help older people and families."})
    assert "in another tab or on another device" in told["state"]


def test_a_choice_made_in_two_tabs_stands_as_it_was_made_last_and_says_so(desk):
    at = desk(choice_question()).start()
    at.save({"choice": "a"})
    at.save({"choice": "b"}, base=1)

    told = at.save({"choice": "c"}, base=1).json()

    assert told["value"] == {"choice": "c"}
    assert "what came last stands" in told["state"]
    assert AttemptStep.objects.get(number=2).value == {"choice": "b"}


def test_a_save_asks_the_database_five_things(desk, django_assert_max_num_queries):
    at = desk(essay_question()).start()
    at.save({"text": "One."})
    question = at.question()
    body = {"change_id": new_ulid(), "base": 1, "value": {"text": "One. Two."}}

    with django_assert_max_num_queries(7):  # session, person, question, UPDATE, INSERT, and a savepoint of the test
        response = at.client.post(f"/quizzes/answers/{question.pk}/", body, content_type="application/json")

    assert response.status_code == 200


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"choice": "z"}, "no such line"),
        ({"choice": ["b"]}, "did not arrive as it should"),
        ({"text": "b"}, "did not arrive as it should"),
    ],
)
def test_what_the_question_does_not_ask_for_is_refused_with_the_reason(desk, value, words):
    at = desk(choice_question()).start()

    refused = at.save(value)

    assert (refused.status_code, refused.json()["error"]) == (422, "not_accepted")
    assert words in refused.json()["message"]
    assert at.question().revision == 0


def test_a_text_between_takes_no_answer(desk):
    assert desk(description()).start().save({}).status_code == 409


def test_a_stranger_finds_nothing(desk):
    at = desk(choice_question()).start()
    at.client.force_login(UserFactory())

    refused = at.save({"choice": "b"})

    assert (refused.status_code, refused.json()["error"]) == (404, "not_found")
    assert at.question().revision == 0


def test_who_is_signed_out_is_told_so(desk):
    at = desk(choice_question()).start()
    at.client.logout()

    assert (at.save({"choice": "b"}).status_code, at.save({"choice": "b"}).json()["error"]) == (401, "signed_out")


def test_an_old_token_is_told_apart_and_the_session_gives_a_fresh_one(desk):
    at = desk(choice_question()).start()
    at.client = Client(enforce_csrf_checks=True)
    at.client.force_login(at.enrolment.learner)

    told = at.save({"choice": "b"})
    question = at.question()
    fresh = at.client.get(f"/quizzes/session/?quiz=1&items={question.pk},x").json()
    body = {"change_id": new_ulid(), "base": 0, "value": {"choice": "b"}}
    saved = at.client.post(
        f"/quizzes/answers/{question.pk}/", body, content_type="application/json", headers={"X-CSRFToken": fresh["csrf"]}
    )

    assert (told.status_code, told.json()["error"]) == (403, "csrf")
    assert fresh["entries"] == {str(question.pk): {"revision": 0, "value": {}, "state": ""}}
    assert saved.status_code == 200


def test_the_session_says_nothing_of_others_answers(desk):
    at = desk(choice_question()).start()
    at.save({"choice": "b"})
    question = at.question()
    at.client.force_login(UserFactory())

    assert at.client.get(f"/quizzes/session/?quiz=1&items={question.pk}").json()["entries"] == {}


def test_two_megabytes_are_refused_in_words_and_nothing_is_written(desk):
    at = desk(essay_question()).start()
    body = json.dumps({"change_id": new_ulid(), "base": 0, "value": {"text": "а" * 1_000_000}}, ensure_ascii=False)

    told = at.client.post(f"/quizzes/answers/{at.question().pk}/", body, content_type="application/json")

    assert (told.status_code, told.json()["error"]) == (413, "too_large")
    assert at.question().revision == 0


@pytest.mark.parametrize("state", [Enrolment.State.PAUSED, Enrolment.State.WITHDRAWN])
def test_who_is_not_studying_is_told_and_nothing_is_written(desk, state):
    at = desk(choice_question()).start()
    Enrolment.objects.update(state=state)

    assert (at.save({"choice": "b"}).status_code, at.save({"choice": "b"}).json()["error"]) == (409, "not_studying")
    assert at.question().revision == 0


def test_an_answer_to_what_was_handed_in_is_refused_for_good(desk):
    at = desk(choice_question()).start()
    at.save({"choice": "b"})
    at.client.post(f"{at.home}hand-in/")

    refused = at.save({"choice": "a"}, base=1)

    assert (refused.status_code, refused.json()["error"]) == (410, "handed_in")
    assert at.question().value == {"choice": "b"}


@pytest.fixture
def few_saves(settings):
    cache.clear()
    settings.QUIZ_RATE_LIMITS = {"save": "2/m", "start": "2/h"}


def test_who_saves_very_often_is_asked_to_wait_and_nothing_else_is_lost(desk, few_saves):
    with time_machine.travel("2026-11-22T12:00:40Z", tick=False) as clock:
        at = desk(essay_question()).start()
        answers = [at.save({"text": "One" * number}, base=number - 1) for number in (1, 2, 3)]
        refused = answers[2]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert (refused.json()["error"], refused["Retry-After"]) == ("often", "21")
        assert at.question().value == {"text": "OneOne"}

        clock.shift(21)
        assert at.save({"text": "OneOneOne"}, base=2).status_code == 200

    assert at.question().value == {"text": "OneOneOne"}


def test_without_scripts_the_words_come_back_to_be_sent_again(desk, few_saves):
    at = desk(essay_question()).start()
    for number in range(2):
        at.save({"text": "One"}, base=number)

    answer = at.form(text="What I wrote last.")

    assert answer.status_code == 429
    assert answer.text.count("What I wrote last.") == 2  # to read, and to send again
    assert "Save again" in answer.text


def test_a_form_of_another_site_counts_nothing(desk, few_saves):
    at = desk(essay_question()).start()
    forger = Client(enforce_csrf_checks=True)
    forger.force_login(at.enrolment.learner)
    for _again in range(3):
        forger.post(f"/quizzes/answers/{at.question().pk}/", {}, content_type="application/json")

    assert at.save({"text": "One"}).status_code == 200


def test_attempts_are_begun_so_often_an_hour_and_an_open_one_is_always_gone_on_with(desk, few_saves):
    at = desk(essay_question(), attempts=10)
    start = f"{at.front}start/"
    for _again in range(2):
        at.client.post(start)
        submit_attempt(attempt=Attempt.objects.in_progress().get())

    refused = at.client.post(start, follow=True)
    assert Attempt.objects.count() == 2
    assert "You have begun very many attempts within an hour." in refused.text

    at.start()
    assert at.client.post(start).url == f"{at.home}"
