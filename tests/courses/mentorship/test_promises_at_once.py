"""Beat runs twice at the same moment, or while somebody takes, hands in or hands over: real threads, real commits."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils.timezone import now

from courses.mentorship.actions.barring import bar
from courses.mentorship.actions.claiming import claim
from courses.mentorship.actions.handing_in import hand_in, take_back
from courses.mentorship.actions.keeping_promises import keep_promises
from courses.mentorship.actions.pairing import Wish, apply_proposal, end_pairing, pair
from courses.mentorship.actions.stepping_aside import go_away, hand_over_queue
from courses.mentorship.desk_letters import post_desk_letters
from courses.mentorship.models import MentorProfile, Pairing, Reminder, ReviewTask, TaskEvent
from courses.mentorship.room import hold_room
from courses.mentorship.rules import Refused
from lms.notifications.models import Letter
from tests.factories import CohortFactory
from tests.factories.mentorship import exercise, handed_in, mentor, paired, submission, task_of

pytestmark = pytest.mark.django_db(transaction=True)
State = ReviewTask.State


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


@pytest.fixture
def cohort():
    return CohortFactory(course=exercise().lesson.course)


def waits(cohort, own=None, days=0):
    """Handed in so many calendar days ago."""
    made = submission(cohort=cohort)
    if own:
        paired(made.enrolment, own)
    task = task_of(handed_in(made))
    ReviewTask.objects.filter(pk=task.pk).update(handed_in_at=now() - timedelta(days=days))
    if days:
        ReviewTask.objects.filter(pk=task.pk, offered_to__isnull=False).update(offered_until=now() - timedelta(hours=1))
    return task


def test_two_beats_do_each_step_and_post_each_letter_once(cohort):
    own, other = mentor(cohort), mentor(cohort)
    tasks = [waits(cohort, own, days) for days in (6, 6, 14, 14)]

    at_once(*[lambda: (keep_promises(), post_desk_letters())] * 3)
    post_desk_letters()

    assert set(Counter(Reminder.objects.values_list("task", "step")).values()) == {1}
    assert TaskEvent.objects.filter(task__in=tasks, what__in=["reassigned", "escalated"]).count() <= 2
    assert Counter(Letter.objects.exclude(kind="review_late").values_list("person", "kind")).most_common(1)[0][1] == 1
    assert Reminder.objects.not_told().count() == 0
    assert {letter.person for letter in Letter.objects.filter(kind="mentor_waiting")} <= {own, other}


def test_who_takes_it_while_beat_gives_it_to_another_has_it_or_is_told(cohort):
    for _round in range(3):
        reader, other = mentor(cohort), mentor(cohort)
        task = waits(cohort, days=9)

        taken, _ = at_once(lambda t=task, r=reader: claim(task=t, person=r), keep_promises)

        task.refresh_from_db()
        assert task.is_held(now()) or task.state == State.OFFERED, (taken, task.state, other)
        assert Reminder.objects.filter(task=task, step="reassigned").exists() == (task.offered_to is not None)


def test_what_the_learner_takes_back_at_that_moment_is_taken_back(cohort):
    mentor(cohort), mentor(cohort)
    for _round in range(3):
        task = waits(cohort, days=9)

        at_once(lambda t=task: take_back(submission=t.submission), keep_promises)

        task.refresh_from_db()
        assert (task.state, task.claimed_by) == (State.WITHDRAWN, None)


def test_those_who_hand_in_at_once_do_not_overfill_a_mentors_week(cohort):
    own = mentor(cohort)
    MentorProfile.objects.create(person=own, hours=1)  # five reviews
    for _ in range(3):
        waits(cohort, own)
    made = [submission(cohort=cohort) for _ in range(4)]
    for each in made:
        paired(each.enrolment, own)

    at_once(*[lambda each=each: hand_in(submission=each, language="en") for each in made])

    assert Counter(ReviewTask.objects.values_list("state", flat=True)) == {"offered": 5, "queued": 2}


def test_a_queue_is_handed_over_while_others_hand_in_and_beat_runs(cohort):
    own, other = mentor(cohort), mentor(cohort)
    MentorProfile.objects.create(person=other, hours=1)
    for days in (0, 0, 6, 9):
        waits(cohort, own, days)
    made = [submission(cohort=cohort) for _ in range(2)]
    for each in made:
        paired(each.enrolment, other)

    at_once(
        lambda: hand_over_queue(mentor=own, to=other, by=own),
        lambda: go_away(mentor=own, since=now().date() - timedelta(days=1), until=now().date() + timedelta(days=7)),
        keep_promises,
        *[lambda each=each: hand_in(submission=each, language="en") for each in made],
    )

    assert ReviewTask.objects.open().count() == 6
    assert ReviewTask.objects.filter(offered_to=other, offered_until__gt=now()).count() <= 5
    assert not ReviewTask.objects.filter(offered_to=own, state=State.OFFERED, offered_until__gt=now()).exists()


@pytest.fixture
def hand_in_is_slow(monkeypatch):
    """Between reading who the mentor is and making the task."""

    def slowly(person, at):
        room = hold_room(person, at)
        time.sleep(0.3)
        return room

    monkeypatch.setattr("courses.mentorship.actions.offering.hold_room", slowly)


def offered(made):
    return ReviewTask.objects.open().get(submission=made)


def test_what_is_handed_in_while_the_mentor_changes_is_offered_to_the_new_one(cohort, hand_in_is_slow):
    for _round in range(3):
        old, new, coordinator = mentor(cohort), mentor(cohort), mentor(cohort)
        made = submission(cohort=cohort)
        paired(made.enrolment, old)

        at_once(
            lambda each=made: hand_in(submission=each, language="en"),
            lambda each=made, to=new, by=coordinator: (time.sleep(0.1), pair(enrolment=each.enrolment, mentor=to, by=by)),
        )

        assert (offered(made).state, offered(made).offered_to) == (State.OFFERED, new)


def test_what_is_handed_in_while_a_pairing_ends_or_learners_are_moved_is_not_left_with_the_mentor(cohort, hand_in_is_slow):
    old, new, coordinator = mentor(cohort), mentor(cohort), mentor(cohort)
    ended, barred, moved = [submission(cohort=cohort) for _ in range(3)]
    for each in (ended, barred, moved):
        paired(each.enrolment, old)

    at_once(
        *[lambda each=each: hand_in(submission=each, language="en") for each in (ended, barred, moved)],
        lambda: (time.sleep(0.1), end_pairing(enrolment=ended.enrolment, by=coordinator, reason="")),
        lambda: (time.sleep(0.1), bar(mentor=old, learner=barred.enrolment.learner, by=coordinator, reason="Sisters.")),
        lambda: (time.sleep(0.1), hand_over_queue(mentor=old, to=new, by=old, moves_learners=True)),
    )

    left = dict(ReviewTask.objects.open().values_list("submission", "offered_to"))
    assert old.pk not in left.values()
    assert left[moved.pk] == new.pk
    assert not Pairing.objects.current().filter(mentor=old).exists()


def test_what_is_handed_in_while_the_mentor_goes_away_waits_for_everybody(cohort, hand_in_is_slow):
    own = mentor(cohort)
    MentorProfile.objects.create(person=own)
    made = submission(cohort=cohort)
    paired(made.enrolment, own)
    today = now().date()

    at_once(
        lambda: hand_in(submission=made, language="en"),
        lambda: (time.sleep(0.1), go_away(mentor=own, since=today - timedelta(days=1), until=today + timedelta(days=7))),
    )

    assert (offered(made).state, offered(made).offered_to) == (State.QUEUED, None)


def test_two_coordinators_who_pair_anew_while_learners_hand_in_do_not_stop_each_other(cohort, hand_in_is_slow):
    mentors = [mentor(cohort) for _ in range(3)]
    made = [submission(cohort=cohort) for _ in range(4)]
    for each in made:
        paired(each.enrolment, mentors[0])
    wishes = [[Wish(each.enrolment_id, to.pk, mentors[0].pk) for each in made] for to in mentors[1:]]

    at_once(
        *[lambda each=each: hand_in(submission=each, language="en") for each in made],
        *[lambda wish=wish: (time.sleep(0.1), apply_proposal(cohort=cohort, wishes=wish, by=mentors[0])) for wish in wishes],
    )

    own = dict(Pairing.objects.current().values_list("enrolment", "mentor"))
    assert set(own.values()) in ({mentors[1].pk}, {mentors[2].pk})
    assert {task.submission.enrolment_id: task.offered_to_id for task in ReviewTask.objects.open().select_related("submission")} == own
