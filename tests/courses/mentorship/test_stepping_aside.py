"""Not this week, back again, and giving one's queue to somebody else."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from courses.mentorship.actions.claiming import claim
from courses.mentorship.actions.keeping_promises import keep_promises
from courses.mentorship.actions.stepping_aside import come_back, go_away, hand_over_queue, undo_hand_over
from courses.mentorship.models import Bar, MentorProfile, Pairing, ReviewTask
from tests.factories import CohortFactory
from tests.factories.mentorship import exercise, handed_in, mentor, paired, review_begun, submission, task_of

pytestmark = pytest.mark.django_db
State = ReviewTask.State
THURSDAY = datetime(2026, 11, 26, 10, tzinfo=ZoneInfo("Europe/Kyiv"))
TODAY, MONDAY = date(2026, 11, 26), date(2026, 11, 30)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(THURSDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def cohort():
    return CohortFactory(course=exercise().lesson.course)


@pytest.fixture
def own(cohort):
    return mentor(cohort, name="Own")


def offered(cohort, person):
    made = submission(cohort=cohort)
    paired(made.enrolment, person)
    return task_of(handed_in(made))


def where(*tasks):
    found = {task.pk: (task.state, task.offered_to) for task in ReviewTask.objects.all()}
    return [found[task.pk] for task in tasks]


def test_not_this_week_lets_offers_go_to_the_queue_and_keeps_new_ones_away(cohort, own):
    before = offered(cohort, own)

    counts = [go_away(mentor=own, since=TODAY, until=MONDAY), go_away(mentor=own, since=TODAY, until=MONDAY)]

    assert (counts, where(before, offered(cohort, own))) == ([1, 0], [(State.QUEUED, None), (State.QUEUED, None)])


def test_what_is_being_read_stays_with_its_reader(cohort, own):
    task = offered(cohort, own)
    review_begun(task, own)

    assert go_away(mentor=own, since=TODAY, until=MONDAY) == 0
    task.refresh_from_db()
    assert (task.state, task.claimed_by) == (State.IN_REVIEW, own)


def test_who_goes_away_later_is_offered_work_until_then(cohort, own, clock):
    go_away(mentor=own, since=date(2026, 11, 27), until=MONDAY)
    task = offered(cohort, own)
    keep_promises()
    assert where(task) == [(State.OFFERED, own)]

    clock.move_to(datetime(2026, 11, 27, 0, 5, tzinfo=ZoneInfo("Europe/Kyiv")))
    keep_promises()

    assert where(task) == [(State.QUEUED, None)]


def test_back_on_the_day_that_was_said_or_sooner(cohort, own, clock):
    go_away(mentor=own, since=TODAY, until=MONDAY)
    come_back(mentor=own)
    sooner = offered(cohort, own)
    go_away(mentor=own, since=TODAY, until=MONDAY)

    clock.move_to(datetime(2026, 11, 30, 0, 5, tzinfo=ZoneInfo("Europe/Kyiv")))

    assert where(sooner, offered(cohort, own)) == [(State.QUEUED, None), (State.OFFERED, own)]


def test_a_queue_is_handed_over_with_what_was_taken_but_not_opened(cohort, own):
    other = mentor(cohort)
    waiting, taken, opened = (offered(cohort, own) for _ in range(3))
    claim(task=taken, person=own)
    review_begun(opened, own)

    done = hand_over_queue(mentor=own, to=other, by=own)

    assert where(waiting, taken, opened) == [(State.OFFERED, other), (State.OFFERED, other), (State.IN_REVIEW, own)]
    assert set(done.tasks.all()) == {waiting, taken}
    assert Pairing.objects.current().filter(mentor=own).count() == 3


def test_a_queue_is_handed_to_everybody(cohort, own):
    task = offered(cohort, own)

    hand_over_queue(mentor=own, to=None, by=own)

    assert where(task) == [(State.QUEUED, None)]


@pytest.mark.parametrize("reason", ["barred", "full", "speaks another language", "away", "of another cohort"])
def test_what_the_other_one_cannot_take_goes_to_the_queue(cohort, own, reason):
    other = mentor(CohortFactory() if reason == "of another cohort" else cohort)
    task = offered(cohort, own)
    if reason == "barred":
        Bar.objects.create(mentor=other, learner=task.learner)
    elif reason == "speaks another language":
        MentorProfile.objects.create(person=other, languages=["cs"])
    elif reason == "away":
        go_away(mentor=other, since=TODAY, until=MONDAY)
    elif reason == "full":
        MentorProfile.objects.create(person=other, hours=1)
        for _ in range(5):
            offered(cohort, other)

    hand_over_queue(mentor=own, to=other, by=own, moves_learners=True)

    assert where(task) == [(State.QUEUED, None)]


def test_what_somebody_else_is_reading_is_left_alone(cohort, own):
    other, reader = mentor(cohort), mentor(cohort)
    task = offered(cohort, own)
    ReviewTask.objects.filter(pk=task.pk).update(offered_until=THURSDAY)
    claim(task=task, person=reader)

    hand_over_queue(mentor=own, to=other, by=own)

    task.refresh_from_db()
    assert (task.state, task.claimed_by) == (State.CLAIMED, reader)


def test_the_learners_go_along_where_that_is_chosen_and_come_back_when_it_is_undone(cohort, own):
    other = mentor(cohort)
    task = offered(cohort, own)

    done = hand_over_queue(mentor=own, to=other, by=own, moves_learners=True)
    moved = list(Pairing.objects.current().values_list("mentor", flat=True))
    undo_hand_over(done=done, by=own)
    undo_hand_over(done=done, by=own)

    assert (moved, list(Pairing.objects.current().values_list("mentor", flat=True))) == ([other.pk], [own.pk])
    assert where(task) == [(State.OFFERED, own)]
    assert Pairing.objects.count() == 3


def test_what_is_undone_comes_back_also_in_a_language_that_one_has_not_named(cohort, own):
    task = offered(cohort, own)
    MentorProfile.objects.update_or_create(person=own, defaults={"languages": ["cs"]})
    done = hand_over_queue(mentor=own, to=None, by=own)

    counts = [undo_hand_over(done=done, by=own) for _ in range(2)]

    task.refresh_from_db()
    assert (task.state, task.offered_to, counts) == (State.OFFERED, own, [1, 0])


def test_undoing_leaves_alone_what_the_other_one_has_begun(cohort, own):
    other = mentor(cohort)
    begun, waiting = offered(cohort, own), offered(cohort, own)
    done = hand_over_queue(mentor=own, to=other, by=own)
    review_begun(begun, other)

    undo_hand_over(done=done, by=own)

    assert where(begun, waiting) == [(State.IN_REVIEW, other), (State.OFFERED, own)]
