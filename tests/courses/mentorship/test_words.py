"""A text with what is laid over it: the text itself is always there, character by character."""

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from courses.mentorship.showing.words import Mark, end_of_sentence, sentences, words_html

texts = st.text(alphabet="аб c.!?\n&<>\"'🙂e\u0301…»", max_size=80)


def read_back(html):
    """As a script reads it: without what carries data-aside, and without what was taken out."""
    html = re.sub(r"<a [^>]*data-aside.*?</a>|<i data-aside>.*?</i>|<del>.*?</del>", "", html, flags=re.S)
    return unescape(re.sub(r"<[^>]+>", "", html))


@given(texts, texts, st.data())
def test_the_text_is_there_as_it_was_written(was, text, data):
    places = st.integers(0, len(text))
    spans = [sorted([data.draw(places), data.draw(places)]) for _ in range(3)]
    marks = [Mark(start, end, f"c{number}", number) for number, (start, end) in enumerate(spans) if start < end]

    html = words_html(text, marks, was=data.draw(st.sampled_from([None, was])), after={data.draw(places): "<i data-aside>note</i>"})

    assert read_back(html) == text


@given(texts, st.data())
def test_a_passage_is_marked_from_its_first_to_its_last_character(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    html = words_html(text, [Mark(start, end, "c1", 1), Mark(0, len(text), "c2", 2)] if start < end else [])

    marked = re.findall(r'<mark data-about="c1[^"]*">(.*?)</mark>', html, flags=re.S)
    assert unescape("".join(marked)) == (text[start:end] if start < end else "")


@given(texts)
def test_sentences_leave_out_nothing_but_space_and_stops(text):
    left, at = "", 0
    for start, end in sentences(text):
        assert at <= start < end
        left, at = left + text[at:start], end
    assert re.sub(r"[\s.!?…]", "", left + text[at:]) == ""


def test_a_sentence_ends_where_a_reader_would_say():
    text = "We count 2.5 people? Yes! «Так.» They came…\nAnd left"

    assert [text[start:end] for start, end in sentences(text)] == ["We count 2.5 people?", "Yes!", "«Так.»", "They came…", "And left"]
    assert text[: end_of_sentence(text, 10)] == "We count 2.5 people?"
    assert end_of_sentence(text, len(text)) == len(text)


def test_what_has_changed_is_shown_by_words():
    html = words_html("Two hundred and ten people.", was="Two hundred people.")

    assert html == "Two hundred <ins>and ten </ins>people."
    assert words_html("Two people.", was="Two hundred people.") == "Two <del>hundred </del>people."
