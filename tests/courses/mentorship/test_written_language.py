"""In which language a piece of work is written, which its readers and screen readers are told."""

import pytest

from courses.mentorship.written_language import language_by_letters

RUSSIAN = {"text": "Почтальонка запомнила без лекарств", "rows": [{"a": "двое"}]}


@pytest.mark.parametrize(
    ("values", "shown_in", "course", "expected"),
    [
        ([RUSSIAN], "en", "ru", "ru"),
        ([RUSSIAN], "cs", "ru", "ru"),
        ([RUSSIAN], "uk", "ru", "uk"),
        ([RUSSIAN], "en", "cs", "en"),
        ([{"text": "Two hundred people."}, {"chosen": ["a"]}], "en", "ru", "en"),
        ([], "en", "ru", "en"),
        (["", {"number": 4, "none": None}], "cs", "bg", "cs"),
    ],
)
def test_letters_tell_where_the_language_of_the_site_does_not(values, shown_in, course, expected):
    assert language_by_letters(values, shown_in=shown_in, otherwise=course) == expected
