"""A translation whose source changed since is known, and stays so until somebody has looked at it."""

from dataclasses import replace

import pytest

from courses.quizzes.actions.bank import duplicate_question, write_version
from courses.quizzes.engine.definition import from_json
from courses.quizzes.staleness import stale_places

from .conftest import needs

pytestmark = pytest.mark.django_db
UKRAINIAN = {"text": "Чиї потреби перші?", "choices.a.text": "Учнів"}


@pytest.fixture
def question(mine):
    return mine.add(translations={"uk": UKRAINIAN})


def write(question, text, words=UKRAINIAN, **more):
    write_version(question=question, definition=needs(text), language="en", translations={"uk": words}, **more)
    question.refresh_from_db()


def stale(question):
    return stale_places(question, from_json(question.version.definition), "uk")


def test_nothing_is_stale_at_first(question):
    assert stale(question) == set()


def test_a_changed_source_makes_its_translation_stale_and_no_other(question):
    write(question, "Whose needs are first?")

    assert stale(question) == {"text"}


def test_a_new_translation_is_of_the_source_as_it_is_now(question):
    write(question, "Whose needs are first?")

    write(question, "Whose needs are first?", {**UKRAINIAN, "text": "Чиї потреби на першому місці?"})

    assert stale(question) == set()


def test_what_was_looked_at_is_not_stale_and_makes_no_version(question):
    write(question, "Whose needs are first?")
    number = question.version.number

    write(question, "Whose needs are first?", still_right={"uk": ["text"]})

    assert (stale(question), question.version.number) == (set(), number)


def test_the_old_source_back_is_what_was_translated(question):
    write(question, "Whose needs are first?")

    write(question, needs().text)

    assert stale(question) == set()


def test_a_copy_is_as_stale_as_its_original(question):
    write(question, "Whose needs are first?")

    assert stale(duplicate_question(question=question)) == {"text"}


def test_a_question_says_whether_it_has_problems(mine):
    doubtful = replace(needs(), choices=tuple(replace(choice, fraction=1.0) for choice in needs().choices))

    assert (mine.add().has_problems, mine.add(definition=doubtful).has_problems) == (False, True)
