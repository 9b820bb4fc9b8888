from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from courses.quizzes.quiz_definition import QuizSettings, WhenTimeIsUp
from courses.quizzes.timing import GRACE, TimeUp, deadline, is_late, time_up

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
HOUR = QuizSettings(time_limit=3600)


@pytest.mark.parametrize(
    ("settings", "dates", "expected"),
    [
        (QuizSettings(), {}, None),
        (HOUR, {}, NOON + timedelta(hours=1)),
        (HOUR, {"extra_minutes": 30}, NOON + timedelta(minutes=90)),
        (QuizSettings(), {"extra_minutes": 30}, None),
        (QuizSettings(), {"closes_at": NOON + timedelta(hours=5)}, NOON + timedelta(hours=5)),
        (HOUR, {"closes_at": NOON + timedelta(minutes=10)}, NOON + timedelta(minutes=10)),
        (HOUR, {"closes_at": NOON + timedelta(minutes=70), "extra_minutes": 30}, NOON + timedelta(minutes=70)),
        (HOUR, {"closes_at": NOON - timedelta(days=1), "is_unofficial": True}, NOON + timedelta(hours=1)),
    ],
)
def test_the_deadline_is_the_earlier_of_time_limit_and_close(settings, dates, expected):
    assert deadline(NOON, settings, **dates) == expected


def test_a_time_limit_is_as_long_in_the_night_when_clocks_change():
    begun = datetime(2027, 3, 28, 2, 30, tzinfo=ZoneInfo("Europe/Kyiv"))  # at three o'clock it becomes four

    ends = deadline(begun.astimezone(UTC), HOUR)

    assert ends - begun.astimezone(UTC) == timedelta(hours=1)
    assert ends.astimezone(ZoneInfo("Europe/Kyiv")).strftime("%H:%M") == "04:30"


def test_a_packet_is_late_a_minute_after_the_deadline_and_never_without_one():
    assert not is_late(NOON + timedelta(seconds=59), NOON)
    assert is_late(NOON + GRACE, NOON)
    assert not is_late(NOON, None)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (QuizSettings(), TimeUp(at=NOON + GRACE, submits=True)),
        (QuizSettings(when_time_is_up=WhenTimeIsUp.ABANDON), TimeUp(at=NOON + GRACE, submits=False)),
        (
            QuizSettings(when_time_is_up=WhenTimeIsUp.OVERDUE, overdue_period=600),
            TimeUp(at=NOON + timedelta(minutes=10) + GRACE, submits=False),
        ),
    ],
)
def test_the_clock_ends_an_attempt_as_the_quiz_says(settings, expected):
    assert time_up(settings, NOON) == expected
