from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.quizzes.grades import grade_of, reaches
from courses.quizzes.quiz_definition import Grading


@dataclass(frozen=True)
class Handed:
    number: int
    fraction: float | None


def attempts(*fractions):
    return [Handed(number, fraction) for number, fraction in enumerate(fractions, start=1)]


@pytest.mark.parametrize(
    ("fractions", "highest", "last", "first", "average"),
    [
        ((), None, None, None, None),
        ((0.5,), 0.5, 0.5, 0.5, 0.5),
        ((0.4, 0.8, 0.6), 0.8, 0.6, 0.4, 0.6),
        ((None, 0.8), 0.8, 0.8, None, 0.8),  # the first waits for a person
        ((0.4, None), 0.4, None, 0.4, 0.4),
        ((None,), None, None, None, None),
    ],
)
def test_which_attempt_counts(fractions, highest, last, first, average):
    graded = [grade_of(attempts(*fractions), method) for method in (Grading.HIGHEST, Grading.LAST, Grading.FIRST, Grading.AVERAGE)]

    assert [grade and round(grade, 9) for grade in graded] == [highest, last, first, average]


@given(st.lists(st.floats(0, 1), min_size=1), st.sampled_from(list(Grading)), st.randoms())
def test_the_order_in_which_attempts_are_given_does_not_matter(fractions, method, random):
    handed = attempts(*fractions)
    shuffled = list(handed)
    random.shuffle(shuffled)

    assert grade_of(shuffled, method) == pytest.approx(grade_of(handed, method))
    assert min(fractions) - 1e-9 <= grade_of(handed, method) <= max(fractions) + 1e-9


def test_a_pass_mark_is_reached_in_spite_of_rounding():
    assert reaches(0.1 + 0.2 - 1e-9, 0.3)
    assert not reaches(0.299, 0.3)
    assert not reaches(None, 0.0)
