"""A question that another has changed since somebody opened its form, or while a form waited to be sent after a sign-in."""

import pytest
from django.urls import reverse

from courses.quizzes.actions.bank import write_version
from lms.accounts import kept_forms
from tests.factories import UserFactory

from .browsing import sent_by
from .conftest import needs
from .test_pages import address

pytestmark = pytest.mark.django_db


def test_what_another_saved_meanwhile_is_written_over_only_by_who_has_been_told(editor, mine):
    question = mine.add()
    path = address("question", question.pk)
    data = sent_by(editor.get(path).text)
    data["text"], data["about-name"] = "Whose needs come last?", "Mine"
    write_version(question=question, definition=needs("Whose come first?"), language="en", translations={}, by=UserFactory(name="Олег"))

    told = editor.post(path, data)

    question.refresh_from_db()
    assert (told.status_code, question.name, question.version.number) == (409, "Needs", 2)
    assert "Олег has saved version 2 meanwhile." in told.text
    assert address("question_versions", question.pk) in told.text
    again = sent_by(told.text)
    assert (again["text"], again["about-name"], again["base"]) == ("Whose needs come last?", "Mine", "2")

    assert editor.post(path, again).status_code == 302
    question.refresh_from_db()
    assert (question.name, question.version.number, question.version.definition["text"]) == ("Mine", 3, "Whose needs come last?")


def test_a_form_that_only_gets_more_rows_goes_on_from_the_same_version(editor, mine):
    question = mine.add()
    path = address("question", question.pk)
    data = sent_by(editor.get(path).text)
    write_version(question=question, definition=needs("Whose come first?"), language="en", translations={})
    data["do"] = "choices:add"

    more = editor.post(path, data)

    assert (more.status_code, sent_by(more.text)["base"]) == (200, "1")


def test_a_translation_that_was_added_meanwhile_stops_nobody(editor, mine):
    question = mine.add()
    path = address("question", question.pk)
    data = sent_by(editor.get(path).text)
    data["text"] = "Whose needs come last?"
    write_version(question=question, definition=needs(), language="en", translations={"uk": {"text": "Чиї?"}})

    assert editor.post(path, data).status_code == 302
    question.refresh_from_db()
    assert question.version.translations == {"uk": {"text": "Чиї?"}}


def test_a_form_that_was_kept_while_its_editor_was_signed_out_writes_over_nothing(editor, mine):
    question = mine.add()
    path = address("question", question.pk)
    data = sent_by(editor.get(path).text)
    data["text"] = "Whose needs come last?"
    editor.logout()
    assert editor.post(path, data).url.startswith(reverse("account_login"))
    write_version(question=question, definition=needs("Whose come first?"), language="en", translations={})
    editor.force_login(editor.person)

    [kept] = kept_forms.opened(editor.person)
    again = {**dict(kept.fields), kept_forms.FIELD: kept_forms.mark_of(editor.person), kept_forms.SENT_AGAIN: str(kept.key)}
    told = editor.post(kept.path, again)

    question.refresh_from_db()
    assert (told.status_code, question.version.number) == (409, 2)
    assert sent_by(told.text)["text"] == "Whose needs come last?"
    assert kept_forms.opened(editor.person) == [kept]
