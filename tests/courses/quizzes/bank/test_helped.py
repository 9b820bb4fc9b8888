"""Beside the texts of a question that is translated: terms, and what was translated before."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.translations.models import Term
from courses.quizzes.actions.bank import write_version
from courses.quizzes.engine.definition import Choice
from tests.factories.pages import LessonPageFactory, body
from tests.factories.translations import translated

from .conftest import needs

pytestmark = pytest.mark.django_db
UKRAINIAN = {"text": "Чиї потреби насамперед?", "choices.a.feedback": "Так."}


def opened(client, question):
    return client.get(reverse("question_language", args=[question.pk, "uk"]))


def offered(client, question):
    places = {place["field"].name: place["help"].matches for place in opened(client, question).context["form"].places()}
    return {name: [(one.text, one.percent, one.place) for one in matches] for name, matches in places.items() if matches}


def test_the_terms_of_a_text_stand_beside_it(editor, mine):
    Term.objects.all().delete()
    Term.objects.create(words={"en": "funder", "uk": "донор"}, note="who pays")

    page = opened(editor, mine.add()).text

    assert page.count('<dd lang="uk">донор <small>who pays</small></dd>') == 1


def test_what_pages_and_other_questions_say_is_offered_to_be_taken(editor, mine):
    lesson = LessonPageFactory(title="Needs", body=body(("markdown", "first", "Whose needs came first?")))
    translated(lesson, "uk", {"body.first": "Чиї потреби були першими?"})
    mine.add("Older", definition=needs("Something else altogether"), translations={"uk": {"choices.a.feedback": "Так."}})
    question = mine.add("Newer")

    found = offered(editor, question)

    assert found["choices.a.feedback"] == [("Так.", 100, "Older")]
    assert [(text, place) for text, _percent, place in found["text"]] == [("Чиї потреби були першими?", "Needs")]
    page = opened(editor, question).text
    assert '<span class="translations__words" lang="uk" data-match>Так.</span>' in page
    assert "take-words.js" in page


def test_only_what_waits_is_offered_something(editor, mine):
    mine.add("Older", translations={"uk": UKRAINIAN})
    question = mine.add("Newer", translations={"uk": {"text": "Чиї?"}})
    assert set(offered(editor, question)) == {"choices.a.feedback"}

    write_version(
        question=question, definition=needs("Whose needs come first of all?"), language="en", translations={"uk": {"text": "Чиї?"}}
    )
    assert set(offered(editor, question)) == {"choices.a.feedback", "text"}


def test_neither_questions_of_others_nor_translations_of_an_old_source_are_offered(editor, mine, others):
    others.add("Theirs", translations={"uk": UKRAINIAN})
    stale = mine.add("Stale", translations={"uk": {"text": "Чиї?"}})
    write_version(question=stale, definition=needs("Whose needs come first?!"), language="en", translations={"uk": {"text": "Чиї?"}})

    assert offered(editor, mine.add("Newer")) == {}


def test_many_texts_and_questions_take_the_same_queries(editor, mine):
    def queries(question):
        with CaptureQueriesContext(connection) as found:
            opened(editor, question)
        return len(found)

    mine.add("Older", translations={"uk": UKRAINIAN})
    few = mine.add("Few")
    queries(few)
    before = queries(few)
    for number in range(5):
        mine.add(f"Older {number}", translations={"uk": UKRAINIAN})
    choices = tuple(Choice(id=f"c{number}", text=f"Those of learner {number}", feedback="Yes.") for number in range(12))
    many = mine.add("Many", definition=replace(needs(), choices=choices))

    assert queries(many) == before
