"""Attempts begin."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import now

from courses.catalogue.models import Activity
from courses.quizzes.actions.attempts import start_attempt
from courses.quizzes.actions.bank import retire_question
from courses.quizzes.models import Attempt
from courses.quizzes.quiz_definition import DrawSlot, FixedSlot
from courses.quizzes.rules import AttemptRefused, Refusal
from tests.factories.quizzes import category, choice_question, description, essay_question, new_version, question, true_question

HOUR = timedelta(hours=1)


def refused(sitting) -> AttemptRefused:
    with pytest.raises(AttemptRefused) as caught:
        sitting.start()
    return caught.value


def test_an_attempt_has_the_questions_of_the_quiz_with_their_versions_and_pages(sit):
    first, second = question(choice_question(default_mark=2.0)), question(true_question())
    sitting = sit(first, FixedSlot(question=second.pk, mark=5.0))

    attempt = sitting.start(language="uk")

    rows = list(attempt.questions.values_list("slot", "page", "version", "max_mark", "state"))
    assert rows == [(1, 0, first.version_id, 2.0, "todo"), (2, 1, second.version_id, 5.0, "todo")]
    assert (attempt.number, attempt.language, attempt.max_marks, attempt.state) == (1, "uk", 7.0, Attempt.State.IN_PROGRESS)
    assert (attempt.started_at, attempt.deadline_at, attempt.is_unofficial) == (now(), None, False)


def test_an_attempt_keeps_the_version_it_began_with(sit):
    asked = question(choice_question(right="b"))
    sitting = sit(asked)
    sitting.start()

    new_version(asked, choice_question(right="c"))
    sitting.save({"choice": "b"})

    assert sitting.submit().fraction == 1.0
    assert sitting.question().version.number == 1


def test_the_second_click_finds_the_attempt_of_the_first(sit):
    sitting = sit()

    assert sitting.start() == sitting.start()
    assert Attempt.objects.count() == 1


def test_texts_between_questions_bring_no_marks(sit):
    attempt = sit(description(), choice_question()).start()

    assert (list(attempt.questions.values_list("max_mark", flat=True)), attempt.max_marks) == ([0.0, 1.0], 1.0)


@pytest.mark.parametrize(
    ("settings", "pages"),
    [
        ({}, [0, 1, 2, 3, 4]),
        ({"questions_per_page": 0}, [0, 0, 0, 0, 0]),
        ({"questions_per_page": 2}, [0, 0, 1, 1, 2]),
    ],
)
def test_questions_are_spread_over_pages(sit, settings, pages):
    attempt = sit(*(choice_question() for _ in range(5)), **settings).start()

    assert list(attempt.questions.values_list("page", flat=True)) == pages


def test_a_page_break_begins_a_page(sit):
    asked = [question() for _ in range(4)]
    slots = [FixedSlot(question=one.pk, page_break=number == 1) for number, one in enumerate(asked)]

    assert list(sit(*slots, questions_per_page=2).start().questions.values_list("page", flat=True)) == [0, 1, 1, 2]
    assert list(sit(*slots, questions_per_page=0).start().questions.values_list("page", flat=True)) == [0, 1, 1, 1]


def test_shuffled_questions_come_in_other_orders_and_texts_keep_their_places(sit):
    asked = [question(description()), *(question() for _ in range(8))]
    sitting = sit(*asked, shuffle_questions=True)

    orders = set()
    for _ in range(5):
        sitting.start()
        orders.add(tuple(sitting.attempt.questions.values_list("version__question", flat=True)))
        sitting.submit()

    assert len(orders) > 1
    assert {order[0] for order in orders} == {asked[0].pk}
    assert {frozenset(order) for order in orders} == {frozenset(one.pk for one in asked)}


class TestDrawing:
    def drawn(self, sitting):
        return set(sitting.start().questions.values_list("version__question", flat=True))

    def test_questions_are_drawn_from_the_category_and_those_below_it(self, sit):
        top = category("Top")
        below = category("Top", "Below", bank=top.bank)
        beside = category("Topper", bank=top.bank)
        wanted = {question(of=top).pk, question(of=below).pk}
        question(of=beside)
        question(of=category("Top"))  # another bank has a category of that name

        assert self.drawn(sit(DrawSlot(category=top.pk, count=9))) == wanted

    def test_only_those_with_all_of_the_tags(self, sit):
        top = category("Top")
        both = question(of=top, tags=["final", "needs"])
        question(of=top, tags=["final"])
        question(of=top)

        assert self.drawn(sit(DrawSlot(category=top.pk, count=9, tags=("final", "needs")))) == {both.pk}

    def test_no_question_twice_however_the_draws_overlap(self, sit):
        top = category("Top")
        below = category("Top", "Below", bank=top.bank)
        placed, *others = [question(of=below) for _ in range(3)] + [question(of=top)]

        sitting = sit(DrawSlot(category=top.pk), DrawSlot(category=below.pk, count=2), placed)
        attempt = sitting.start()

        assert sorted(attempt.questions.values_list("version__question", flat=True)) == sorted([placed.pk, *(one.pk for one in others)])
        assert attempt.questions.get(slot=4).version.question == placed

    def test_retired_questions_are_neither_drawn_nor_placed(self, sit):
        top = category("Top")
        gone, placed, left = question(of=top), question(of=top), question(of=top)
        for one in (gone, placed):
            retire_question(question=one)

        assert self.drawn(sit(placed, DrawSlot(category=top.pk, count=9))) == {left.pk}

    def test_what_this_learner_has_not_had_comes_first(self, sit):
        top = category("Top")
        every = {question(of=top).pk for _ in range(6)}
        sitting = sit(DrawSlot(category=top.pk, count=2))

        seen = []
        for _ in range(3):
            seen.append(self.drawn(sitting))
            sitting.submit()

        assert set.union(*seen) == every

    def test_a_constant_number_of_queries_makes_an_attempt(self, sit, django_assert_num_queries):
        top = category("Top")
        for _ in range(6):
            question(of=top, tags=["final"])
        draw = DrawSlot(category=top.pk, tags=("final",))
        little, much = (sit(*(question() for _ in range(count)), *[draw] * count) for count in (1, 3))

        for sitting in (little, much):
            with django_assert_num_queries(15):
                sitting.start()


class TestWaysIn:
    def test_not_studying(self, sit):
        sitting = sit()
        sitting.enrolment.state = "withdrawn"

        assert refused(sitting).reason == Refusal.NOT_STUDYING

    def test_a_retired_quiz(self, sit):
        sitting = sit()
        Activity.objects.filter(pk=sitting.quiz.pk).update(retired_at=now())
        sitting.quiz.refresh_from_db()

        assert refused(sitting).reason == Refusal.RETIRED

    def test_no_question_left(self, sit):
        asked = question()
        sitting = sit(asked)
        retire_question(question=asked)

        assert refused(sitting).reason == Refusal.EMPTY
        assert not Attempt.objects.exists()

    def test_a_quiz_that_was_never_published(self, sit):
        sitting = sit()
        sitting.quiz.versions.all().update(is_current=False)

        assert refused(sitting).reason == Refusal.EMPTY

    def test_before_it_opens_and_the_sentence_says_when_by_the_clock_of_the_cohort(self, sit, clock):
        clock.move_to(datetime(2027, 3, 27, 12, tzinfo=ZoneInfo("UTC")))
        sitting = sit()
        sitting.dates(opens_at=datetime(2027, 3, 28, 9, tzinfo=ZoneInfo("Europe/Kyiv")))  # the night in which clocks change

        refusal = refused(sitting)

        assert refusal.reason == Refusal.NOT_OPEN
        assert refusal.message == "This quiz opens on 28 March, 09:00, Kyiv (UTC+3:00)."
        sitting.wait(hours=17, minutes=59)
        refused(sitting)
        sitting.wait(minutes=1)
        assert sitting.start()

    def test_the_pause_between_attempts(self, sit, clock):
        clock.move_to(datetime(2027, 1, 10, 10, tzinfo=ZoneInfo("UTC")))
        sitting = sit(delay_between_attempts=3600)
        sitting.start()
        sitting.submit()

        refusal = refused(sitting)
        assert (refusal.reason, refusal.message) == (
            Refusal.WAIT,
            "You can begin the next attempt on 10 January, 13:00, Kyiv (UTC+2:00).",
        )
        sitting.wait(hours=1)
        assert sitting.start().number == 2

    def test_after_closing_one_may_practise(self, sit):
        sitting = sit(time_limit=600)
        sitting.dates(closes_at=now() - HOUR)

        attempt = sitting.start()

        assert (attempt.is_unofficial, attempt.deadline_at) == (True, now() + timedelta(minutes=10))

    def test_beyond_the_number_allowed_one_may_practise_without_a_pause(self, sit):
        sitting = sit(attempts_allowed=2, delay_between_attempts=60)
        kinds = []
        for _ in range(4):
            kinds.append(sitting.start().is_unofficial)
            sitting.submit()
            if len(kinds) < 2:
                sitting.wait(minutes=1)

        assert kinds == [False, False, True, True]

    def test_an_extension_gives_a_later_close_more_time_and_more_attempts(self, sit):
        sitting = sit(attempts_allowed=1, time_limit=600)
        sitting.dates(closes_at=now() - HOUR)
        sitting.extension(closes_at=now() + HOUR, extra_minutes=5, extra_attempts=1)

        first = sitting.start()
        sitting.submit()
        second, third = sitting.start(), None
        sitting.submit()
        third = sitting.start()

        assert [one.is_unofficial for one in (first, second, third)] == [False, False, True]
        assert first.deadline_at == now() + timedelta(minutes=15)

    def test_the_extension_of_one_learner_is_nobody_elses(self, sit):
        sitting = sit()
        sitting.dates(closes_at=now() - HOUR)
        other = sit(quiz=sitting.quiz)
        other.enrolment.cohort = sitting.enrolment.cohort
        other.enrolment.save()
        sitting.extension(closes_at=now() + HOUR)

        assert (sitting.start().is_unofficial, other.start().is_unofficial) == (False, True)

    def test_an_abandoned_attempt_was_an_attempt(self, sit):
        sitting = sit(attempts_allowed=1, time_limit=60, when_time_is_up="autoabandon")
        sitting.start()
        sitting.wait(minutes=3)

        assert sitting.start().is_unofficial


def test_an_attempt_that_is_over_makes_room_for_the_next(sit):
    sitting = sit(time_limit=60)
    first = sitting.start()
    sitting.wait(minutes=3)

    second = start_attempt(enrolment=sitting.enrolment, quiz=sitting.quiz, language="en")

    first.refresh_from_db()
    assert (first.state, second.number) == (Attempt.State.FINISHED, 2)


def test_essays_wait_from_the_beginning_in_no_state_of_their_own(sit):
    assert list(sit(essay_question()).start().questions.values_list("state", flat=True)) == ["todo"]
