"""Answers in an attempt: never lost, never counted twice, never counted when too late."""

import pytest
from django.utils.timezone import now

from courses.enrolment.models import Enrolment
from courses.quizzes.actions.answers import flag_question
from courses.quizzes.actions.attempts import bring_up_to_date, check_question, leave_page, save_response, submit_attempt
from courses.quizzes.engine.definition import Hint
from courses.quizzes.engine.responses import ResponseError
from courses.quizzes.models import Attempt, AttemptFile
from courses.quizzes.rules import AnswerRefused, NotSaved
from courses.quizzes.steps import state_of
from tests.factories.quizzes import choice_question, description, essay_question, short_question

State = Attempt.State


def refused(save) -> NotSaved:
    with pytest.raises(AnswerRefused) as caught:
        save()
    return caught.value.reason


def kinds(question):
    return list(question.revisions.order_by("number").values_list("kind", "is_unofficial"))


class TestSaving:
    def test_an_answer_is_a_step_and_the_row_says_how_it_stands(self, sit):
        sitting = sit()
        sitting.start()

        outcome = sitting.save({"choice": "b"})

        question = sitting.question()
        assert (outcome.revision, outcome.value, outcome.note, outcome.is_repeat) == (1, {"choice": "b"}, "", False)
        assert (question.value, question.state, question.fraction, question.revision) == ({"choice": "b"}, "complete", None, 1)
        assert kinds(question) == [("save", False)]

    def test_a_save_costs_one_update_and_one_insert(self, sit, django_assert_num_queries):
        sitting = sit(essay_question())
        sitting.start()
        sitting.save({"text": "One"})
        question, change = sitting.question(), sitting.change({"text": "One and two"})

        with django_assert_num_queries(4) as queries:  # a savepoint around the two
            save_response(question=question, change=change)

        assert [query["sql"].split()[0] for query in queries] == ["SAVEPOINT", "UPDATE", "INSERT", "RELEASE"]

    def test_sent_twice_it_counts_once(self, sit):
        sitting = sit()
        sitting.start()
        change = sitting.change({"choice": "b"})

        first = save_response(question=sitting.question(), change=change)
        again = save_response(question=sitting.question(), change=change)

        assert (first.is_repeat, again.is_repeat, again.revision) == (False, True, 1)

    def test_two_tabs_are_merged_and_the_state_follows_what_came_of_it(self, sit):
        sitting = sit(essay_question(min_words=4))
        sitting.start()
        sitting.save({"text": "Old people. "})

        sitting.save({"text": "Old people. Families. "}, base=1)
        outcome = sitting.save({"text": "Many old people. "}, base=1)

        assert outcome.value == {"text": "Many old people. Families. "}
        assert (outcome.outcome, sitting.question().state) == ("merged", "complete")

    def test_what_the_question_does_not_ask_for_is_refused(self, sit):
        sitting = sit()
        sitting.start()

        with pytest.raises(ResponseError):
            sitting.save({"choice": "z"})

    def test_there_is_nothing_to_answer_in_a_text(self, sit):
        sitting = sit(description(), choice_question())
        sitting.start()

        assert refused(lambda: sitting.save({})) == NotSaved.NOTHING_TO_ANSWER

    def test_a_file_of_somebody_else_is_no_answer(self, sit):
        theirs, mine = sit(essay_question(max_files=1)), sit(essay_question(max_files=1))
        theirs.start()
        mine.start()
        file = AttemptFile.objects.create(question=theirs.question(), name="a.pdf", content_type="application/pdf", size=1, sha256="x")

        assert refused(lambda: mine.save({"files": [file.pk]})) == NotSaved.FILE_UNKNOWN
        assert theirs.save({"files": [file.pk]}).value == {"files": [file.pk]}

    def test_a_mark_to_come_back_to_goes_with_the_answer_or_alone(self, sit):
        sitting = sit()
        sitting.start()

        sitting.save({"choice": "b"}, flagged=True)
        assert (sitting.question().is_flagged, sitting.question().revision) == (True, 1)
        sitting.save({"choice": "b"}, flagged=False)
        assert (sitting.question().is_flagged, sitting.question().revision) == (False, 1)
        flag_question(question=sitting.question(), flagged=True)
        assert (sitting.question().is_flagged, sitting.question().revision) == (True, 1)

    def test_who_left_the_group_writes_no_more(self, sit):
        sitting = sit()
        sitting.start()
        Enrolment.objects.update(state=Enrolment.State.WITHDRAWN)

        assert refused(lambda: sitting.save({"choice": "b"})) == NotSaved.NOT_STUDYING


