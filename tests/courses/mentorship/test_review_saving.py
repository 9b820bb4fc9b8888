"""A draft as it is typed: nothing is lost by a lost answer, a lost lease, a second tab; nothing is saved for who may not."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from courses.mentorship.actions.claiming import claim
from courses.mentorship.models import Comment, Review, ReviewTask
from lms.core.log.ulid import new_ulid
from tests.factories.mentorship import handed_in, mentor, review_begun, reviewed, submission, task_of

pytestmark = pytest.mark.django_db
WORDS = "Two hundred 🙂 people live here. Most are old."
WHOLE = {"summary": "", "overall": "", "outcomes": {}, "levels": {}}


@pytest.fixture
def made():
    return submission(text=WORDS)


@pytest.fixture
def person(made):
    return mentor(made.enrolment.cohort, name="Olena Mentor")


@pytest.fixture
def task(made):
    return task_of(handed_in(made))


@pytest.fixture
def review(task, person, client):
    client.force_login(person)
    return review_begun(task, person)


def send(client, path, value, base=0, change_id=None):
    body = {"change_id": change_id or new_ulid(), "base": base, "value": value}
    return client.post(path, data=body, content_type="application/json")


def place(task, words):
    answer = task.iteration.answers.get()
    start = WORDS.index(words)
    return f"?a={answer.activity_id}&f=text&s={start}&e={start + len(words)}"


def test_what_is_typed_is_kept_in_parts_and_answered_as_a_whole(client, task, review):
    answer = send(client, f"/mentorship/tasks/{task.pk}/review/", WHOLE | {"summary": "Good.", "overall": "accepted"})

    review.refresh_from_db()
    assert (answer.json()["revision"], answer.json()["value"]) == (1, WHOLE | {"summary": "Good.", "overall": "accepted"})
    assert review.value["summary"] == "Good."


def test_a_save_costs_one_look_and_two_writes(client, task, review):
    path = f"/mentorship/tasks/{task.pk}/review/"
    send(client, path, WHOLE | {"summary": "Good."})

    with CaptureQueriesContext(connection) as captured:
        send(client, path, WHOLE | {"summary": "Good. Very."}, base=1)

    ours = [query["sql"].split()[0] for query in captured if "mentorship_" in query["sql"]]
    assert ours == ["SELECT", "UPDATE", "INSERT"]


@pytest.mark.parametrize("about", ["review", "comment"])
def test_a_save_costs_the_same_however_much_is_there(client, task, review, about):
    def saved():
        name = new_ulid()
        path = f"/mentorship/tasks/{task.pk}/review/" if about == "review" else f"/mentorship/tasks/{task.pk}/comments/{name}/"
        where, value = (path + place(task, "Most are old.") if about == "comment" else path), {"summary": name, "text": name}
        base = Review.objects.get(pk=review.pk).revision if about == "review" else 0
        with CaptureQueriesContext(connection) as queries:
            assert send(client, where, value, base).status_code == 200
        return len(queries)

    saved()
    few = saved()
    for _ in range(20):
        saved()

    assert (saved(), few <= 15) == (few, True)  # a new comment: with BEGIN, COMMIT and the look for the session


def test_a_change_whose_answer_was_lost_is_sent_again_and_counts_once(client, task, review):
    path, name = f"/mentorship/tasks/{task.pk}/review/", new_ulid()

    answers = [send(client, path, WHOLE | {"summary": "Good."}, change_id=name).json()["revision"] for _ in range(2)]

    assert (answers, Review.objects.get().revisions.count()) == ([1, 1], 1)


def test_two_tabs_write_the_same_summary_together(client, task, review):
    path = f"/mentorship/tasks/{task.pk}/review/"
    send(client, path, WHOLE | {"summary": "You count the people. You name the bus."})
    send(client, path, WHOLE | {"summary": "You count the people well. You name the bus.", "overall": "small_fix"}, base=1)

    merged = send(client, path, WHOLE | {"summary": "You count the people. You name the bus and the road."}, base=1).json()

    assert merged["value"]["summary"] == "You count the people well. You name the bus and the road."
    assert merged["value"]["overall"] == "small_fix"


def test_a_comment_is_made_once_however_often_it_is_sent(client, task, review):
    name = new_ulid()
    path = f"/mentorship/tasks/{task.pk}/comments/{name}/" + place(task, "🙂 people")

    send(client, path, {"text": "Who"})
    send(client, path, {"text": "Who are they?"}, base=1)

    comment = Comment.objects.get()
    assert (comment.made_id, comment.exact, comment.prefix, comment.start, comment.text) == (
        name, "🙂 people", "Two hundred ", 12, "Who are they?"
    )  # fmt: skip


@pytest.mark.parametrize("query", ["?a=999999", "?a=x&f=text&s=0&e=3", "?f=text&s=0&e=999", "?f=other&s=0&e=1", "?f=text"])
def test_a_comment_on_what_is_not_there_is_refused_for_good(client, task, review, query):
    answer = send(client, f"/mentorship/tasks/{task.pk}/comments/{new_ulid()}/{query}", {"text": "What?"})

    assert (answer.status_code, Comment.objects.count()) == (422, 0)


def test_in_mid_sentence_the_lease_runs_out_and_is_had_again_if_nobody_took_it(client, task, review, person):
    with time_machine.travel(now() + timedelta(minutes=46), tick=False):
        told = send(client, f"/mentorship/tasks/{task.pk}/review/", WHOLE | {"summary": "Good"}).json()

        task.refresh_from_db()
        assert (told["is_held"], task.claimed_by, task.is_held(now())) == (True, person, True)


def test_in_mid_sentence_the_lease_runs_out_and_another_took_it_the_words_are_kept(client, made, task, review):
    with time_machine.travel(now() + timedelta(minutes=46), tick=False):
        claim(task=task, person=mentor(made.enrolment.cohort, name="Petro Second"))

        told = send(client, f"/mentorship/tasks/{task.pk}/review/", WHOLE | {"summary": "Good, but"}).json()

    review.refresh_from_db()
    assert (told["is_held"], told["held"].startswith("Petro Second is reading this, until")) == (False, True)
    assert review.value["summary"] == "Good, but"


def test_working_renews_the_lease_every_few_minutes_and_not_at_each_word(client, task, review):
    begun, path = now(), f"/mentorship/tasks/{task.pk}/review/"
    with time_machine.travel(begun + timedelta(minutes=2), tick=False):
        first = send(client, path, WHOLE | {"summary": "Good"}).json()
    with time_machine.travel(begun + timedelta(minutes=10), tick=False):
        second = send(client, path, WHOLE | {"summary": "Good, but"}, base=1).json()

    task.refresh_from_db()
    assert ("is_held" in first, second["is_held"]) == (False, True)
    assert task.claimed_until > begun + timedelta(minutes=54)


def test_reading_renews_it_as_well(client, task, review):
    with time_machine.travel(now() + timedelta(minutes=40), tick=False):
        told = client.post(f"/mentorship/tasks/{task.pk}/hold/", headers={"accept": "application/json"}).json()

    task.refresh_from_db()
    assert (told["is_held"], task.claimed_until > now() + timedelta(minutes=80)) == (True, True)


def test_given_back_by_its_learner_or_answered_nothing_more_is_taken(client, task, review, person):
    reviewed(task, person)

    answer = send(client, f"/mentorship/tasks/{task.pk}/review/", WHOLE | {"summary": "One more thing."}, base=1)

    review.refresh_from_db()
    assert (answer.status_code, review.value["summary"]) == (410, "Tell more about the old.")


def test_who_has_no_draft_saves_none(client, made, task, review):
    client.force_login(mentor(made.enrolment.cohort))

    paths = ["review/", f"comments/{new_ulid()}/", "hold/"]

    assert [send(client, f"/mentorship/tasks/{task.pk}/{path}", {"text": ""}).status_code for path in paths] == [404] * 3
    assert ReviewTask.objects.get().claimed_by == review.reviewer


def test_after_a_new_sign_in_the_queue_learns_what_the_server_has(client, task, review):
    name = new_ulid()
    send(client, f"/mentorship/tasks/{task.pk}/comments/{name}/", {"text": "On the whole"})

    told = client.get(f"/mentorship/tasks/{task.pk}/session/?l=en&items=review,{name},{new_ulid()}").json()

    assert {key: entry["revision"] for key, entry in told["entries"].items()} == {"review": 0, name: 1}


def test_words_for_a_queue_that_is_signed_out_stay_with_it(client, task, review):
    client.logout()

    answer = send(client, f"/mentorship/tasks/{task.pk}/review/", WHOLE)

    assert (answer.status_code, answer.json()["error"]) == (401, "signed_out")
