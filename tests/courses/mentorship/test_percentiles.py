"""The arithmetic of the figures and where things lie in the pictures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.mentorship.figures.percentiles import counts, mean, nearest_rank
from courses.mentorship.figures.plots import BOTTOM, LOAD_LEFT, LOAD_RIGHT, RIGHT, TOP, columns, end_of, height_of, lines

NUMBERS = st.lists(st.integers(0, 40), min_size=1, max_size=60)


@pytest.mark.parametrize(
    ("values", "half", "nine_of_ten"),
    [
        ([], None, None),
        ([3], 3, 3),
        ([1, 2], 1, 2),
        ([1, 2, 3], 2, 3),
        ([5, 1, 3, 2, 4, 6, 7, 8, 9, 10], 5, 9),
        ([0] * 9 + [30], 0, 0),
        ([0] * 8 + [30, 30], 0, 30),
    ],
)
def test_the_nearest_rank(values, half, nine_of_ten):
    assert (nearest_rank(values, 50), nearest_rank(values, 90)) == (half, nine_of_ten)


@given(NUMBERS, st.integers(1, 100))
def test_it_is_the_smallest_value_that_so_many_do_not_exceed(values, percent):
    found = nearest_rank(values, percent)

    def share(most):
        return 100 * sum(value <= most for value in values)

    assert found in values
    assert share(found) >= percent * len(values)
    assert all(share(value) < percent * len(values) for value in values if value < found)


def test_the_mean_of_nothing_is_nothing():
    assert (mean([]), mean([1, 2])) == (None, 1.5)


@given(NUMBERS, st.integers(0, 12))
def test_every_value_is_counted_once(values, most):
    found = counts(values, most)

    assert [value for value, _count in found] == list(range(most + 1))
    assert sum(count for _value, count in found) == len(values)


@given(st.lists(st.integers(0, 500), min_size=1, max_size=15))
def test_columns_stay_in_the_picture(numbers):
    found = columns(list(enumerate(numbers)))

    assert all(TOP <= column.y <= BOTTOM and column.y + column.height == BOTTOM and column.x + column.width <= RIGHT for column in found)
    assert [column.is_last for column in found] == [False] * (len(found) - 1) + [True]


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), max_size=20))
def test_lines_stay_in_the_picture(loads):
    found = lines([("Name", "1 / 2", waiting, room) for waiting, room in loads])

    assert all(line.over_x + line.over <= LOAD_RIGHT + 2 and LOAD_LEFT + line.room <= LOAD_RIGHT for line in found)
    assert all(line.y + 12 <= height_of(found) for line in found)


def test_the_promise_stands_right_of_its_day():
    found = columns([(value, 1) for value in range(12)])

    assert found[5].x + found[5].width < end_of(5, found) < found[6].x
