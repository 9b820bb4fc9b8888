"""Laws of an attempt, whatever is done to it in whatever order: no answer is lost, at most one attempt is open, practice brings no marks,
and the engine says of the stored steps what the rows say."""

from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils.timezone import now
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from courses.enrolment.actions import give_extension, set_dates
from courses.enrolment.models import ActivityCompletion
from courses.quizzes.actions.attempts import end_what_is_over, give_grade, submit_attempt
from courses.quizzes.actions.grading import NotGradable
from courses.quizzes.engine import behaviours
from courses.quizzes.engine.definition import Hint
from courses.quizzes.engine.state import StateName
from courses.quizzes.models import Attempt, AttemptQuestion
from courses.quizzes.rules import AnswerRefused, AttemptRefused
from courses.quizzes.steps import step
from courses.quizzes.timing import GRACE, is_late
from courses.quizzes.wording import wording
from tests.factories import UserFactory
from tests.factories.quizzes import choice_question, essay_question

from .conftest import Sitting

State = Attempt.State
ENDS = st.sampled_from(["autosubmit", "graceperiod", "autoabandon"])
FEEDBACK = st.sampled_from(["deferredfeedback", "immediatefeedback", "interactive", "deferredcbm"])


class AnAttempt(RuleBasedStateMachine):
    """`saved`: by question, every value that the learner was told is saved."""

    @initialize(ends=ENDS, behaviour=FEEDBACK, limit=st.sampled_from([0, 600, 600]), allowed=st.integers(0, 2), navigation=st.booleans())
    def publish(self, ends, behaviour, limit, allowed, navigation):
        self.clock = time_machine.travel(now(), tick=False)
        self.traveller = self.clock.start()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.sitting = Sitting(
            choice_question(hints=(Hint(text="Think."), Hint(text="Again."))),
            essay_question(),
            clock=self.traveller,
            behaviour=behaviour,
            time_limit=limit,
            when_time_is_up=ends,
            overdue_period=600 if ends == "graceperiod" else 0,
            attempts_allowed=allowed,
            navigation="sequential" if navigation else "free",
            pass_mark=0.5,
        )
        self.mentor = UserFactory()
        self.saved: dict[int, list[dict]] = {}
        self.ended: dict[int, tuple] = {}

    def teardown(self):
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)
            self.clock.stop()

    @property
    def has_begun(self) -> bool:
        return hasattr(self, "sitting") and self.sitting.attempt is not None

    @rule()
    def start(self):
        with suppress(AttemptRefused):
            self.sitting.start()

    @precondition(lambda self: self.has_begun)
    @rule(choice=st.sampled_from("abc"), certainty=st.sampled_from([None, "1", "3"]), checks=st.booleans(), behind=st.integers(0, 2))
    def answer(self, choice, certainty, checks, behind):
        value = {"choice": choice, **({"certainty": certainty} if certainty else {})}
        self._answer(1, value, checks, behind)

    @precondition(lambda self: self.has_begun)
    @rule(words=st.sampled_from(["Old people.", "Families.", "Nobody."]), behind=st.integers(0, 2))
    def write(self, words, behind):
        self._answer(2, {"text": words}, False, behind)

    def _answer(self, slot, value, checks, behind):
        question = self.sitting.question(slot)
        deed = self.sitting.check if checks else self.sitting.save
        with suppress(AnswerRefused):
            outcome = deed(value, slot=slot, base=max(question.revision - behind, 0))
            assert outcome.is_repeat or outcome.is_unofficial == is_late(now(), question.attempt.deadline_at)
            self.saved.setdefault(question.pk, []).append(value)

    @precondition(lambda self: self.has_begun and self.sitting.attempt.is_open and self.sitting.attempt.deadline_at)
    @rule(choice=st.sampled_from("abc"), submits=st.booleans())
    def answer_too_late(self, choice, submits):
        attempt = self.sitting.attempt
        self.traveller.move_to(max(now(), attempt.deadline_at + GRACE))
        self._answer(1, {"choice": choice}, False, 0)
        if submits:
            submit_attempt(attempt=attempt)

    @precondition(lambda self: self.has_begun)
    @rule()
    def submit(self):
        submit_attempt(attempt=self.sitting.attempt)

    @precondition(lambda self: self.has_begun)
    @rule(fraction=st.sampled_from([0.0, 0.5, 1.0]))
    def grade(self, fraction):
        with suppress(NotGradable):
            give_grade(question=self.sitting.question(2), fraction=fraction, comment="", by=self.mentor)

    @rule(seconds=st.sampled_from([30, 90, 700]))
    def tick(self, seconds):
        self.traveller.shift(timedelta(seconds=seconds))
        end_what_is_over()

    @rule(minutes=st.sampled_from([None, 0, 15]))
    def close(self, minutes):
        closes_at = None if minutes is None else now() + timedelta(minutes=minutes)
        set_dates(cohort=self.sitting.enrolment.cohort, activity_id=self.sitting.quiz.pk, closes_at=closes_at)

    @rule(minutes=st.sampled_from([0, 20]), attempts=st.integers(0, 1))
    def extend(self, minutes, attempts):
        give_extension(
            enrolment=self.sitting.enrolment,
            activity_id=self.sitting.quiz.pk,
            by=self.mentor,
            extra_minutes=minutes,
            extra_attempts=attempts,
        )

    @invariant()
    def there_is_one_open_attempt_at_most(self):
        if hasattr(self, "sitting"):
            assert Attempt.objects.open().filter(enrolment=self.sitting.enrolment).count() <= 1

    @invariant()
    def no_answer_is_lost(self):
        for pk, values in self.saved.items() if hasattr(self, "saved") else ():
            steps = AttemptQuestion.objects.get(pk=pk).revisions.values_list("value", "sent")
            kept = [one for value, sent in steps for one in (value, sent) if one is not None]
            assert all(value in kept for value in values)

    @invariant()
    def practice_and_what_was_never_handed_in_have_no_marks(self):
        marked = Attempt.objects.exclude(marks=None, fraction=None)
        assert not marked.filter(is_unofficial=True).exists()
        assert not marked.exclude(state=State.FINISHED).exists()
        if not Attempt.objects.official().exists():
            assert not ActivityCompletion.objects.exists()

    @invariant()
    def what_counts_is_graded_to_the_end(self):
        waiting = AttemptQuestion.objects.filter(state=StateName.NEEDS_GRADING.value)
        assert not waiting.filter(attempt__state=State.FINISHED, attempt__is_unofficial=False).exists()
        for attempt in Attempt.objects.official().finished():
            fractions = attempt.questions.values_list("fraction", "max_mark")
            assert attempt.marks == sum((fraction or 0) * mark for fraction, mark in fractions)

    @invariant()
    def rows_say_what_the_engine_says_of_all_their_steps(self):
        """Of all of them: that leaving out superseded saves changes no result is proved here as well."""
        for question in AttemptQuestion.objects.select_related("version", "attempt__version"):
            rows = question.revisions.filter(is_unofficial=False).order_by("number").values_list("kind", "value", "fraction")
            definition, behaviour = wording(question.version, question.attempt.language), question.attempt.rules.settings.behaviour
            state = behaviours.replay(definition, behaviour, [step(*row) for row in rows])
            assert question.fraction == state.fraction
            assert StateName(question.state).is_finished == state.name.is_finished
            if state.name.is_finished:
                assert question.state == state.name.value

    @invariant()
    def what_has_ended_stays_ended(self):
        for attempt in Attempt.objects.exclude(state__in=Attempt.OPEN):
            fact = (attempt.is_unofficial, attempt.submitted_at, attempt.version_id)
            assert self.ended.setdefault(attempt.pk, fact) == fact


@pytest.mark.django_db
def test_nothing_is_lost_in_any_order():
    """Each example in a transaction of its own, rolled back at its end."""
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        AnAttempt,
        settings=settings(max_examples=30, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)),
    )
