"""Two translators at once, on pages whose texts are sent as one form: nobody's words are written over in silence."""

import json

import pytest
from django.urls import reverse

from cms.translations.at_once import SEEN
from cms.translations.models import Term
from courses.certificates.design.definition import from_json
from courses.competences.actions.frameworks import write_competence
from courses.competences.models import CompetenceWords
from courses.quizzes.actions.bank import write_version
from courses.quizzes.views.bank.languages import TranslationForm
from tests.courses.quizzes.bank.browsing import sent_by
from tests.factories import UserFactory
from tests.factories.certificates import everything, template
from tests.factories.competences import LEVELS, competence
from tests.factories.mentorship import rubric
from tests.factories.quizzes import question, true_question

pytestmark = pytest.mark.django_db


def a_question():
    one = question(true_question(text="Whose needs?", general_feedback="Theirs."))

    def said():
        one.refresh_from_db()
        return one.version.translations.get("uk", {})

    return reverse("question_language", args=[one.pk, "uk"]), ("text", "general_feedback"), said


def a_rubric():
    one = rubric()

    def said():
        return one.versions.get(is_current=True).translations.get("uk", {})

    return reverse("rubric_language", args=[one.pk, "uk"]), ("title", "words.title"), said


def a_framework():
    one = competence()
    write_competence(competence=one, texts={"title": "Asking", "summary": "People.", **LEVELS})
    names = (f"c{one.pk}-title", f"c{one.pk}-summary")

    def said():
        words = CompetenceWords.objects.filter(competence=one, language="uk").first()
        return {f"c{one.pk}-{name}": text for name, text in words.texts.items() if text} if words else {}

    return reverse("framework_language", args=[one.framework_id, "uk"]), names, said


def a_template():
    row = template(everything())

    def said():
        return from_json(row.versions.get(is_current=True).definition).words.get("cs", {})

    return reverse("certificate_template_language", args=[row.pk, "cs"]), ("heading", "free_1"), said


def a_term():
    row = Term.objects.create(words={"en": "needs", "bg": "нужди"})

    def said():
        words = Term.objects.get(pk=row.pk).words
        return {f"word-{code}": words[code] for code in ("uk", "cs") if code in words}

    return reverse("translation_term", args=[row.pk]), ("word-uk", "word-cs"), said


KINDS = [a_question, a_rubric, a_framework, a_template, a_term]


@pytest.fixture
def two(client, settings):
    """Two tabs of two people, both opened before either saves."""
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(UserFactory(is_superuser=True))
    return client


def opened(client, address):
    return sent_by(client.get(address).text).dict()


@pytest.mark.parametrize("kind", KINDS)
def test_what_both_have_written_is_asked_about_and_kept(two, kind):
    address, (first, second), said = kind()
    mine, theirs = opened(two, address), opened(two, address)
    two.post(address, {**theirs, first: "Їхнє"})

    late = two.post(address, {**mine, first: "Моє", second: "Ще"})

    page = late.text
    assert (late.status_code, said()) == (409, {first: "Їхнє"})
    assert "Nothing is saved yet" in page
    assert ">Їхнє</q>" in page
    again = sent_by(page).dict()
    assert (again[first], again[second]) == ("Моє", "Ще")

    two.post(address, again)
    assert said() == {first: "Моє", second: "Ще"}


@pytest.mark.parametrize("kind", KINDS)
def test_what_only_one_of_them_has_written_is_kept_of_both(two, kind):
    address, (first, second), said = kind()
    mine, theirs = opened(two, address), opened(two, address)
    two.post(address, {**theirs, first: "Їхнє"})

    assert two.post(address, {**mine, second: "Моє"}).status_code == 302

    assert said() == {first: "Їхнє", second: "Моє"}


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_words_are_no_quarrel(two, kind):
    address, (first, _second), said = kind()
    mine = opened(two, address)
    two.post(address, {**mine, first: "Так само"})

    assert two.post(address, {**mine, first: "Так само"}).status_code == 302

    assert said() == {first: "Так само"}


@pytest.mark.parametrize("seen", ["", "{", "[]", '{"text": 7}', '{"text": ["x", "y"]}'])
def test_a_form_that_does_not_say_what_it_was_made_from_takes_nobodys_place(two, seen):
    address, (first, _second), said = a_question()
    two.post(address, {first: "Їхнє", SEEN: "{}"})

    assert two.post(address, {first: "Моє", SEEN: seen}).status_code == 409

    assert said() == {first: "Їхнє"}


def test_what_was_written_for_an_older_source_is_asked_about(two):
    one = question(true_question(text="Whose needs?"))
    address = reverse("question_language", args=[one.pk, "uk"])
    mine = opened(two, address)
    write_version(question=one, definition=true_question(text="Whose wishes?"), language="en", translations={})

    late = two.post(address, {**mine, "text": "Чиї потреби?"})

    assert late.status_code == 409
    assert "The source has changed since you opened the page." in late.text
    two.post(address, sent_by(late.text).dict())
    one.refresh_from_db()
    assert one.version.translations == {"uk": {"text": "Чиї потреби?"}}


def test_marks_tell_nothing_of_the_words():
    form = TranslationForm(None, definition=true_question(text="Whose?"), words={"text": "Чиї?"}, stale=set(), language="uk")

    assert set(map(len, json.loads(form[SEEN].value())["text"])) == {16}
