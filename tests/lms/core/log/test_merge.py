"""Three-way merge: what each side wrote is in the value, or the merge says that it is not."""

import re
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from lms.core.log.merge import Merged, merge_cells, merge_set, merge_single, merge_text
from lms.core.log.words import marked

words = st.sampled_from(["дім", "школа", "ніхто", "Ґанок", "water", "wood", "п'ять", "3", "_", "é"])
texts = st.lists(st.one_of(words, st.sampled_from([" ", ". ", ", ", "\n", "!", " — "])), max_size=12).map("".join)
ids = st.sampled_from("abcde")
sets = st.lists(ids, unique=True, max_size=5)


def words_of(text):
    """Half a word that one device had and the other finished is in the text as what it became: words are looked for as letters."""
    return set(re.findall(r"\w+", text))


def test_both_sides_words_go_in_where_they_touch_different_ones():
    base = "We help older people. They live alone."
    ours = "We help older people and families. They live alone."
    theirs = "We help older people. They live alone by the pond."

    assert merge_text(base, ours, theirs) == Merged("We help older people and families. They live alone by the pond.")


def test_where_both_rewrote_the_same_words_the_one_received_last_stands_and_the_other_is_lost():
    assert merge_text("We help ten people.", "We help eleven people.", "We help twelve people.") == Merged(
        "We help twelve people.", loses=True
    )


def test_both_ends_are_kept_when_two_devices_wrote_on_at_the_end():
    merged = merge_text("Water.", "Water. Firewood from the forest.", "Water. Medicines from the town.")

    assert merged == Merged("Water. Firewood from the forest. Medicines from the town.")


def test_two_first_drafts_are_put_one_after_the_other_without_growing_together():
    assert merge_text("", "Two hundred people", "About fifty") == Merged("Two hundred people About fifty")
    assert merge_text("", "One\nTwo", "Three") == Merged("One\nTwo\nThree")


def test_what_one_side_wrote_outlives_that_the_other_took_the_words_around_it_out():
    assert merge_text("One two three.", "", "One two and a half three.") == Merged("One two and a half three.")
    assert merge_text("One two three.", "One two and a half three.", "") == Merged("One two and a half three.")


def test_a_number_with_a_comma_stays_one_number():
    assert merge_text("3,14 people", "3,15 people", "3,14 people and a dog") == Merged("3,15 people and a dog")


def test_when_nobody_knows_the_base_sentences_of_both_stay_and_shared_ones_stay_once():
    merged = merge_text(None, "We are four. We have a van.", "We are four. We have no van.")

    assert merged == Merged("We are four. We have a van. We have no van.")


def test_a_version_that_only_goes_on_takes_the_place_of_the_shorter_one():
    assert merge_text("", "Two", "Two hundred people") == Merged("Two hundred people")
    assert merge_text("", "Two hundred people", "Two") == Merged("Two hundred people")


def test_where_it_goes_on_in_the_middle_of_a_word_the_shorter_one_is_kept_beside():
    assert merge_text("", "Two hund", "Two hundred people") == Merged("Two hundred people", loses=True)


def test_a_word_that_only_begins_like_another_stays_a_word():
    for base in (None, ""):
        assert merge_text(base, "w10 w9", "w1") == Merged("w10 w9 w1")
        assert merge_text(base, "w1", "w10 w9") == Merged("w10 w9", loses=True)


def test_sets_take_what_either_side_added_and_leave_what_either_side_took_out():
    assert merge_set(["a", "b"], ["a", "b", "c"], ["a", "d"]) == Merged(["a", "c", "d"])
    assert merge_set(None, ["a"], ["b"]) == Merged(["a", "b"])


def test_a_single_value_received_last_stands():
    assert merge_single(3, 4, 5) == Merged(5, loses=True)
    assert merge_single(3, 4, 3) == Merged(4)
    assert merge_single(None, None, 3) == Merged(3)
    assert merge_single(None, 3, 3) == Merged(3)


def test_cells_of_a_table_are_merged_one_by_one():
    merged = merge_cells({"a:x": "one"}, {"a:x": "one", "a:y": "two"}, {"a:x": "one and a half", "b:x": "three"})

    assert merged == Merged({"a:x": "one and a half", "a:y": "two", "b:x": "three"})


@given(texts, texts, texts)
@settings(max_examples=400, deadline=None)
def test_no_word_that_either_side_added_is_left_out_unless_the_merge_says_so(base, ours, theirs):
    merged = merge_text(base, ours, theirs)

    assert all(word in merged.value for word in words_of(theirs) - words_of(base))
    assert merged.loses or all(word in merged.value for word in words_of(ours) - words_of(base))


@given(texts, texts, texts)
@settings(max_examples=200, deadline=None)
def test_no_word_appears_that_nobody_wrote(base, ours, theirs):
    assert words_of(merge_text(base, ours, theirs).value) <= words_of(base) | words_of(ours) | words_of(theirs)


@given(texts, texts)
@settings(max_examples=200, deadline=None)
def test_with_no_base_every_word_of_both_is_in(ours, theirs):
    merged = merge_text(None, ours, theirs).value

    assert all(word in merged for word in words_of(ours) | words_of(theirs))


@given(texts, texts)
@settings(max_examples=200, deadline=None)
def test_a_side_that_changed_nothing_has_no_say(base, changed):
    assert merge_text(base, changed, base) == Merged(changed)
    assert merge_text(base, base, changed) == Merged(changed)
    assert merge_text(base, changed, changed) == Merged(changed)


@given(sets, sets, sets)
def test_sets_follow_the_law_of_additions_and_removals(base, ours, theirs):
    added = (set(ours) | set(theirs)) - set(base)

    assert set(merge_set(base, ours, theirs).value) == added | (set(base) & set(ours) & set(theirs))


def test_a_text_as_long_as_may_be_is_merged_in_a_moment():
    base = " ".join(f"слово{n % 700}" for n in range(11_000))[:99_000]
    ours, theirs = base.replace("слово5 ", "п'ять "), base + " кінець"

    started = time.process_time()
    merged = merge_text(base, ours, theirs)

    assert merged == Merged(ours + " кінець")
    assert time.process_time() - started < 3


def test_texts_with_nothing_in_common_do_not_stop_the_server():
    base, ours, theirs = (" ".join(f"{letter}{n}" for n in range(14_000)) for letter in "абв")

    started = time.process_time()
    merged = merge_text(base, ours, theirs)

    assert merged == Merged(theirs, loses=True)
    assert time.process_time() - started < 5


def test_differences_are_marked_by_words_and_what_was_written_is_no_markup():
    assert marked("two <b> people", "three <b> people") == "<del>two</del><ins>three</ins> &lt;b&gt; people"
