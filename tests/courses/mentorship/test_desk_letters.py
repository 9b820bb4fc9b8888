"""Letters to those who read, and to the learner who is told a new date."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail

from courses.mentorship.actions.handing_in import take_back
from courses.mentorship.actions.keeping_promises import keep_promises
from courses.mentorship.models import Reminder, ReviewTask
from courses.mentorship.tasks import keep_promises as beat
from lms.accounts.models import Role
from lms.notifications import digest
from lms.notifications.handing import hand_over
from lms.notifications.models import Letter
from tests.factories import CohortFactory
from tests.factories.mentorship import exercise, handed_in, mentor, paired, reviewed, submission, task_of

pytestmark = pytest.mark.django_db
KYIV = ZoneInfo("Europe/Kyiv")
MONDAY = datetime(2026, 11, 23, 10, tzinfo=KYIV)


def on(day, hour=10, minute=0):
    """A day of November; after the 30th, of December."""
    return time_machine.travel(datetime(2026, 11, 1, hour, minute, tzinfo=KYIV) + timedelta(days=day - 1), tick=False)


@pytest.fixture
def cohort():
    return CohortFactory(course=exercise().lesson.course)


@pytest.fixture
def own(cohort):
    return mentor(cohort, name="Own")


def waits(cohort, person=None, day=23):
    made = submission(cohort=cohort)
    if person:
        paired(made.enrolment, person)
    with on(day):
        return task_of(handed_in(made))


def runs(*days, hour=10):
    for day in days:
        with on(day, hour):
            beat()


def handed_over():
    for letter in Letter.objects.due().exclude(kind="handed_in"):
        hand_over(letter=letter)


def posted(kind="mentor_waiting"):
    return list(Letter.objects.filter(kind=kind).order_by("pk").values_list("person", "subject_key"))


def test_what_waits_for_one_person_is_one_letter_with_all_of_it(cohort, own):
    tasks = [waits(cohort) for _ in range(3)]

    runs(26)

    letter = Letter.objects.get(kind="mentor_waiting")
    assert (letter.person, letter.subject_key) == (own, "2026-11-26")
    with on(26):
        handed_over()
    message = mail.outbox[0]
    assert message.subject == "3 pieces of work wait for you"
    assert all(f"/mentor/tasks/{task.pk}/" in message.body for task in tasks)
    assert "waits since 23 November; promised by 30 November." in message.body
    assert len(message.message().as_bytes()) < 20_000


def test_what_is_not_late_yet_is_counted_too(cohort, own):
    waits(cohort)
    waits(cohort, day=26)

    runs(26)
    with on(26):
        handed_over()

    assert "In all, 2 pieces of work wait at your desk." in mail.outbox[0].body


def test_after_three_days_without_beat_each_is_said_once_in_one_letter(cohort, own):
    waits(cohort)
    waits(cohort, day=24)

    runs(31, 31)  # Tuesday the 1st: day 6 and day 5

    assert posted() == [(own.pk, "2026-12-01")]
    assert Reminder.objects.not_told().count() == 0


def test_a_letter_a_day_at_most_and_nothing_is_left_out(cohort, own):
    waits(cohort)
    runs(26, hour=9)
    other = waits(cohort, day=23)

    runs(26, hour=12)
    assert (len(posted()), Reminder.objects.not_told().get().task) == (1, other)
    runs(27)

    assert posted() == [(own.pk, "2026-11-26"), (own.pk, "2026-11-27")]


@pytest.mark.parametrize(("hour", "due", "key"), [(3, 8, "2026-11-26"), (10, 10, "2026-11-26"), (21, 8, "2026-11-27")])
def test_nobody_is_written_to_at_night(cohort, own, hour, due, key):
    waits(cohort)

    runs(26, hour=hour)

    letter = Letter.objects.get(kind="mentor_waiting")
    assert (letter.due_at.astimezone(KYIV).hour, letter.subject_key) == (due, key)


def test_what_was_answered_or_taken_back_before_the_letter_goes_is_not_said(cohort, own):
    tasks = [waits(cohort) for _ in range(3)]
    runs(26, hour=3)
    with on(26, 7):
        reviewed(tasks[0], own)
        take_back(submission=tasks[1].submission)

    with on(26, 8, 5):
        handed_over()

    told = next(message for message in mail.outbox if message.to == [own.email])
    assert [f"/mentor/tasks/{task.pk}/" in told.body for task in tasks] == [False, False, True]


def test_a_letter_with_nothing_left_to_say_is_not_sent(cohort, own):
    task = waits(cohort)
    runs(26, hour=3)
    with on(26, 7):
        reviewed(task, own)

    with on(26, 8, 5):
        handed_over()

    told = [message for message in mail.outbox if message.to == [own.email]]
    assert (told, Letter.objects.get(kind="mentor_waiting").reason) == ([], "not_needed")


def test_killed_between_the_ledger_and_the_letter_it_is_said_by_the_next_run(cohort, own):
    waits(cohort)
    with on(26):
        keep_promises()
    assert (posted(), Reminder.objects.not_told().count()) == ([], 1)

    runs(26, 26)

    assert posted() == [(own.pk, "2026-11-26")]


def test_killed_in_the_middle_of_posting_nothing_is_half_said(cohort, own, monkeypatch):
    waits(cohort)
    post = digest.post_letter

    def dies(**facts):
        post(**facts)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, on(26):
        patch.setattr(digest, "post_letter", dies)
        with pytest.raises(KeyboardInterrupt):
            beat()
    assert (posted(), Reminder.objects.not_told().count()) == ([], 1)

    runs(26)

    assert posted() == [(own.pk, "2026-11-26")]


def test_a_supervisor_hears_of_what_is_passed_to_them(cohort):
    supervisor = mentor(cohort, Role.SUPERVISOR)
    waits(cohort)

    runs(32)  # Wednesday the 2nd, day 7: there is no mentor at all

    assert posted("passed_to_supervisor") == [(supervisor.pk, "2026-12-02")]
    with on(32):
        handed_over()
    assert [message.subject for message in mail.outbox if message.to == [supervisor.email]] == [
        "1 learner has waited long: it is passed to you"
    ]


def test_the_learner_is_told_the_new_date_once(cohort, own):
    task = waits(cohort, own)
    mentor(cohort)

    runs(32, 32, 33)

    with on(32):
        handed_over()
    told = [message for message in mail.outbox if message.to == [task.learner.email]]
    assert [("Show your mentor" in message.body, "7 December" in message.body) for message in told] == [(True, True)]


def test_more_than_a_page_is_counted(cohort, own):
    for _ in range(14):
        waits(cohort)

    runs(26)
    with on(26):
        handed_over()

    assert (mail.outbox[0].body.count("waits since"), "And 2 more." in mail.outbox[0].body) == (12, True)


def test_the_other_mentor_is_told_what_has_been_given_to_them(cohort, own):
    task = waits(cohort, own)
    other = mentor(cohort)

    runs(32)

    assert ReviewTask.objects.get(pk=task.pk).offered_to == other
    with on(32):
        handed_over()
    assert [message.body.count("has been given to you") for message in mail.outbox if message.to == [other.email]] == [1]
