"""What beat does for those who wait: to the queue, reminders, another mentor, a supervisor, closing."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from courses.enrolment.models import Enrolment
from courses.mentorship.actions.answering import appeal
from courses.mentorship.actions.claiming import claim
from courses.mentorship.actions.handing_in import take_back
from courses.mentorship.actions.keeping_promises import close_what_is_accepted, keep_promises
from courses.mentorship.models import Bar, MentorProfile, Reminder, ReviewTask, Submission
from courses.mentorship.rules import Refused
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from lms.notifications.models import Letter
from tests.factories import CohortFactory
from tests.factories.mentorship import exercise, handed_in, mentor, paired, review_begun, reviewed, submission, task_of

pytestmark = pytest.mark.django_db
State = ReviewTask.State
PRAGUE = ZoneInfo("Europe/Prague")
MONDAY = datetime(2026, 11, 23, 10, tzinfo=PRAGUE)
DAYS = [0, 1, 2, 3, 4, 7, 8, 9, 10, 11, 14, 15]  # calendar days to working day n


def on(day, hour=10):
    return time_machine.travel(MONDAY + timedelta(days=DAYS[day], hours=hour - 10), tick=False)


@pytest.fixture
def cohort():
    asked = exercise()
    return CohortFactory(course=asked.lesson.course, country="CZ", time_zone="Europe/Prague")


@pytest.fixture
def made(cohort):
    return submission(cohort=cohort)


def own_mentor(made, **fields):
    person = mentor(made.enrolment.cohort, **fields)
    paired(made.enrolment, person)
    return person


def waits(made):
    """Handed in on the Monday."""
    with on(0):
        return task_of(handed_in(made))


def ledger(task):
    return {row.step: row.person for row in task.reminders.all()}


def beat(*days, hour=10):
    for day in days:
        with on(day, hour):
            keep_promises()


def test_after_two_working_days_it_goes_to_the_queue(made):
    own = own_mentor(made)
    task = waits(made)

    beat(2, hour=23)
    task.refresh_from_db()
    assert (task.state, task.offered_to) == (State.OFFERED, own)
    beat(3, hour=0)

    task.refresh_from_db()
    assert (task.state, task.offered_to, ledger(task)["to_queue"]) == (State.QUEUED, None, None)


def test_from_the_queue_one_mentor_is_reminded_and_then_another(made):
    first, second = mentor(made.enrolment.cohort), mentor(made.enrolment.cohort)
    task = waits(made)

    beat(3, 4, 5, 6)

    assert ledger(task) == {"third_day": first, "fifth_day": second}


def test_whoever_has_it_in_hand_is_reminded(made):
    mentor(made.enrolment.cohort)
    holder = mentor(made.enrolment.cohort)
    task = waits(made)
    with on(3):
        claim(task=task, person=holder)

    beat(3)

    assert ledger(task) == {"third_day": holder}


def test_for_a_supervisor_a_supervisor_is_reminded(made):
    mentor(made.enrolment.cohort)
    supervisor = mentor(made.enrolment.cohort, Role.SUPERVISOR)
    task = waits(made)
    ReviewTask.objects.update(is_for_supervisor=True, state=State.ESCALATED)

    beat(3)

    assert ledger(task) == {"third_day": supervisor}


def test_on_day_seven_it_goes_to_another_mentor_and_the_learner_is_told(made):
    own_mentor(made)
    other = mentor(made.enrolment.cohort)
    task = waits(made)

    beat(3, 5, 7)

    task.refresh_from_db()
    assert (task.state, task.offered_to, task.promised_on) == (State.OFFERED, other, date(2026, 12, 7))
    assert [letter.person for letter in Letter.objects.filter(kind="review_late")] == [made.enrolment.learner]


def test_of_those_with_room_the_one_with_the_fewest_waiting_gets_it(made):
    own_mentor(made)
    busy, idle = mentor(made.enrolment.cohort), mentor(made.enrolment.cohort)
    task = waits(made)
    with on(6):
        another = submission(cohort=made.enrolment.cohort)
        paired(another.enrolment, busy)
        handed_in(another)

    beat(7)

    assert ledger(task)["reassigned"] == idle


@pytest.mark.parametrize("reason", ["away", "barred", "speaks another language", "full", "of another cohort", "the learner"])
def test_who_cannot_read_it_is_not_given_it(made, reason):
    cohort, learner = made.enrolment.cohort, made.enrolment.learner
    own_mentor(made)
    supervisor = mentor(cohort, Role.SUPERVISOR)
    if reason == "the learner":
        grant_role(person=supervisor, role=Role.MENTOR, where=cohort)
        Enrolment.objects.filter(pk=made.enrolment_id).update(learner=supervisor)
        supervisor = mentor(cohort, Role.SUPERVISOR)
        made.refresh_from_db()
    else:
        other = mentor(cohort if reason != "of another cohort" else CohortFactory())
        if reason == "away":
            MentorProfile.objects.create(person=other, away_from=date(2026, 12, 1), away_until=date(2026, 12, 8))
        elif reason == "barred":
            Bar.objects.create(mentor=other, learner=learner)
        elif reason == "speaks another language":
            MentorProfile.objects.create(person=other, languages=["cs"])
        elif reason == "full":
            _fill(other, cohort)
    task = waits(made)

    beat(7)

    task.refresh_from_db()
    assert (task.state, task.is_for_supervisor) == (State.ESCALATED, True)
    assert ledger(task)["reassigned"] == supervisor


def _fill(person, cohort):
    """One hour a week holds five reviews."""
    MentorProfile.objects.create(person=person, hours=1)
    with on(6):
        for _ in range(5):
            made = submission(cohort=cohort)
            paired(made.enrolment, person)
            handed_in(made)


def test_nobody_is_offered_more_than_fits_into_their_week(cohort):
    person = mentor(cohort)
    _fill(person, cohort)
    sixth = submission(cohort=cohort)
    paired(sixth.enrolment, person)

    with on(6):
        task = task_of(handed_in(sixth))

    assert (task.state, ReviewTask.objects.filter(offered_to=person).count()) == (State.QUEUED, 5)


def test_on_day_nine_it_goes_to_the_supervisor(made):
    own_mentor(made)
    mentor(made.enrolment.cohort)
    supervisor = mentor(made.enrolment.cohort, Role.SUPERVISOR)
    task = waits(made)

    beat(3, 5, 7, 9)

    task.refresh_from_db()
    assert (task.state, task.is_for_supervisor, task.offered_to) == (State.ESCALATED, True, None)
    assert ledger(task)["to_supervisor"] == supervisor
    assert [letter.subject_key for letter in Letter.objects.filter(kind="review_late")] == [f"{task.pk}:2026-12-07"]


def test_where_nobody_supervises_it_stays_with_the_mentors(made):
    own_mentor(made)
    task = waits(made)

    beat(3, 5, 7, 9)

    task.refresh_from_db()
    assert (task.state, task.is_for_supervisor) == (State.QUEUED, False)
    assert (ledger(task)["reassigned"], ledger(task)["to_supervisor"]) == (None, None)


def test_a_beat_that_was_down_for_days_does_each_step_once(made):
    own_mentor(made)
    mentor(made.enrolment.cohort)
    task = waits(made)

    beat(8, 8, 8)

    assert sorted(ledger(task)) == ["fifth_day", "reassigned", "third_day", "to_queue"]
    assert [step for step, person in ledger(task).items() if person] == ["reassigned"]
    assert list(task.events.filter(what="reassigned").values_list("what", flat=True)) == ["reassigned"]


def test_what_is_being_read_is_left_until_the_lease_ends(made):
    mentor(made.enrolment.cohort)
    reader = mentor(made.enrolment.cohort)
    task = waits(made)
    with on(7, 9):
        review_begun(task, reader)

    with on(7, 9):
        keep_promises()
    task.refresh_from_db()
    assert (task.state, "reassigned" in ledger(task)) == (State.IN_REVIEW, False)
    beat(7)

    assert "reassigned" in ledger(task)


def test_of_a_run_that_is_killed_in_the_middle_nothing_remains_and_the_next_does_it(made, monkeypatch):
    own_mentor(made)
    mentor(made.enrolment.cohort)
    task = waits(made)

    def killed(task):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, on(7):
        patch.setattr("courses.mentorship.actions.keeping_promises.post_new_date", killed)
        with pytest.raises(KeyboardInterrupt):
            keep_promises()
    task.refresh_from_db()
    assert (ledger(task), task.state) == ({}, State.OFFERED)

    beat(7)

    assert ledger(task)["reassigned"] is not None


def test_of_what_was_taken_back_or_answered_nothing_is_said(cohort):
    taken_back, answered = submission(cohort=cohort), submission(cohort=cohort)
    tasks = [waits(taken_back), waits(answered)]
    with on(1):
        take_back(submission=taken_back)
        reviewed(tasks[1], mentor(cohort))

    beat(3, 9)

    assert not Reminder.objects.exists()


def test_what_is_unofficial_is_promised_nothing_and_leaves_its_mentor_all_the_same(made):
    own_mentor(made)
    task = waits(made)
    ReviewTask.objects.update(promised_on=None)

    beat(9)

    task.refresh_from_db()
    assert (task.state, list(ledger(task))) == (State.QUEUED, ["to_queue"])


def test_a_week_after_the_acceptance_it_closes_once(made):
    task = waits(made)
    with on(0):
        review = reviewed(task, mentor(), "accepted")

    counts = []
    for day in (5, 6, 6):
        with on(day):
            counts.append(close_what_is_accepted())

    made.refresh_from_db()
    assert (counts, made.state) == ([0, 1, 0], Submission.State.CLOSED)
    assert [row.step for row in task.reminders.all()] == ["closed"]
    assert task.events.filter(what="closed").count() == 1
    with pytest.raises(Refused):
        appeal(review=review, why="Too late.")


def test_an_appeal_keeps_it_from_closing(made):
    task = waits(made)
    with on(0):
        appeal(review=reviewed(task, mentor(), "accepted"), why="Look again.")

    with on(6):
        assert close_what_is_accepted() == 0


def test_how_many_wait_makes_no_more_queries(cohort, django_assert_num_queries):
    for number in (1, 3):
        while ReviewTask.objects.count() < number:
            waits(submission(cohort=cohort))
        beat(3)
        with on(3), django_assert_num_queries(5):  # a savepoint and its end among them
            keep_promises()
