"""A passage is found again, whatever is written around it."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from courses.mentorship.anchors import CONTEXT, Found, Passage, difference, find, followed, lines, passage

# letters that are composed and not, two-part flags, families joined by a joiner, tones of skin, line ends
SIGNS = ["а", "б", "ї", "e\u0301", "и\u0306", "ж", " ", " ", ".", "\n", "🙂", "👩‍👩‍👧", "🇺🇦", "👍🏽", "x", "Q"]
texts = st.lists(st.sampled_from(SIGNS), max_size=40).map("".join)
pieces = st.lists(st.sampled_from(SIGNS), min_size=1, max_size=12).map("".join).filter(str.strip)


@st.composite
def places(draw):
    text = draw(texts.filter(str.strip))
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    assume(text[start:end].strip())
    return text, start, end


@given(places())
def test_in_a_text_that_has_not_changed_it_is_where_it_was(place):
    text, start, end = place
    taken = passage(text, start, end)

    assert find(taken, text) == find(taken, text, text) == Found(taken.start, taken.end, is_same=True)
    assert taken.start <= start < end <= taken.end


@given(places())
def test_no_accent_and_no_part_of_a_sign_is_cut_off(place):
    text, start, end = place
    taken = passage(text, start, end)

    assert not taken.exact.startswith(("\u0301", "\u0306", "\u200d", "🏽"))
    assert not text[taken.end :].startswith(("\u0301", "\u0306", "\u200d", "🏽"))


@given(texts, pieces, texts, texts, texts)
@example("", "б", "", "б ", "")
def test_it_is_not_lost_by_what_is_written_or_taken_out_before_and_after_it(before, words, after, other_before, other_after):
    was, now = before + words + after, other_before + words + other_after
    taken = Passage(words, before[-CONTEXT:], after[:CONTEXT], len(before))

    for found in (find(taken, now), find(taken, now, was)):
        assert found is not None
        assert (found.is_same, now[found.start : found.end]) == (True, words)


@given(texts, pieces, texts, texts)
def test_of_the_same_words_in_two_places_it_is_the_one_with_the_same_neighbours(before, words, after, written):
    was = f"{before} {words} {after}"
    taken = passage(was, len(before) + 1, len(before) + 1 + len(words))
    assume(taken.exact == words and words not in written and was.count(words) == 1)

    now = f"{words} {written} {was}"
    found = find(taken, now, was)

    assert found is not None
    assert now[found.start : found.end] == words
    if len(taken.prefix) + len(taken.suffix) > 8:
        assert found.start >= len(now) - len(was)


@given(places(), texts)
def test_what_is_found_lies_in_the_text(place, now):
    text, start, end = place
    for found in (find(passage(text, start, end), now), find(passage(text, start, end), now, text)):
        assert found is None or (0 <= found.start < found.end <= len(now))


def test_words_that_were_changed_are_found_as_what_stands_there_now():
    was = "Two hundred people live here. Most are old. The bus comes twice."
    taken = passage(was, was.index("Most"), was.index(" The"))
    now = "In winter two hundred people live here. Most of them, 140, are older than sixty. The bus comes twice."

    found = find(taken, now, was)

    assert found is not None
    assert (found.is_same, now[found.start : found.end]) == (False, "Most of them, 140, are older than sixty.")


def test_without_the_old_text_it_is_found_by_what_is_most_like_it():
    was = "Two hundred people live here. Most of them are very old. The bus comes twice."
    now = "Two hundred people live here. Most of them are rather old. The bus comes twice."

    found = find(passage(was, was.index("Most"), was.index(" The")), now)

    assert found is not None
    assert (found.is_same, now[found.start : found.end].startswith("Most of them are")) == (False, True)


def test_words_that_were_moved_are_found_where_they_are_now():
    one, other = "Most of them are old people without a car.", "The bus comes twice a week and not at all in winter."
    taken = passage(f"{one} {other}", 0, len(one))

    assert find(taken, f"{other} {one}", f"{one} {other}") == Found(len(other) + 1, len(other) + 1 + len(one), is_same=True)


def test_words_that_are_gone_are_not_found():
    was = "Two hundred people live here. Nobody counts them. The bus comes twice."
    taken = passage(was, was.index("Nobody"), was.index(" The"))

    assert find(taken, "Two hundred people live here. The bus comes twice.", was) is None
    assert find(taken, "Зовсім інший текст, про інше.") is None


def test_words_in_the_place_of_the_old_ones_are_named_and_neighbours_are_not():
    assert followed("a b c", "x a y c z", 2, 3) == (4, 5)


def test_every_line_ends_in_one_character():
    assert lines("one\r\ntwo\rthree\n") == "one\ntwo\nthree\n"


def test_there_is_no_passage_of_nothing():
    for start, end in [(0, 0), (2, 1), (0, 99), (3, 4)]:
        with pytest.raises(ValueError, match="nothing"):
            passage("one two", start, end)


@given(texts, texts)
def test_a_difference_is_of_these_two_texts(old, new):
    told = difference(old, new)

    assert "".join(deleted + equal for deleted, _inserted, equal in told) == old
    assert "".join(inserted + equal for _deleted, inserted, equal in told) == new


def test_of_two_sentences_the_words_that_changed_are_named():
    was = "Two hundred people live here. Most are old. The bus comes twice."
    text = was.replace("Most", "Some").replace("twice", "once a day")

    assert difference(was, text) == (
        ("", "", "Two hundred people live here. "),
        ("Most", "Some", " are old. The bus comes "),
        ("twice", "once a day", "."),
    )


@given(texts, texts, st.data())
def test_a_place_follows_the_difference_word_by_word(was, text, data):
    start = data.draw(st.integers(0, max(len(was) - 1, 0)))
    end = data.draw(st.integers(start, len(was)))
    came_from: list[int | None] = []  # of each character of the text: where it was
    at = 0
    for deleted, inserted, equal in difference(was, text):
        came_from += [None] * len(inserted)
        at += len(deleted)
        came_from += range(at, at + len(equal))
        at += len(equal)

    first, last = followed(was, text, start, end)

    kept = [place for place, old in enumerate(came_from) if old is not None and start <= old < end]
    assert all(first <= place < last for place in kept)
    assert all(old is None or start <= old < end for old in came_from[first:last]) or start == end


def test_words_rewritten_side_by_side_are_one_change():
    assert difference("Most of them are old. And?", "Of these 140 were ill. And?") == (
        ("Most of them are old", "Of these 140 were ill", ". And?"),
    )  # fmt: skip
