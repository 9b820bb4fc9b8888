"""Krippendorff's alpha: the examples that he published, and what holds of it for all values."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.supervision.alpha import alpha, interval, nominal, ordinal

N = None
# Krippendorff (2011), section C: four observers, twelve units, values from 1 to 5, some missing.
OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
    [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
]
METRICS = [nominal, ordinal, interval]
VALUES = st.one_of(st.none(), st.integers(0, 4))


def units_of(observers):
    return list(zip(*observers, strict=True))


@pytest.mark.parametrize(("metric", "published"), [(nominal, 0.743), (ordinal, 0.815), (interval, 0.849)])
def test_the_published_example_with_missing_data(metric, published):
    assert round(float(alpha(units_of(OBSERVERS), metric)), 3) == published


def test_the_published_example_of_two_observers_and_two_values():
    """Section A: ten units, 14 zeros and 6 ones."""
    meg, owen = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]

    assert round(float(alpha(units_of([meg, owen]), nominal)), 3) == 0.095


def test_the_published_example_of_two_observers_and_five_values():
    """Section B: twelve articles, values a to e."""
    ben, gerry = [1, 1, 2, 2, 4, 3, 3, 3, 5, 4, 4, 1], [2, 1, 2, 2, 2, 3, 3, 3, 5, 4, 4, 4]

    assert round(float(alpha(units_of([ben, gerry]), nominal)), 3) == 0.692


@st.composite
def tables(draw):
    observers = draw(st.integers(2, 4))
    return draw(st.lists(st.lists(VALUES, min_size=observers, max_size=observers), max_size=12))


@given(tables(), st.sampled_from(METRICS), st.randoms())
def test_the_order_of_observers_and_units_changes_nothing(units, metric, random):
    order = list(range(len(units[0]))) if units else []
    random.shuffle(order)
    mixed = [[unit[place] for place in order] for unit in units]
    random.shuffle(mixed)

    assert alpha(mixed, metric) == alpha(units, metric)


@given(st.lists(st.integers(0, 4), min_size=2, max_size=20).filter(lambda values: len(set(values)) > 1), st.sampled_from(METRICS))
def test_who_says_the_same_of_everything_agrees_perfectly(values, metric):
    assert alpha([(value, value) for value in values], metric) == 1


@given(st.integers(0, 4), st.integers(0, 20), st.sampled_from(METRICS))
def test_where_nothing_varies_nothing_can_be_said(value, count, metric):
    assert alpha([(value, value)] * count, metric) is None


@given(tables(), st.sampled_from(METRICS))
def test_it_is_at_most_one_and_what_only_one_has_judged_changes_nothing(units, metric):
    found = alpha(units, metric)

    assert found is None or found <= 1
    assert alpha([*units, (3, None)], metric) == found


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=12), st.integers(2, 5))
def test_ordinal_values_are_ranks_and_nothing_more(pairs, factor):
    stretched = [(one * factor + 1, other * factor + 1) for one, other in pairs]

    assert alpha(stretched, ordinal) == alpha(pairs, ordinal)


def test_a_near_miss_counts_less_than_a_far_one():
    near, far = [(0, 0), (1, 1), (2, 2), (2, 1)], [(0, 0), (1, 1), (2, 2), (2, 0)]

    assert alpha(near, ordinal) > alpha(far, ordinal) > Fraction(0)