class TestChecking:
    def test_feedback_at_once_ends_the_question(self, sit):
        sitting = sit(behaviour="immediatefeedback")
        sitting.start()
        sitting.save({"choice": "a"})

        sitting.check({"choice": "a"})

        question = sitting.question()
        assert (question.state, question.fraction, kinds(question)) == ("gradedwrong", 0.0, [("save", False), ("check", False)])
        assert refused(lambda: sitting.save({"choice": "b"})) == NotSaved.CHECKED
        assert refused(lambda: sitting.check({"choice": "b"})) == NotSaved.CHECKED

    def test_several_tries_cost_the_penalty(self, sit):
        sitting = sit(choice_question(hints=(Hint(text="Think."), Hint(text="Again.")), penalty=0.25), behaviour="interactive")
        sitting.start()

        sitting.check({"choice": "a"})
        assert (sitting.question().state, state_of(sitting.question()).tries_left) == ("todo", 2)
        sitting.save({"choice": "b"})
        sitting.check({"choice": "b"})

        assert (sitting.question().state, sitting.question().fraction) == ("gradedright", 0.75)

    def test_the_same_check_from_two_tabs_is_one_try(self, sit):
        sitting = sit(choice_question(hints=(Hint(text="Think."), Hint(text="Again."))), behaviour="interactive")
        sitting.start()

        sitting.check({"choice": "a"}, base=0)
        again = sitting.check({"choice": "a"}, base=0)

        assert (again.is_repeat, state_of(sitting.question()).tries_left) == (True, 2)

    def test_sent_twice_a_check_is_one_try(self, sit):
        sitting = sit(choice_question(hints=(Hint(text="Think."),)), behaviour="interactive")
        sitting.start()
        change = sitting.change({"choice": "a"})

        for _ in range(2):
            check_question(question=sitting.question(), change=change)

        assert state_of(sitting.question()).tries_left == 1

    def test_the_last_check_sent_again_is_a_repeat_and_no_refusal(self, sit):
        sitting = sit(behaviour="immediatefeedback")
        sitting.start()
        change = sitting.change({"choice": "b"})
        check_question(question=sitting.question(), change=change)

        assert check_question(question=sitting.question(), change=change).is_repeat

    @pytest.mark.parametrize(
        ("definition", "behaviour"), [(choice_question(), "deferredfeedback"), (essay_question(), "immediatefeedback")]
    )
    def test_where_nothing_is_checked_a_check_saves(self, sit, definition, behaviour):
        sitting = sit(definition, behaviour=behaviour)
        sitting.start()

        sitting.check({"choice": "b"} if behaviour == "deferredfeedback" else {"text": "Words."})

        assert (sitting.question().state, kinds(sitting.question())) == ("complete", [("save", False)])

    def test_a_save_that_a_check_overtook_is_refused(self, sit):
        sitting = sit(behaviour="immediatefeedback")
        sitting.start()
        fetched, change = sitting.question(), sitting.change({"choice": "b"})

        sitting.check({"choice": "a"})

        assert refused(lambda: save_response(question=fetched, change=change)) == NotSaved.CHECKED
        assert sitting.question().value == {"choice": "a"}


class TestSequential:
    def test_a_page_that_was_left_takes_no_more_answers(self, sit):
        sitting = sit(choice_question(), choice_question(), navigation="sequential")
        sitting.start()
        change = sitting.change({"choice": "b"})
        save_response(question=sitting.question(1), change=change)

        assert leave_page(attempt=sitting.attempt, page=0) == 1
        assert refused(lambda: sitting.save({"choice": "a"}, slot=1)) == NotSaved.PAGE_LEFT
        assert save_response(question=sitting.question(1), change=change).is_repeat  # its acknowledgement had been lost
        assert sitting.save({"choice": "b"}, slot=2)

    def test_the_last_page_stays(self, sit):
        sitting = sit(choice_question(), choice_question(), navigation="sequential")
        sitting.start()

        assert [leave_page(attempt=sitting.attempt, page=page) for page in (0, 1, 7, 0)] == [1, 1, 1, 1]

    def test_where_navigation_is_free_pages_stay_open(self, sit):
        sitting = sit(choice_question(), choice_question())
        sitting.start()
        leave_page(attempt=sitting.attempt, page=0)

        assert sitting.save({"choice": "a"}, slot=1)


