"""Two people, two tabs, two workers at the same moment: real threads, real commits."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from courses.mentorship.models import Review
from courses.supervision.actions.reading import keep_second, look, send_second, take, talk_over
from courses.supervision.actions.sampling import draw_sample
from courses.supervision.actions.writing import begin_message, keep_message, mark_read, send_message, take_back
from courses.supervision.models import Draw, Message, SampledReview, SecondReview
from courses.supervision.rules import Refusal, Refused
from lms.core.log.actions import Change
from lms.core.log.ulid import new_ulid
from tests.factories import CohortFactory
from tests.factories.mentorship import handed_in, mentor, reviewed, submission, task_of
from tests.factories.supervision import conversation, sampled, second, supervisor, taken, written

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds):
    """What each came to; all begin together."""
    ready = threading.Barrier(len(deeds))

    def run(deed):
        try:
            ready.wait()
            return deed()
        except Refused as refused:
            return refused.reason
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as people:
        return list(people.map(run, deeds))


def test_of_three_supervisors_one_has_it_and_the_others_are_told():
    cohort = CohortFactory()
    one, people = sampled(cohort), [supervisor(cohort) for _ in range(3)]

    came = at_once(*[lambda person=person: take(sampled=one, person=person) for person in people])

    one.refresh_from_db()
    assert sorted(each == Refusal.TAKEN for each in came) == [False, True, True]
    assert [draft.reader for draft in SecondReview.objects.all()] == [one.reader]


def test_who_takes_it_and_looks_at_the_same_moment_does_one_of_the_two():
    cohort = CohortFactory()
    one, person = sampled(cohort), supervisor(cohort)

    at_once(lambda: take(sampled=one, person=person), lambda: look(sampled=one, person=person))

    one.refresh_from_db()
    assert (one.reader == person) != one.looked.filter(pk=person.pk).exists()


def test_a_month_is_drawn_once_by_two_workers():
    cohort = CohortFactory()
    by = mentor(cohort)
    for _ in range(3):
        reviewed(task_of(handed_in(submission(cohort=cohort))), by)
    Review.objects.update(sent_at=datetime(2026, 10, 5, tzinfo=UTC))

    came = at_once(*[lambda: draw_sample(cohort=cohort, month=date(2026, 10, 1))] * 3)

    assert (sorted(came), Draw.objects.count(), SampledReview.objects.count()) == ([False, False, True], 1, 1)


def test_what_is_typed_while_it_is_sent_is_in_it_or_refused():
    cohort = CohortFactory()
    one, person = sampled(cohort), supervisor(cohort)
    draft = taken(one, person)
    keep_second(second=draft, change=Change(new_ulid(), 0, {"summary": "First.", "overall": "accepted"}))
    tabs = [SecondReview.objects.get() for _ in range(2)]

    kept, sent = at_once(
        lambda: keep_second(second=tabs[0], change=Change(new_ulid(), 1, {"summary": "Second."})),
        lambda: send_second(second=tabs[1], person=person),
    )

    found = SecondReview.objects.get()
    assert (sent, found.sent_at is not None, found.outcome) == (None, True, "accepted")
    assert found.summary == ("First." if kept == Refusal.SENT else "Second.")


def test_it_is_sent_once_and_shared_once_however_often_it_is_pressed():
    cohort = CohortFactory()
    person, by = supervisor(cohort), mentor(cohort)
    made = second(sampled(cohort, by=by), person)

    at_once(*[lambda: talk_over(second=made, person=person)] * 3)

    assert Message.objects.filter(shares=True).count() == 1


def test_two_tabs_write_one_message():
    cohort = CohortFactory()
    person = supervisor(cohort)
    where = conversation(person, mentor(cohort))

    def write(words):
        message = begin_message(conversation=where, by=person, number=1)
        keep_message(message=message, change=Change(new_ulid(), 0, {"text": words}))
        send_message(message=message)

    at_once(lambda: write("One."), lambda: write("Other."))

    assert Message.objects.sent().count() == Message.objects.count() == 1


def test_it_is_read_or_taken_back_never_both():
    cohort = CohortFactory()
    person, by = supervisor(cohort), mentor(cohort)
    where = conversation(person, by)
    message = written(where, person)

    came = at_once(lambda: take_back(message=message), lambda: mark_read(conversation=where, by=by))

    message.refresh_from_db()
    assert (message.read_at is None) == (message.taken_back_at is not None)
    assert (came[0] == Refusal.READ) == (message.read_at is not None)
