"""From handing in to accepting, as the tables in docs/mentorship.md say."""

from datetime import date

import pytest
import time_machine

from courses.enrolment.models import ActivityCompletion
from courses.mentorship.actions.answering import appeal, reply
from courses.mentorship.actions.claiming import claim, release
from courses.mentorship.actions.handing_in import hand_in, take_back
from courses.mentorship.actions.reviewing import NotComplete, add_comment, escalate, send_review
from courses.mentorship.models import Iteration, ReviewTask, Submission
from courses.mentorship.rules import Refusal, Refused
from courses.workbook.models import Entry
from lms.core.log.ulid import new_ulid
from tests.factories.mentorship import handed_in, mentor, paired, review_begun, reviewed, rubric, submission, task_of

pytestmark = pytest.mark.django_db
State, Task = Submission.State, ReviewTask.State


def test_what_was_handed_in_does_not_change_with_the_workbook():
    iteration = handed_in(text="Two hundred people.")

    Entry.objects.update(value={"text": "Three hundred."})

    assert [(answer.value, answer.version.content["prompt"]) for answer in iteration.answers.all()] == [
        ({"text": "Two hundred people."}, "Who lives here?")
    ]


def test_handed_in_twice_it_is_one_round_with_one_receipt():
    made = submission()

    rounds = [handed_in(made), handed_in(made)]

    assert rounds[0] == rounds[1]
    assert (Iteration.objects.count(), ReviewTask.objects.count(), len(rounds[0].receipt)) == (1, 1, 8)


def test_nothing_is_nothing_to_hand_in():
    made = submission(text="  ")

    with pytest.raises(Refused) as refused:
        hand_in(submission=made, language="en")

    made.refresh_from_db()
    assert (refused.value.reason, made.state) == (Refusal.EMPTY, State.DRAFT)


def test_an_answer_for_ones_own_eyes_is_named_and_not_shown():
    made = submission(text="My neighbour drinks.")
    Entry.objects.update(is_private=True)
    made.value = {"text": "I would rather tell you."}
    made.save()

    iteration = handed_in(made)

    assert [(answer.value, answer.is_private) for answer in iteration.answers.all()] == [({}, True)]


def test_it_can_be_taken_back_until_somebody_has_opened_it():
    made = submission()
    first = handed_in(made)
    take_back(submission=made)
    second = handed_in(made)
    review_begun(task_of(second), mentor())

    with pytest.raises(Refused) as refused:
        take_back(submission=made)

    made.refresh_from_db()
    first.refresh_from_db()
    assert (refused.value.reason, made.state, first.withdrawn_at is not None) == (Refusal.OPENED, State.HANDED_IN, True)
    assert (second.number, second.round) == (2, 1)


@time_machine.travel("2026-11-26T10:00:00Z", tick=False)
def test_the_learner_is_promised_an_answer_in_five_working_days():
    task = task_of(handed_in())

    assert task.promised_on == date(2026, 12, 3)


def test_it_waits_for_the_learners_own_mentor_first():
    made = submission()
    own = mentor(made.enrolment.cohort)
    paired(made.enrolment, own)

    task = task_of(handed_in(made))

    assert (task.state, task.offered_to, task.is_for_supervisor) == (Task.OFFERED, own, False)


def test_of_two_mentors_one_gets_it():
    task, first, second = task_of(handed_in()), mentor(), mentor()
    claim(task=task, person=first)

    with pytest.raises(Refused) as refused:
        claim(task=task, person=second)

    assert (refused.value.reason, refused.value.holder) == (Refusal.TAKEN, first)


def test_nobody_holds_more_than_four():
    person = mentor()
    for _ in range(4):
        claim(task=task_of(handed_in()), person=person)

    with pytest.raises(Refused) as refused:
        claim(task=task_of(handed_in()), person=person)

    assert refused.value.reason == Refusal.TOO_MANY


def test_a_lease_that_ran_out_is_taken_by_another_and_the_draft_is_kept():
    task, first, second = task_of(handed_in()), mentor(), mentor()
    with time_machine.travel("2026-11-26T10:00:00Z", tick=False):
        draft = review_begun(task, first)
        add_comment(review=draft, made_id=new_ulid(), text="Who are they?")
    with time_machine.travel("2026-11-26T10:46:00Z", tick=False):
        review_begun(task, second)
        with pytest.raises(Refused) as refused:
            send_review(review=draft)

    assert (refused.value.reason, refused.value.holder) == (Refusal.TAKEN, second)
    assert [comment.text for comment in draft.comments.all()] == ["Who are they?"]


def test_given_back_it_is_where_it_came_from():
    made = submission(rounds=1)
    task, person = task_of(handed_in(made)), mentor()

    claim(task=task, person=person)
    release(task=task, person=person)

    task.refresh_from_db()
    assert (task.state, task.claimed_by) == (Task.ESCALATED, None)


def test_accepted_completes_the_activity_once():
    made = submission()
    task = task_of(handed_in(made))
    review = reviewed(task, mentor(), "accepted")

    send_review(review=review)

    made.refresh_from_db()
    task.refresh_from_db()
    assert (made.state, task.state) == (State.ACCEPTED, Task.ACCEPTED)
    assert ActivityCompletion.objects.filter(enrolment=made.enrolment, activity=made.assignment_id).count() == 1


def test_a_review_says_what_it_lacks_before_it_is_sent():
    task = task_of(handed_in(rubric=rubric().pk))
    review = review_begun(task, mentor())

    with pytest.raises(NotComplete) as lacks:
        send_review(review=review)

    assert set(lacks.value.problems) == {"summary", "overall", "levels"}


def test_the_last_round_goes_to_a_supervisor_who_may_ask_for_another():
    made, person = submission(rounds=2), mentor()
    reviewed(task_of(handed_in(made)), person)
    last = task_of(handed_in(made))
    reviewed(last, mentor())

    further = task_of(handed_in(made))

    assert (last.state, further.state, further.iteration.round) == (Task.ESCALATED, Task.ESCALATED, 3)


def test_what_was_answered_is_addressed_in_the_next_round():
    made, person = submission(), mentor()
    task = task_of(handed_in(made))
    comment = add_comment(review=review_begun(task, person), made_id=new_ulid(), text="Who are they?")
    reviewed(task, person)
    comment.refresh_from_db()
    reply(comment=comment, person=made.enrolment.learner, made_id=new_ulid(), text="The Kovals.")

    following = handed_in(made)

    comment.refresh_from_db()
    assert (comment.state, comment.addressed_in) == ("addressed", following)


def test_an_appeal_lets_a_supervisor_read_the_same_round_once():
    made = submission()
    review = reviewed(task_of(handed_in(made)), mentor(), "accepted")

    tasks = [appeal(review=review, why="I was not understood."), appeal(review=review, why="Again.")]

    made.refresh_from_db()
    assert tasks[0] == tasks[1]
    assert (tasks[0].state, tasks[0].iteration, made.state) == (Task.ESCALATED, review.task.iteration, State.HANDED_IN)


def test_a_hard_case_is_passed_on_with_its_reason():
    task, person = task_of(handed_in()), mentor()
    review_begun(task, person)

    escalate(task=task, person=person, reason="It is about violence.")

    task.refresh_from_db()
    assert (task.state, task.is_for_supervisor, task.claimed_by) == (Task.ESCALATED, True, None)
    assert [event.reason for event in task.events.filter(what="escalated")] == ["It is about violence."]