class TestTooLate:
    def test_a_packet_a_minute_late_still_counts(self, sit):
        sitting = sit(time_limit=60)
        sitting.start()
        sitting.wait(seconds=119)

        assert not sitting.save({"choice": "b"}).is_unofficial
        sitting.wait(seconds=1)
        assert bring_up_to_date(sitting.attempt).fraction == 1.0

    @pytest.mark.parametrize(
        ("settings", "state"),
        [
            ({}, State.FINISHED),
            ({"when_time_is_up": "autoabandon"}, State.ABANDONED),
            ({"when_time_is_up": "graceperiod", "overdue_period": 600}, State.OVERDUE),
        ],
    )
    @pytest.mark.parametrize("has_the_clock_been", [True, False])
    def test_later_it_is_kept_and_does_not_count(self, sit, settings, state, has_the_clock_been):
        sitting = sit(short_question(), time_limit=60, **settings)
        sitting.start()
        sitting.save({"text": "Lviv"})
        sitting.wait(minutes=3)
        if has_the_clock_been:
            bring_up_to_date(sitting.attempt)
            assert sitting.attempt.state == state

        outcome = sitting.save({"text": "Kyiv"})

        assert outcome.is_unofficial
        assert outcome.note == "This came after the time was up. It is kept and can be read here, but it does not count."
        assert sitting.question().value == {"text": "Kyiv"}
        assert state_of(sitting.question()).response == {"text": "Lviv"}
        bring_up_to_date(sitting.attempt)
        assert sitting.attempt.fraction == (0.0 if state == State.FINISHED else None)

    def test_what_came_late_sent_again_is_the_same_step(self, sit):
        sitting = sit(time_limit=60)
        sitting.start()
        sitting.wait(minutes=3)
        change = sitting.change({"choice": "b"})

        first, again = (save_response(question=sitting.question(), change=change) for _ in range(2))

        assert (first.is_repeat, again.is_repeat, again.is_unofficial, sitting.question().revision) == (False, True, True, 1)

    def test_what_was_in_time_sent_again_late_was_in_time(self, sit):
        sitting = sit(time_limit=60)
        sitting.start()
        change = sitting.change({"choice": "b"})
        save_response(question=sitting.question(), change=change)
        sitting.wait(minutes=3)
        bring_up_to_date(sitting.attempt)

        again = save_response(question=sitting.question(), change=change)

        assert (again.is_repeat, again.is_unofficial) == (True, False)

    def test_a_save_that_the_clock_overtook_is_kept_and_does_not_count(self, sit):
        """The view had read the attempt in time; before it wrote, the clock submitted."""
        sitting = sit(time_limit=60)
        sitting.start()
        sitting.wait(seconds=119)
        fetched, change = sitting.question(), sitting.change({"choice": "b"})
        sitting.wait(seconds=1)
        bring_up_to_date(sitting.attempt)

        outcome = save_response(question=fetched, change=change)

        assert (outcome.is_unofficial, sitting.attempt.fraction, sitting.question().value) == (True, 0.0, {"choice": "b"})


class TestHandedIn:
    def test_what_comes_after_handing_in_is_refused_for_good(self, sit):
        sitting = sit(time_limit=600)
        sitting.start()
        sitting.save({"choice": "a"})
        sitting.submit()

        assert refused(lambda: sitting.save({"choice": "b"})) == NotSaved.HANDED_IN
        sitting.wait(hours=1)
        assert refused(lambda: sitting.save({"choice": "b"})) == NotSaved.HANDED_IN
        assert sitting.question().value == {"choice": "a"}

    def test_a_save_that_handing_in_overtook_is_refused(self, sit):
        sitting = sit()
        sitting.start()
        fetched, change = sitting.question(), sitting.change({"choice": "b"})
        submit_attempt(attempt=sitting.attempt)

        assert refused(lambda: save_response(question=fetched, change=change)) == NotSaved.HANDED_IN

    def test_what_was_saved_before_handing_in_sent_again_is_a_repeat(self, sit):
        sitting = sit()
        sitting.start()
        change = sitting.change({"choice": "b"})
        save_response(question=sitting.question(), change=change)
        sitting.submit()

        assert save_response(question=sitting.question(), change=change).is_repeat

    def test_practice_takes_answers_as_well(self, sit):
        sitting = sit()
        sitting.dates(closes_at=now())
        sitting.start()

        assert not sitting.save({"choice": "b"}).is_unofficial
        assert sitting.submit().marks is None
        assert sitting.question().state == "gradedright"
