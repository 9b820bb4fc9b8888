from datetime import UTC, datetime

import pytest
import time_machine
from django.utils import translation
from django.utils.timezone import override

from lms.core.log.wording import saved_words, when_words

NOW = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 11, 22, 12, 2, tzinfo=UTC), "Saved 14:02"),
        (datetime(2026, 11, 21, 22, 5, tzinfo=UTC), "Saved 00:05"),
        (datetime(2026, 11, 21, 21, 55, tzinfo=UTC), "Saved 21 November, 23:55"),
        (datetime(2025, 11, 21, 12, 0, tzinfo=UTC), "Saved 21 November 2025, 14:00"),
        (None, ""),
    ],
)
def test_the_state_names_the_time_and_before_today_the_day(at, words):
    with time_machine.travel(NOW, tick=False), override("Europe/Kyiv"):
        assert saved_words(at) == words


@pytest.mark.parametrize(("language", "day"), [("uk", "3 травня"), ("ru", "3 мая"), ("cs", "3. května"), ("en", "3 May")])
def test_a_day_has_its_month_in_the_case_that_a_day_asks_for(language, day):
    with time_machine.travel(NOW, tick=False), translation.override(language):
        assert when_words(datetime(2026, 5, 3, 9, 0, tzinfo=UTC)).startswith(f"{day}, ")


@pytest.mark.parametrize(("outcome", "word"), [("merged", "together with"), ("kept", "Another version was kept")])
def test_the_state_says_what_became_of_two_versions(outcome, word):
    assert word in saved_words(NOW, outcome)
