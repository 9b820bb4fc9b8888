"""Two things come at the same moment: real threads, real commits."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils.timezone import now

from courses.quizzes.actions.attempts import bring_up_to_date, give_grade, start_attempt, submit_attempt
from courses.quizzes.models import Attempt, AttemptQuestion
from courses.quizzes.rules import AnswerRefused
from courses.quizzes.timing import GRACE
from tests.factories import UserFactory
from tests.factories.quizzes import essay_question, learner_of, quiz

from .conftest import Sitting

pytestmark = pytest.mark.django_db(transaction=True)
State = Attempt.State


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """What each came to; all begin together."""
    ready = threading.Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> object:
        try:
            ready.wait()
            return deed()
        except AnswerRefused as refusal:
            return refusal.reason
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as people:
        return list(people.map(run, deeds))


def test_four_clicks_begin_one_attempt():
    asked = quiz(attempts_allowed=1)
    enrolment = learner_of(asked)

    attempts = at_once(*[lambda: start_attempt(enrolment=enrolment, quiz=asked, language="en").pk] * 4)

    assert len(set(attempts)) == 1
    assert (Attempt.objects.count(), AttemptQuestion.objects.count()) == (1, 1)


def test_four_who_hand_in_hand_in_once():
    sitting = Sitting()
    sitting.start()
    sitting.save({"choice": "b"})

    at_once(*[lambda: submit_attempt(attempt=sitting.attempt)] * 4)

    assert (sitting.attempt.state, sitting.attempt.fraction) == (State.FINISHED, 1.0)
    assert list(sitting.question().revisions.order_by("number").values_list("kind", flat=True)) == ["save", "finish"]


def test_a_save_and_handing_in_lose_no_answer_that_was_taken():
    """Whichever comes first: what was said to be saved counts, what was refused does not."""
    for _round in range(4):
        sitting = Sitting()
        sitting.start()
        fetched, change = sitting.question(), sitting.change({"choice": "b"})

        saved, _ = at_once(lambda s=sitting, f=fetched, c=change: s.save_fetched(f, c), lambda s=sitting: submit_attempt(attempt=s.attempt))

        assert sitting.attempt.state == State.FINISHED
        was_refused = isinstance(saved, str)
        assert sitting.attempt.fraction == (0.0 if was_refused else 1.0)
        assert sitting.question().value == ({} if was_refused else {"choice": "b"})


def test_a_save_and_the_clock_lose_no_answer():
    """In time it counts, later it is kept; it is never refused."""
    for _round in range(4):
        sitting = Sitting(time_limit=60)
        sitting.start()
        Attempt.objects.update(deadline_at=now() - GRACE + timedelta(milliseconds=30))
        fetched, change = sitting.question(), sitting.change({"choice": "b"})

        def tick(sitting: Sitting = sitting) -> None:
            while sitting.attempt.state == State.IN_PROGRESS:
                bring_up_to_date(sitting.attempt)

        saved, _ = at_once(lambda s=sitting, f=fetched, c=change: s.save_fetched(f, c), tick)

        assert sitting.question().value == {"choice": "b"}
        assert sitting.attempt.fraction == (0.0 if saved.is_unofficial else 1.0)


def test_two_saves_at_once_are_merged():
    sitting = Sitting(essay_question())
    sitting.start()
    sitting.save({"text": "Old people."})
    pairs = [(sitting.question(), sitting.change({"text": text})) for text in ("Old people. Families.", "Many old people.")]

    at_once(*(lambda f=fetched, c=change: sitting.save_fetched(f, c) for fetched, change in pairs))

    assert sitting.question().value == {"text": "Many old people. Families."}
    assert sitting.question().revision == 3


def test_the_last_two_grades_at_once_finish_the_attempt(finished):
    sitting = Sitting(essay_question(), essay_question())
    sitting.start()
    for slot in (1, 2):
        sitting.save({"text": "Old people."}, slot=slot)
    sitting.submit()
    mentor = UserFactory()

    at_once(*(lambda s=slot: give_grade(question=sitting.question(s), fraction=1.0, comment="", by=mentor) for slot in (1, 2)))

    assert (sitting.attempt.state, sitting.attempt.marks, finished) == (State.FINISHED, 2.0, [sitting.attempt.pk])
