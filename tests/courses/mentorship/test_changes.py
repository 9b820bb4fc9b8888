"""What has become of a passage, and how a text is cut and marked."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.mentorship.changes import Change, change_of
from courses.mentorship.passages import Mark, pieces

TEXT = "Two hundred people. Most are old. Few are young."
START = TEXT.index("Most")
END = START + len("Most are old.")


@pytest.mark.parametrize(
    ("today", "change"),
    [
        (TEXT, None),
        ("New here. " + TEXT, None),
        (TEXT.replace("Few", "Very few"), None),
        (TEXT.replace("old", "over seventy"), Change("Most are old.", "Most are over seventy.")),
        (TEXT.replace("old.", "old. They live alone."), Change("Most are old.", "Most are old. They live alone.")),
        (TEXT.replace("Most are old. ", ""), Change("Most are old.", "")),
        ("", Change("Most are old.", "")),
    ],
)
def test_what_has_become_of_a_passage(today, change):
    assert change_of(TEXT, START, END, today) == change


words = st.text(alphabet="аб. \n", max_size=30)


@given(words, words, st.integers(0, 30), st.integers(1, 30))
def test_a_text_that_stays_has_no_change_and_any_other_gives_words_of_the_new_one(old, new, start, length):
    end = min(start + length, len(old))
    if start >= end:
        return
    assert change_of(old, start, end, old) is None
    change = change_of(old, start, end, new)
    if change:
        assert change.now in new


def test_what_is_said_stands_after_the_sentence_that_it_is_about():
    cut = pieces(TEXT, [Mark(START, END - 1, 1, "c7")], label="Comment {number}")

    assert [(piece.html, piece.numbers) for piece in cut] == [
        ('Two hundred people. <mark>Most are old</mark><a class="mark-number" href="#c7" aria-label="Comment 1">1</a>.', (1,)),
        ("Few are young.", ()),
    ]


@given(st.text(alphabet="аб<&. \n", max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), max_size=4))
def test_no_word_is_lost_and_every_mark_is_shown_once(text, places):
    marks = [
        Mark(start, min(start + length, len(text)), number, f"c{number}")
        for number, (start, length) in enumerate(places, start=1)
        if start < min(start + length, len(text))
    ]

    cut = pieces(text, marks, label="{number}")

    plain = "".join(unescape(re.sub(r"<a .*?</a>|</?mark>", "", piece.html)) for piece in cut)
    assert re.sub(r"\s", "", plain) == re.sub(r"\s", "", text)
    assert sorted(number for piece in cut for number in piece.numbers) == [mark.number for mark in marks]
    assert sorted(re.findall(r'href="#c(\d+)"', "".join(piece.html for piece in cut))) == [str(mark.number) for mark in marks]
