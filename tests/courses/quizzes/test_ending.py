"""Attempts end: by their learner, by the clock, by the last grade."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from courses.quizzes.actions import attempts as actions
from courses.quizzes.actions.attempts import (
    bring_up_to_date,
    end_what_is_over,
    recompute_deadlines,
    submit_attempt,
)
from courses.quizzes.actions.attempts import over as attempts_over
from courses.quizzes.models import Attempt
from courses.quizzes.tasks import end_attempt, sweep_attempts
from tests.factories.quizzes import choice_question, description, essay_question, true_question

State = Attempt.State


def killed_before_grading(attempt, monkeypatch):
    """It is handed in, and the process dies when it comes to grading."""

    def die(**_more):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(actions, "grade_attempt", die)
        with pytest.raises(SystemExit):
            submit_attempt(attempt=attempt)


class TestHandingIn:
    def test_what_needs_no_person_is_finished_at_once(self, sit, finished):
        sitting = sit(choice_question(default_mark=3.0), true_question(), description())
        sitting.start()
        sitting.save({"choice": "b"}, slot=1)
        sitting.save({"choice": "false"}, slot=2)

        attempt = sitting.submit()

        assert (attempt.state, attempt.marks, attempt.max_marks, attempt.fraction) == (State.FINISHED, 3.0, 4.0, 0.75)
        assert (attempt.submitted_at, attempt.finished_at) == (now(), now())
        assert sitting.states() == ["gradedright", "gradedwrong", "finished"]
        assert finished == [attempt.pk]

    def test_a_repeat_changes_nothing(self, sit, finished):
        sitting = sit()
        sitting.start()
        first = sitting.submit()
        sitting.wait(minutes=5)

        again = sitting.submit()

        assert (again.submitted_at, again.finished_at, len(finished)) == (first.submitted_at, first.finished_at, 1)
        assert sitting.question().revisions.count() == 1

    def test_what_was_not_answered_is_given_up_and_brings_nothing(self, sit):
        sitting = sit()
        sitting.start()

        assert (sitting.submit().fraction, sitting.states()) == (0.0, ["gaveup"])

    def test_a_constant_number_of_queries_whatever_the_number_of_questions(self, sit, django_assert_num_queries):
        for count in (1, 3):
            sitting = sit(*(choice_question() for _ in range(count)), pass_mark=0.5)
            sitting.start()
            attempt = sitting.attempt
            with django_assert_num_queries(17):
                submit_attempt(attempt=attempt)


class TestTheClock:
    def test_hands_in_what_is_there_a_minute_after_the_deadline(self, sit):
        sitting = sit(time_limit=60)
        sitting.start()
        sitting.save({"choice": "b"})
        sitting.wait(seconds=119)
        assert (end_what_is_over(), sitting.attempt.state) == (0, State.IN_PROGRESS)

        sitting.wait(seconds=1)

        assert (end_what_is_over(), sitting.attempt.state, sitting.attempt.fraction) == (1, State.FINISHED, 1.0)
        assert end_what_is_over() == 0

    def test_abandons_where_the_quiz_says_so(self, sit, finished):
        sitting = sit(time_limit=60, when_time_is_up="autoabandon")
        sitting.start()
        sitting.save({"choice": "b"})
        sitting.wait(minutes=2)

        end_what_is_over()

        assert (sitting.attempt.state, sitting.attempt.marks, sitting.attempt.finished_at) == (State.ABANDONED, None, now())
        assert (sitting.is_completed, finished) == (False, [])

    def test_gives_an_overdue_period_in_which_handing_in_counts(self, sit):
        sitting = sit(time_limit=60, when_time_is_up="graceperiod", overdue_period=600)
        sitting.start()
        sitting.save({"choice": "b"})
        sitting.wait(minutes=2)
        end_what_is_over()
        assert sitting.attempt.state == State.OVERDUE

        sitting.wait(minutes=9, seconds=59)

        assert (sitting.submit().state, sitting.attempt.fraction) == (State.FINISHED, 1.0)

    def test_abandons_what_nobody_handed_in_by_the_end_of_the_overdue_period(self, sit):
        sitting = sit(time_limit=60, when_time_is_up="graceperiod", overdue_period=600)
        sitting.start()
        sitting.wait(minutes=12)

        assert (end_what_is_over(), sitting.attempt.state) == (1, State.ABANDONED)
        assert sitting.submit().state == State.ABANDONED

    @pytest.mark.parametrize(("settings", "state"), [({}, State.FINISHED), ({"when_time_is_up": "autoabandon"}, State.ABANDONED)])
    def test_has_the_word_when_somebody_hands_in_too_late(self, sit, settings, state):
        sitting = sit(time_limit=60, **settings)
        sitting.start()
        sitting.wait(minutes=2)

        assert sitting.submit().state == state

    def test_looking_costs_nothing_while_there_is_time(self, sit, django_assert_num_queries):
        sitting = sit(time_limit=60)
        sitting.start()
        attempt = sitting.attempt

        with django_assert_num_queries(0):
            assert bring_up_to_date(attempt).state == State.IN_PROGRESS

    def test_the_close_is_a_deadline_too(self, sit):
        sitting = sit()
        sitting.dates(closes_at=now() + timedelta(minutes=5))
        sitting.start()
        sitting.wait(minutes=6)

        end_what_is_over()

        assert (sitting.attempt.state, sitting.attempt.is_unofficial) == (State.FINISHED, False)

    def test_a_week_of_downtime_is_caught_up_with(self, sit):
        sittings = [sit(time_limit=60) for _ in range(3)]
        for sitting in sittings:
            sitting.start()
        sittings[0].wait(days=7)

        assert end_what_is_over() == 3

    def test_what_a_killed_process_left_submitted_is_graded(self, sit, monkeypatch):
        sitting = sit()
        sitting.start()
        sitting.save({"choice": "b"})
        killed_before_grading(sitting.attempt, monkeypatch)
        assert sitting.attempt.state == State.SUBMITTED

        assert (end_what_is_over(), sitting.attempt.state, sitting.attempt.fraction) == (1, State.FINISHED, 1.0)

    def test_looking_at_what_a_killed_process_left_grades_it(self, sit, monkeypatch):
        sitting = sit()
        sitting.start()
        killed_before_grading(sitting.attempt, monkeypatch)

        assert bring_up_to_date(sitting.attempt).state == State.FINISHED

    def test_what_waits_for_a_person_is_left_alone(self, sit):
        sitting = sit(essay_question())
        sitting.start()
        sitting.save({"text": "Old people."})
        sitting.submit()

        assert (end_what_is_over(), sitting.attempt.state) == (0, State.SUBMITTED)


class TestMoreTime:
    def test_an_extension_in_mid_attempt_moves_the_deadline(self, sit):
        sitting = sit(time_limit=600)
        sitting.dates(closes_at=now() + timedelta(minutes=5))
        attempt = sitting.start()
        begun = now()
        sitting.extension(closes_at=now() + timedelta(hours=1), extra_minutes=10)

        assert recompute_deadlines(quiz_id=sitting.quiz.pk, enrolment=sitting.enrolment) == 1

        attempt.refresh_from_db()
        assert attempt.deadline_at == begun + timedelta(minutes=20)
        assert recompute_deadlines(quiz_id=sitting.quiz.pk, enrolment=sitting.enrolment) == 0

    @pytest.mark.parametrize(("more", "state", "late"), [(10, State.OVERDUE, [False, True]), (60, State.IN_PROGRESS, [False, False])])
    def test_an_overdue_attempt_goes_on_and_what_came_too_late_counts_after_all(self, sit, more, state, late):
        sitting = sit(time_limit=60, when_time_is_up="graceperiod", overdue_period=3600)
        sitting.start()
        sitting.wait(minutes=5)
        end_what_is_over()
        assert sitting.save({"choice": "b"}).is_unofficial
        sitting.wait(minutes=20)
        sitting.save({"choice": "c"})
        sitting.extension(extra_minutes=more)

        recompute_deadlines(quiz_id=sitting.quiz.pk, enrolment=sitting.enrolment)

        assert list(sitting.question().revisions.order_by("number").values_list("is_unofficial", flat=True)) == late
        assert (sitting.attempt.state, sitting.question().state) == (state, "complete")
        assert sitting.submit().fraction == (1.0 if state == State.OVERDUE else 0.0)

    def test_no_close_any_more_is_no_deadline(self, sit):
        sitting = sit()
        dates = sitting.dates(closes_at=now() + timedelta(minutes=5))
        sitting.start()
        dates.closes_at = None
        dates.save()

        recompute_deadlines(quiz_id=sitting.quiz.pk, cohort=sitting.enrolment.cohort)

        assert sitting.attempt.deadline_at is None

    def test_closing_now_ends_the_attempts_of_that_cohort_alone(self, sit):
        sitting = sit()
        other = sit(quiz=sitting.quiz)
        sitting.start()
        other.start()
        sitting.dates(closes_at=now())

        recompute_deadlines(quiz_id=sitting.quiz.pk, cohort=sitting.enrolment.cohort)
        sitting.wait(minutes=1)
        end_what_is_over()

        assert (sitting.attempt.state, other.attempt.state) == (State.FINISHED, State.IN_PROGRESS)

    def test_practice_and_what_has_ended_stay_as_they_are(self, sit):
        sitting = sit(attempts_allowed=1)
        sitting.start()
        sitting.submit()
        practice = sitting.start()
        sitting.dates(closes_at=now() + timedelta(minutes=5))

        assert recompute_deadlines(quiz_id=sitting.quiz.pk, cohort=sitting.enrolment.cohort) == 0
        assert (practice.is_unofficial, sitting.attempt.deadline_at) == (True, None)

    def test_a_deadline_that_moved_under_the_clocks_hands_is_not_ended(self, sit):
        sitting = sit(time_limit=60)
        sitting.start()
        sitting.wait(minutes=5)
        looked_at = sitting.attempt
        sitting.extension(extra_minutes=30)
        recompute_deadlines(quiz_id=sitting.quiz.pk, enrolment=sitting.enrolment)

        bring_up_to_date(looked_at)

        assert sitting.attempt.state == State.IN_PROGRESS


class TestTheSweep:
    def test_sends_a_task_for_each_attempt_that_is_over(self, sit):
        over, overdue, going_on = sit(time_limit=60), sit(time_limit=60, when_time_is_up="graceperiod", overdue_period=900), sit()
        for sitting in (over, overdue, going_on):
            sitting.start()
        over.wait(minutes=3)

        sweep_attempts()

        states = [sitting.attempt.state for sitting in (over, overdue, going_on)]
        assert states == [State.FINISHED, State.OVERDUE, State.IN_PROGRESS]
        assert attempts_over(now()) == []

    def test_a_task_that_comes_twice_or_for_nothing_does_no_harm(self, sit):
        sitting = sit(time_limit=60)
        sitting.start()
        end_attempt(attempt_id=sitting.attempt.pk)
        assert sitting.attempt.state == State.IN_PROGRESS
        sitting.wait(minutes=3)

        for _ in range(2):
            end_attempt(attempt_id=sitting.attempt.pk)
        end_attempt(attempt_id=0)

        assert (sitting.attempt.state, sitting.question().revision) == (State.FINISHED, 1)
