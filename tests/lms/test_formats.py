"""How days and hours are written in each language."""

from datetime import datetime

import pytest
from django.utils.formats import date_format, get_format
from django.utils.translation import override

AFTERNOON = datetime(2026, 11, 28, 17, 49)  # noqa: DTZ001 - only to be written


@pytest.mark.parametrize(
    ("language", "long", "short"),
    [
        ("en", "28 November 2026, 17:49", "28 Nov 2026, 17:49"),
        ("uk", "28 листопада 2026 р. 17:49", "28.11.2026 17:49"),
        ("ru", "28 ноября 2026 г. 17:49", "28.11.2026 17:49"),
        ("bg", "28 ноември 2026, 17:49", "28.11.2026 17:49"),
        ("cs", "28. listopadu 2026 17:49", "28.11.2026 17:49"),
    ],
)
def test_a_day_and_its_hour_are_written_as_in_the_language(language, long, short):
    with override(language):
        said = (date_format(AFTERNOON, "DATETIME_FORMAT"), date_format(AFTERNOON, "SHORT_DATETIME_FORMAT"))

        assert said == (long, short)
        assert get_format("FIRST_DAY_OF_WEEK") == 1
