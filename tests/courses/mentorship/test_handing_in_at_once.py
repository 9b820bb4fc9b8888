"""Two things come at the same moment: real threads, real commits."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from courses.mentorship.actions.answering import reply
from courses.mentorship.actions.claiming import claim, open_review
from courses.mentorship.actions.handing_in import hand_in, save_draft, take_back
from courses.mentorship.actions.reviewing import add_comment
from courses.mentorship.models import Comment, CommentReply, Iteration, ReviewTask, Submission, TaskEvent
from courses.mentorship.rules import Refusal, Refused
from lms.core.log.actions import Change
from lms.core.log.ulid import new_ulid
from tests.factories.mentorship import handed_in, mentor, review_begun, reviewed, submission, task_of

pytestmark = pytest.mark.django_db(transaction=True)
State, Task = Submission.State, ReviewTask.State


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """What each came to; all begin together."""
    ready = threading.Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> object:
        try:
            ready.wait()
            return deed()
        except Refused as refusal:
            return refusal.reason
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as people:
        return list(people.map(run, deeds))


def fresh(made: Submission) -> Submission:
    return Submission.objects.select_related("enrolment__learner", "assignment").get(pk=made.pk)


def test_four_clicks_hand_in_one_round():
    made = submission()

    rounds = at_once(*[lambda: hand_in(submission=fresh(made), language="en").pk] * 4)

    assert len(set(rounds)) == 1
    assert (Iteration.objects.count(), ReviewTask.objects.count(), fresh(made).state) == (1, 1, State.HANDED_IN)


def test_four_clicks_take_back_once():
    made = submission()
    handed_in(made)

    said = at_once(*[lambda: take_back(submission=fresh(made))] * 4)

    assert said == [None] * 4
    assert (TaskEvent.objects.filter(what="withdrawn").count(), fresh(made).state) == (1, State.DRAFT)


def test_of_taking_back_and_opening_one_happens():
    for _round in range(4):
        made = submission()
        task, person = task_of(handed_in(made)), mentor()
        claim(task=task, person=person)

        taken, opened = at_once(lambda m=made: take_back(submission=fresh(m)), lambda t=task, p=person: open_review(task=t, person=p).pk)

        task.refresh_from_db()
        if taken is None:
            assert (opened, task.state, fresh(made).state) == (Refusal.WITHDRAWN, Task.WITHDRAWN, State.DRAFT)
        else:
            assert (taken, task.state, fresh(made).state) == (Refusal.OPENED, Task.IN_REVIEW, State.HANDED_IN)


def test_taking_back_and_handing_in_again_leave_one_round_that_stands_or_none():
    for _round in range(4):
        made = submission()
        handed_in(made)

        at_once(lambda m=made: take_back(submission=fresh(m)), lambda m=made: hand_in(submission=fresh(m), language="en"))

        standing = made.iterations.standing().count()
        assert ReviewTask.objects.open().filter(submission=made).count() == standing
        assert fresh(made).state == (State.HANDED_IN if standing else State.DRAFT)


def test_words_saved_while_it_is_handed_in_are_in_the_round_or_their_writer_is_told():
    for _round in range(4):
        made = submission()
        change = Change(new_ulid(), 0, {"text": "A last word."})

        said, _round_made = at_once(
            lambda m=made, c=change: save_draft(submission=fresh(m), change=c), lambda m=made: hand_in(submission=fresh(m), language="en")
        )

        words = "" if said == Refusal.HANDED_IN else "A last word."
        assert (made.iterations.get().text, fresh(made).value.get("text", "")) == (words, words)


def test_words_that_were_on_their_way_when_it_was_frozen_are_not_taken_in_silence():
    made = submission()
    on_the_way = fresh(made)
    handed_in(made)

    with pytest.raises(Refused) as refused:
        save_draft(submission=on_the_way, change=Change(new_ulid(), 0, {"text": "Too late."}))

    assert (refused.value.reason, fresh(made).value) == (Refusal.HANDED_IN, {})


def test_two_clicks_reply_once():
    made = submission()
    task = task_of(handed_in(made))
    person = mentor()
    add_comment(review=review_begun(task, person), made_id=new_ulid(), text="Who?")
    reviewed(task, person)
    name = new_ulid()

    def say() -> None:
        comment = Comment.objects.select_related("submission__enrolment__learner").get()
        reply(comment=comment, person=comment.submission.enrolment.learner, made_id=name, text="The Kovals.")

    at_once(say, say)

    assert (CommentReply.objects.count(), Comment.objects.get().state) == (1, "addressed")
