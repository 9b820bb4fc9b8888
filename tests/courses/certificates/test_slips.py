"""Numbers with a slip in them, and lists of numbers as people paste them."""

from hypothesis import given
from hypothesis import strategies as st

from courses.certificates.numbers import ALPHABET, check_character, grouped, new_number, one_slip_away, tidy
from courses.certificates.pasting import Typed, pasted

bodies = st.text(ALPHABET, min_size=15, max_size=15)
places = st.integers(0, 15)


@given(bodies, places, st.sampled_from(ALPHABET + "ЖUЯ"))
def test_a_slip_of_one_character_is_put_right(body, place, other):
    plain = body + check_character(body)
    wrong = plain[:place] + other + plain[place + 1 :]

    assert wrong == plain or grouped(plain) in one_slip_away(wrong)
    assert grouped(plain) in one_slip_away(plain[:place] + plain[place + 1 :])
    assert grouped(plain) in one_slip_away(plain[:place] + other + plain[place:])


@given(bodies, st.integers(0, 14))
def test_two_neighbours_swapped_are_put_right(body, place):
    plain = body + check_character(body)
    swapped = plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :]

    assert tidy(swapped) or grouped(plain) in one_slip_away(swapped)


@given(st.text(max_size=24))
def test_few_numbers_can_be_meant_whatever_was_typed(text):
    meant = one_slip_away(text)

    assert len(meant) <= 33
    assert all(tidy(number) == number for number in meant)


def numbers_in(text):
    return [one.number for one in pasted(text).found]


def test_what_stands_around_a_number_does_not_matter():
    one, two, three, four, five, six = [new_number() for _ in range(6)]
    text = "\n".join(
        [
            "Name\tNumber\tDay",
            f"Олена Ґудзь\t{one}\t2026-05-03",
            f"Ірина {two.lower().replace('-', ' ')} (весна)",
            f"https://learn.example.org/verify/{three}/",
            f"4;{four.replace('-', '')};yes",
            "\t".join(five.split("-")),
            "",
            f"{six}, {one}",
        ]
    )

    assert numbers_in(text) == [one, two, three, four, five, six]


def test_one_that_stands_twice_is_one_with_both_its_lines():
    one = new_number()
    cyrillic = one.translate(str.maketrans("ABCEHKMPTYX", "АВСЕНКМРТУХ"))

    assert pasted(f"{one}\nnothing\n{cyrillic}").found == [Typed(one, one, [1, 3])]
    assert pasted(f"{one}\nnothing\n{cyrillic}").lines_without == 1


def test_a_slip_stays_in_the_list_and_names_and_dates_do_not():
    found = pasted("7K3M-9QRT-2XVB-0D4H\nOleksandr Kovalenko-Petrenko\n2026-05-03 12:30:11\n+380 67 123 45 67\n7K3M-9QRT-2XVB-0D4")

    assert [(one.text, one.number) for one in found.found] == [("7K3M-9QRT-2XVB-0D4H", None), ("7K3M-9QRT-2XVB-0D4", None)]
    assert found.lines_without == 3


@given(st.text(max_size=400))
def test_any_text_can_be_pasted(text):
    assert all(one.lines for one in pasted(text).found)
