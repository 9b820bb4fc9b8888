"""The interval of a mean, held to what can be counted out, to published figures, and to what drawing samples comes to."""

import random
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.competences.bootstrap import FEWEST, Interval, interval, standard_error, sums

DIFFERENCES = st.lists(st.integers(-4, 4), min_size=FEWEST, max_size=40)

# Efron & Tibshirani 1993, table 2.1: survival of treated mice, in days. Table 2.2 gives the bootstrap standard error of the mean for B = ∞.
MICE = [94, 197, 16, 38, 99, 141, 23]


def counted_out(values):
    """The sums of all n ** n samples, in order."""
    return sorted(sum(sample) for sample in product(values, repeat=len(values)))


def test_the_published_example():
    assert round(sum(MICE) / len(MICE), 2) == 86.86
    assert round(standard_error(MICE), 2) == 23.36


@pytest.mark.parametrize("values", [[0, 1, 1, 2, 3], [-4, 4, 0, 0, 1], [1, 1, 2, 2, 2, 3], [2, 2, 2, 2, 2]])
def test_it_is_what_counting_out_every_sample_gives(values):
    every = counted_out(values)
    n, all_ways = len(values), len(every)

    low = every[-(-25 * all_ways // 1000) - 1]
    high = every[-(-975 * all_ways // 1000) - 1]

    assert interval(values) == Interval(sum(values) / n, low / n, high / n)
    assert dict(sums(values)) == {total: every.count(total) for total in set(every)}


def test_drawing_samples_comes_near_it():
    values = [0, 1, 1, 2, 2, 2, 3, 0, 1, 4, -1, 2, 1, 1, 0, 2, 3, 1, 2, 1]
    draw = random.Random("cohort 1")  # noqa: S311 - samples, not secrets
    means = sorted(sum(draw.choices(values, k=len(values))) / len(values) for _each in range(5000))

    found = interval(values)

    assert abs(found.low - means[124]) <= 0.05
    assert abs(found.high - means[4874]) <= 0.05


@given(DIFFERENCES)
def test_it_encloses_the_mean_and_lies_within_the_values(values):
    found = interval(values)

    assert min(values) <= found.low <= found.mean <= found.high <= max(values)


@given(DIFFERENCES)
def test_all_ways_together_are_every_sample(values):
    assert sum(ways for _total, ways in sums(values)) == len(values) ** len(values)


@given(DIFFERENCES, st.randoms())
def test_the_order_of_values_changes_nothing(values, chance):
    mixed = list(values)
    chance.shuffle(mixed)

    assert interval(mixed) == interval(values)


@given(DIFFERENCES, st.integers(-10, 10))
def test_it_moves_with_the_values(values, step):
    before, after = interval(values), interval([value + step for value in values])

    assert (after.low, after.high) == pytest.approx((before.low + step, before.high + step))


@given(st.integers(-4, 4), st.integers(FEWEST, 30))
def test_where_all_agree_it_is_a_point(value, number):
    assert interval([value] * number) == Interval(value, value, value)


def test_of_too_few_nothing_is_said():
    assert interval([1] * (FEWEST - 1)) is None
