"""Two mentors, two tabs, two clicks at the same moment, through the pages: real threads, real commits."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils.timezone import now

from courses.mentorship.actions.reviewing import add_comment, keep_comment, keep_review
from courses.mentorship.models import Comment, Review, ReviewTask, Submission
from courses.mentorship.rules import Refusal, Refused
from lms.core.log.actions import Change
from lms.core.log.ulid import new_ulid
from tests.factories.mentorship import handed_in, mentor, review_begun, reviewed, submission, task_of

pytestmark = pytest.mark.django_db(transaction=True)
WHOLE = {"summary": "Good.", "overall": "small_fix", "outcomes": {}, "levels": {}}


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def at_once(*deeds):
    """What each came to; all begin together."""
    ready = threading.Barrier(len(deeds))

    def run(deed):
        try:
            ready.wait()
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as people:
        return list(people.map(run, deeds))


def send(client, path, value, base=0, change_id=None):
    body = {"change_id": change_id or new_ulid(), "base": base, "value": value}
    return client.post(path, data=body, content_type="application/json")


def test_of_four_mentors_one_holds_the_task_and_has_the_only_review():
    made = submission()
    task = task_of(handed_in(made))
    people = [mentor(made.enrolment.cohort) for _ in range(4)]
    clients = [signed_in(person) for person in people]

    pages = at_once(*[lambda client=client: client.post(f"/en/mentor/tasks/{task.pk}/claim/", follow=True).text for client in clients])

    task.refresh_from_db()
    assert sum("Two hundred people live" in page or "Look at it and send" in page for page in pages) == 1
    assert [review.reviewer for review in Review.objects.all()] == [task.claimed_by]
    assert task.events.filter(what="claimed").count() == task.events.filter(what="opened").count() == 1


def test_a_lease_that_ran_out_goes_to_one_of_the_two_who_want_it():
    made = submission()
    task = task_of(handed_in(made))
    first, second = mentor(made.enrolment.cohort), mentor(made.enrolment.cohort)
    review_begun(task, first)
    ReviewTask.objects.update(claimed_until=now() - timedelta(minutes=1))
    one, other = signed_in(first), signed_in(second)

    told, _page = at_once(
        lambda: send(one, f"/mentorship/tasks/{task.pk}/review/", WHOLE).json(),
        lambda: other.post(f"/en/mentor/tasks/{task.pk}/claim/"),
    )

    task.refresh_from_db()
    assert told["is_held"] == (task.claimed_by == first)
    assert Review.objects.get(reviewer=first).value == WHOLE


def test_sent_from_two_tabs_at_once_it_is_sent_once():
    made = submission()
    task, person = task_of(handed_in(made)), mentor(made.enrolment.cohort)
    review_begun(task, person)
    tabs = [signed_in(person), signed_in(person)]
    send(tabs[0], f"/mentorship/tasks/{task.pk}/review/", WHOLE)

    at_once(*[lambda tab=tab: tab.post(f"/en/mentor/tasks/{task.pk}/send/").status_code for tab in tabs])

    made.refresh_from_db()
    assert (made.state, task.events.filter(what="returned").count()) == (Submission.State.RETURNED, 1)


@pytest.mark.parametrize("what", ["summary", "comment", "new comment"])
def test_what_was_on_its_way_when_the_review_was_sent_changes_nothing_that_the_learner_got(what):
    made = submission()
    task, person = task_of(handed_in(made)), mentor(made.enrolment.cohort)
    review = review_begun(task, person)
    comment = add_comment(review=review, made_id=new_ulid(), text="How many?")
    on_the_way, note_on_the_way = Review.objects.get(pk=review.pk), Comment.objects.get(pk=comment.pk)
    reviewed(task, person)
    got = Review.objects.get(pk=review.pk).value

    def comes_late():
        match what:
            case "summary":
                keep_review(review=on_the_way, change=Change(new_ulid(), on_the_way.revision, {"summary": "Another thing."}))
            case "comment":
                keep_comment(comment=note_on_the_way, change=Change(new_ulid(), 0, {"text": "Another thing."}))
            case _:
                add_comment(review=on_the_way, made_id=new_ulid(), text="Another thing.")

    with pytest.raises(Refused) as refused:
        comes_late()

    assert refused.value.reason == Refusal.SETTLED
    assert (Review.objects.get().value, [note.text for note in Comment.objects.all()]) == (got, ["How many?"])


def test_a_comment_that_two_tabs_send_at_once_is_made_once():
    made = submission()
    task, person = task_of(handed_in(made)), mentor(made.enrolment.cohort)
    review_begun(task, person)
    tabs, name, change = [signed_in(person), signed_in(person)], new_ulid(), new_ulid()
    path = f"/mentorship/tasks/{task.pk}/comments/{name}/"

    answers = at_once(*[lambda tab=tab: send(tab, path, {"text": "How many?"}, change_id=change).json() for tab in tabs])

    assert [answer["value"] for answer in answers] == [{"text": "How many?"}] * 2
    assert (Comment.objects.count(), Comment.objects.get().revisions.count()) == (1, 1)
