"""Golden tables, worked by hand.

Five people, three questions of one mark:

        A  B  C    T     T − 1.8   ²      ³        ⁴
    1   1  1  1    3       1.2    1.44   1.728    2.0736
    2   1  1  1    3       1.2    1.44   1.728    2.0736
    3   1  1  0    2       0.2    0.04   0.008    0.0016
    4   1  0  0    1      −0.8    0.64  −0.512    0.4096
    5   0  0  0    0      −1.8    3.24  −5.832   10.4976
    Σ   4  3  2    9       0.0    6.80  −2.880   15.0560

    m₂ = 6.8 / 5 = 1.36    m₃ = −2.88 / 5 = −0.576    m₄ = 15.056 / 5 = 3.0112
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.quizzes.statistics import formulas
from courses.quizzes.statistics.formulas import Taken

A, B, C = [1, 1, 1, 1, 0], [1, 1, 1, 0, 0], [1, 1, 0, 0, 0]
T = [3, 3, 2, 1, 0]


def near(value: float):
    return pytest.approx(value, abs=5e-5)


def test_where_the_middle_is():
    # 9 / 5; in order 0 1 2 3 3, and of 0 1 3 3 the two in the middle
    assert (formulas.mean(T), formulas.median(T), formulas.median([3, 3, 1, 0])) == (1.8, 2, 2.0)


def test_how_wide_grades_spread():
    # V = 6.8 / 4 = 1.7, √1.7 = 1.30384
    assert formulas.variance(T) == near(1.7)
    assert formulas.standard_deviation(T) == near(1.30384)


def test_how_lopsided_they_are():
    # k₃ = 25 · (−0.576) / (4 · 3) = −1.2; 1.7^1.5 = 2.21653; −1.2 / 2.21653 = −0.54139
    assert formulas.skewness(T) == near(-0.54139)


def test_how_peaked_they_are():
    # k₄ = 25 · (6 · 3.0112 − 3 · 4 · 1.36²) / (4 · 3 · 2) = 25 · (18.0672 − 22.1952) / 24 = −4.3; −4.3 / 1.7² = −1.48789
    assert formulas.kurtosis(T) == near(-1.48789)


def test_how_well_the_questions_hang_together():
    # V(A) = (4 · 0.2² + 0.8²) / 4 = 0.2; V(B) = (3 · 0.4² + 2 · 0.6²) / 4 = 0.3; V(C) = 0.3
    # 100 · 3/2 · (1 − 0.8 / 1.7) = 79.41176
    consistency = formulas.internal_consistency([A, B, C], T)
    assert consistency == near(79.41176)
    # 100 · √(1 − 0.7941176) = 45.37426; 0.4537426 · 1.30384 = √0.35 = 0.59161
    assert formulas.error_ratio(consistency) == near(45.37426)
    assert formulas.standard_error(45.37426, 1.30384) == near(0.59161)


def test_whether_a_question_tells_people_apart():
    # X = T − B = 2 2 1 1 0, mean 1.2, V(X) = (2 · 0.8² + 2 · 0.2² + 1.2²) / 4 = 0.7
    # C(B, X) = (0.4 · 0.8 + 0.4 · 0.8 − 0.4 · 0.2 + 0.6 · 0.2 + 0.6 · 1.2) / 4 = 1.4 / 4 = 0.35
    # 100 · 0.35 / √(0.3 · 0.7) = 35 / 0.458258 = 76.37626
    assert formulas.discrimination_index(B, [2, 2, 1, 1, 0]) == near(76.37626)
    # put in order: 0 0 1 1 1 and 0 1 1 2 2, the same sum of products 1.4: as high as it can be
    assert formulas.discriminative_efficiency(B, [2, 2, 1, 1, 0]) == near(100)


def test_how_much_of_what_could_be_told_is_told():
    # x = 1 0 1 0 0 (mean 0.4), X = 2 2 1 1 0: (0.6 · 0.8 − 0.4 · 0.8 − 0.6 · 0.2 + 0.4 · 0.2 + 0.4 · 1.2) / 4 = 0.6 / 4 = 0.15
    # in order 0 0 0 1 1 and 0 1 1 2 2: (0.4 · 1.2 + 0.4 · 0.2 + 0.4 · 0.2 + 0.6 · 0.8 + 0.6 · 0.8) / 4 = 1.6 / 4 = 0.4
    assert formulas.discriminative_efficiency([1, 0, 1, 0, 0], [2, 2, 1, 1, 0]) == near(37.5)


def test_how_much_each_question_weighs_in_fact():
    # C(A, T) = (0.2 · 1.2 + 0.2 · 1.2 + 0.2 · 0.2 − 0.2 · 0.8 + 0.8 · 1.8) / 4 = 1.8 / 4 = 0.45
    # C(B, T) = (0.4 · 1.2 + 0.4 · 1.2 + 0.4 · 0.2 + 0.6 · 0.8 + 0.6 · 1.8) / 4 = 2.6 / 4 = 0.65
    # C(C, T) = (0.6 · 1.2 + 0.6 · 1.2 − 0.4 · 0.2 + 0.4 · 0.8 + 0.4 · 1.8) / 4 = 2.4 / 4 = 0.60      (together V(T) = 1.70)
    # roots 0.67082 + 0.80623 + 0.77460 = 2.25165
    assert formulas.effective_weights([A, B, C], T) == [near(29.79245), near(35.80611), near(34.40144)]


def test_a_question_that_goes_against_the_whole_has_no_weight():
    # D = 0 0 0 0 1 has a covariance of −0.45 with T; the others share the whole between them
    weights = formulas.effective_weights([B, [0, 0, 0, 0, 1]], T)
    assert weights == [near(100), None]


@pytest.mark.parametrize("values", [[], [1.0], [2.0, 2.0, 2.0, 2.0, 2.0]])
def test_what_cannot_be_said_is_not_said(values):
    spreadless = [
        formulas.skewness(values),
        formulas.kurtosis(values),
        formulas.internal_consistency([values, values], values),
        formulas.discrimination_index(values, values),
        formulas.discriminative_efficiency(values, values),
    ]

    assert spreadless == [None] * 5
    assert formulas.error_ratio(None) is None
    assert formulas.standard_error(None, 3.0) is None
    assert formulas.mean([]) is None
    assert formulas.median([]) is None


def test_three_values_have_a_skewness_and_no_kurtosis():
    # 0 0 3: mean 1, m₂ = (1 + 1 + 4) / 3 = 2, k₂ = 3, m₃ = (−1 − 1 + 8) / 3 = 2, k₃ = 9 · 2 / (2 · 1) = 9, 9 / 3^1.5 = 1.73205
    assert formulas.skewness([0, 0, 3]) == near(1.73205)
    assert formulas.kurtosis([0, 0, 3]) is None


def test_a_choice_counts_from_one_in_twenty():
    # of 40 that answered: 26 right, 11, 2 (5 % exactly) and 1 (2.5 %)
    choices = [
        Taken("a", 26, 40, 71.0, 1.0),
        Taken("b", 11, 40, 40.0, 0.0),
        Taken("c", 2, 40, 35.0, -0.5),
        Taken("d", 1, 40, 20.0, 0.0),
    ]

    assert [choice.share for choice in choices] == [65.0, 27.5, 5.0, 2.5]
    assert formulas.functional_distractors(choices) == 2
    assert formulas.effective_choices(choices) == 3
    assert formulas.effective_choices([Taken("a", 0, 0, None, 1.0)]) == 0


marks = st.lists(st.floats(0, 1), min_size=2, max_size=30)


@given(marks, st.floats(0.1, 100), st.floats(-50, 50))
def test_indices_do_not_depend_on_the_unit(values, times, plus):
    rest = values[::-1]
    scaled = [value * times + plus for value in values]

    if (formulas.variance(values) or 0) > 1e-3:
        assert formulas.discrimination_index(scaled, rest) == pytest.approx(formulas.discrimination_index(values, rest), abs=1e-3)
        assert formulas.discriminative_efficiency(scaled, rest) == pytest.approx(formulas.discriminative_efficiency(values, rest), abs=1e-3)


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)), min_size=2, max_size=30))
def test_covariances_with_the_whole_add_up_to_its_variance(rows):
    items = [list(item) for item in zip(*rows, strict=True)]
    totals = [sum(row) for row in rows]

    assert sum(formulas.covariance(item, totals) for item in items) == pytest.approx(formulas.variance(totals), abs=1e-8)


@given(marks)
def test_indices_stay_within_a_hundred(values):
    rest = sorted(values)

    for index in (formulas.discrimination_index(values, rest), formulas.discriminative_efficiency(values, rest)):
        assert index is None or index <= 100.001
