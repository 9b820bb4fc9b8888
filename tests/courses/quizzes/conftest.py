from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now
from django.utils.translation import override

from courses.enrolment.models import ActivityCompletion
from courses.quizzes.actions.attempts import check_question, save_response, start_attempt, submit_attempt
from courses.quizzes.models import Attempt, AttemptQuestion
from courses.quizzes.signals import attempt_finished
from lms.core.log.actions import Change
from lms.core.log.ulid import new_ulid
from tests.factories import quizzes


class Sitting:
    """A learner at a quiz, and a clock that moves when told to."""

    def __init__(self, *slots, enrolment=None, clock=None, quiz=None, **settings):
        self.quiz = quiz or quizzes.quiz(*slots, **settings)
        self.enrolment = enrolment or quizzes.learner_of(self.quiz)
        self.clock = clock

    def start(self, language="en") -> Attempt:
        return start_attempt(enrolment=self.enrolment, quiz=self.quiz, language=language)

    @property
    def attempt(self) -> Attempt:
        return Attempt.objects.select_related("version", "enrolment__cohort").filter(enrolment=self.enrolment, quiz=self.quiz).last()

    def question(self, slot=1) -> AttemptQuestion:
        """As a view fetches it: one query."""
        rows = AttemptQuestion.objects.select_related("version", "attempt__version", "attempt__enrolment__cohort")
        return rows.get(attempt=self.attempt, slot=slot)

    def change(self, value, base=None, slot=1, **more) -> Change:
        return Change(new_ulid(), self.question(slot).revision if base is None else base, value, **more)

    def save(self, value, slot=1, base=None, **more):
        return save_response(question=self.question(slot), change=self.change(value, base, slot), **more)

    def save_fetched(self, question, change):
        """As a view goes on that has read the row a moment ago."""
        return save_response(question=question, change=change)

    def check(self, value, slot=1, base=None):
        return check_question(question=self.question(slot), change=self.change(value, base, slot))

    def submit(self) -> Attempt:
        submit_attempt(attempt=self.attempt)
        return self.attempt

    def wait(self, **time) -> None:
        self.clock.shift(timedelta(**time))

    def states(self):
        return list(self.attempt.questions.order_by("slot").values_list("state", flat=True))

    @property
    def is_completed(self) -> bool:
        return ActivityCompletion.objects.filter(enrolment=self.enrolment, activity=self.quiz.pk).exists()

    def dates(self, **fields):
        return quizzes.dates(self.quiz, self.enrolment.cohort, **fields)

    def extension(self, **fields):
        return quizzes.extension(self.quiz, self.enrolment, **fields)


@pytest.fixture
def clock():
    with time_machine.travel(now(), tick=False) as traveller:
        yield traveller


@pytest.fixture
def sit(db, clock):
    def make(*slots, **settings):
        return Sitting(*slots, clock=clock, **settings)

    with override("en"):
        yield make


@pytest.fixture
def finished():
    """Attempts that others were told of."""
    heard = []

    def hear(attempt, **_more):
        heard.append(attempt.pk)

    attempt_finished.connect(hear)
    yield heard
    attempt_finished.disconnect(hear)
