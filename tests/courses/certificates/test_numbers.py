"""Numbers that are read aloud and typed from paper."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.certificates.numbers import ALPHABET, EXAMPLE, LENGTH, check_character, grouped, new_number, tidy

bodies = st.text(ALPHABET, min_size=LENGTH - 1, max_size=LENGTH - 1)


def whole(body):
    return body + check_character(body)


def test_the_number_that_is_shown_as_an_example_could_be_one_of_ours():
    assert tidy(EXAMPLE) == EXAMPLE


def test_a_number_is_four_groups_of_four():
    numbers = {new_number() for _ in range(1000)}

    assert len(numbers) == 1000
    assert {tuple(len(group) for group in number.split("-")) for number in numbers} == {(4, 4, 4, 4)}
    assert set("".join(numbers)) <= {*ALPHABET, "-"}


@pytest.mark.parametrize(
    "typed",
    [
        "7K3M-9QRT-2XVB-0D4H",
        "7k3m9qrt2xvb0d4h",
        " 7K3M 9QRT 2XVB 0D4H ",
        "7K3M–9QRT—2XVB.0D4H",
        "7K3M-9QRT-2XVB-OD4H",  # the letter O
        "7К3М-9QRТ-2ХVВ-0D4Н",  # some of it on a Cyrillic keyboard
    ],
)
def test_a_number_is_found_however_it_was_typed(typed):
    body = "7K3M9QRT2XVB0D4"
    last = check_character(body)

    assert tidy(typed.strip()[:-1] + last) == f"7K3M-9QRT-2XVB-0D4{last}"


@given(bodies)
def test_every_number_is_its_own_tidy_form(body):
    assert tidy(whole(body)) == grouped(whole(body)) == tidy(grouped(whole(body)).lower())


@given(bodies, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_every_single_slip_is_noticed(body, place, slip):
    right = whole(body)
    wrong = right[:place] + slip + right[place + 1 :]

    assert (tidy(wrong) is None) == (wrong != right)


@pytest.mark.parametrize(
    "typed", ["", "-", "7K3M", "7K3M-9QRT-2XVB-0D4HH", "UUUU-UUUU-UUUU-UUUU", "../../etc/passwd", "😀" * 16, "7" * 999]
)
def test_what_cannot_be_a_number_is_none(typed):
    assert tidy(typed) is None
