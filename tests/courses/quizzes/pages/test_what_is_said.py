"""What the pages say of an answer: what it lacks, what it was worth, what would have been right."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from courses.quizzes.examples import EXAMPLES
from courses.quizzes.models import Attempt
from tests.factories.quizzes import choice_question, description, true_question


def test_the_front_page_counts_what_is_asked_and_no_texts_between(desk):
    at = desk(choice_question(), description(), true_question())

    assert "2 questions." in at.client.get(at.front).content.decode()


@pytest.mark.parametrize(
    ("name", "fields", "words"),
    [
        ("matching", {"pair:snow": "neighbours"}, "Something is chosen for some of the lines only."),
        ("words into gaps", {"gap:first": "people", "gap:second": "people", "gap:third": "last"}, "A word stands in two gaps"),
        ("words into gaps", {"gap:first": "people"}, "A gap is empty still."),
        ("a number", {"text": "twenty"}, "Write it like this: 12.5."),
        ("a number with a unit", {"text": "4 stone"}, "Write it like this: 12.5 kg."),
        ("gaps", {"gap:hour": "nine"}, "or there should be a number in it."),
        ("words", {"text": ""}, "There is no answer to check yet."),
    ],
)
def test_an_answer_that_cannot_be_checked_says_what_it_lacks(desk, name, fields, words):
    at = desk(EXAMPLES[name], behaviour="interactive").start()

    at.form(do=f"check:{at.question().pk}", **fields)

    assert words in at.client.get(at.page()).content.decode()


def test_who_was_wrong_once_is_told_so_and_may_try_again(desk):
    at = desk(EXAMPLES["one line"], behaviour="interactive").start()

    at.form(choice="kind", do=f"check:{at.question().pk}")
    html = at.client.get(at.page()).content.decode()

    assert "Not right yet" in html
    assert "2 tries left" in html


def test_the_right_answer_is_shown_as_it_would_be_given(desk):
    at = desk(EXAMPLES["matching"], EXAMPLES["words"], EXAMPLES["words into gaps"]).start()
    at.client.post(f"{at.home}hand-in/")

    html = at.client.get(f"{at.home}review/").content.decode()

    assert "<li>The path is under snow → The neighbours</li>" in html
    assert "<p>volunteer…</p>" in html
    assert '<span class="filled">the council</span>' in html


def test_gaps_whose_answers_are_not_shown_are_not_said_to_be_empty(desk):
    at = desk(EXAMPLES["words into gaps"], review={"just_after": []}).start()
    at.form(**{"gap:first": "people"})
    at.client.post(f"{at.home}hand-in/")

    html = at.client.get(f"{at.home}review/").content.decode()

    assert '<span class="filled">…</span>' in html
    assert "empty" not in html


def test_an_attempt_that_no_longer_counts_leads_back_to_the_quiz(desk):
    at = desk(true_question(), time_limit=60, when_time_is_up="autoabandon").start()
    Attempt.objects.update(deadline_at=now() - timedelta(seconds=5))

    html = at.client.get(f"{at.home}summary/").content.decode()

    assert f'<a class="button" href="{at.front}">Back to the quiz</a>' in html
    assert "Hand in my answers" not in html
