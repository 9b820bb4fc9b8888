from datetime import UTC, datetime, timedelta

import pytest

from courses.quizzes.quiz_definition import EVERYTHING, Moment, QuizDefinition, QuizSettings, Shown
from courses.quizzes.review import moment_of, shown

ENDED = datetime(2027, 3, 1, 12, tzinfo=UTC)
CLOSES = ENDED + timedelta(days=1)


@pytest.mark.parametrize(
    ("ended_at", "closes_at", "at", "expected"),
    [
        (None, CLOSES, ENDED, Moment.DURING),
        (None, CLOSES, CLOSES + timedelta(days=1), Moment.DURING),
        (ENDED, CLOSES, ENDED, Moment.JUST_AFTER),
        (ENDED, CLOSES, ENDED + timedelta(seconds=119), Moment.JUST_AFTER),
        (ENDED, CLOSES, ENDED + timedelta(seconds=120), Moment.WHILE_OPEN),
        (ENDED, None, ENDED + timedelta(days=9), Moment.WHILE_OPEN),
        (ENDED, CLOSES, CLOSES, Moment.AFTER_CLOSE),
        (CLOSES, CLOSES, CLOSES + timedelta(seconds=1), Moment.JUST_AFTER),
    ],
)
def test_the_moment_of_a_look(ended_at, closes_at, at, expected):
    assert moment_of(ended_at=ended_at, closes_at=closes_at, at=at) == expected


def quiz(**review) -> QuizDefinition:
    return QuizDefinition(settings=QuizSettings(review={Moment(moment): frozenset(what) for moment, what in review.items()}))


def test_the_matrix_says_what_is_shown():
    assert shown(quiz(while_open=[Shown.MARKS]), Moment.WHILE_OPEN) == {Shown.MARKS}
    assert shown(quiz(while_open=[Shown.MARKS]), Moment.AFTER_CLOSE) == frozenset()
    assert shown(QuizDefinition(), Moment.JUST_AFTER) == EVERYTHING


def test_during_an_attempt_only_what_was_checked_says_more_than_the_answer():
    everything = quiz(during=EVERYTHING)

    assert shown(everything, Moment.DURING, is_checked=False) == {Shown.ANSWERS}
    assert shown(everything, Moment.DURING, is_checked=True) == EVERYTHING
    assert shown(quiz(), Moment.DURING) == {Shown.ANSWERS}


def test_an_attempt_without_marks_shows_none():
    assert shown(QuizDefinition(), Moment.JUST_AFTER, has_marks=False) == EVERYTHING - {Shown.MARKS}
