"""Rubrics of one course, and translations that are behind their source."""

import pytest
from django.urls import reverse

from courses.mentorship.actions.rubrics import add_rubric, duplicate_rubric, write_version
from courses.mentorship.models import Rubric, RubricVersion
from courses.mentorship.rubric_staleness import stale_languages, stale_places
from lms.accounts.models import Role
from lms.network.models import Organisation
from tests.courses.quizzes.bank.browsing import sent_by
from tests.courses.quizzes.bank.conftest import person_with
from tests.factories import CourseFactory, UserFactory
from tests.factories.mentorship import rubric

from .test_rubrics import CLEAR, OTHER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def ours(db):
    return Organisation.objects.create(name="Ours", slug="ours")


@pytest.fixture
def editor(client, ours):
    client.force_login(person_with(Role.EDITOR, ours))
    return client


# Of a course


@pytest.fixture
def course():
    return CourseFactory(owner=None)


@pytest.fixture
def course_editor(client, course):
    client.force_login(person_with(Role.EDITOR, course))
    return client


def new_one(text, **fields):
    filled = {"title": "Clear", "criteria-0-name": "Words", "criteria-0-levels-0-name": "Yes", "criteria-0-levels-0-points": "1"}
    return sent_by(text).dict() | filled | {"criteria-0-levels-1-name": "No", "criteria-0-levels-1-points": "0"} | fields


def test_who_edits_one_course_writes_a_rubric_of_it(course_editor, course):
    rubric("clear")
    rubric("clear", course=CourseFactory())
    page = course_editor.get(reverse("rubric_add")).text
    url = reverse("rubric_add")

    stranger = course_editor.post(url, new_one(page, course=str(CourseFactory().pk)))
    nobodys = course_editor.post(url, new_one(page, course=""))
    assert ('name="owner"' in page, stranger.status_code, nobodys.status_code) == (False, 422, 422)
    course_editor.post(url, new_one(page, course=str(course.pk)))

    made = Rubric.objects.get(course=course)
    assert (made.slug, made.owner) == ("clear", None)
    assert course_editor.get(reverse("rubric", args=[made.pk])).status_code == 200
    assert course_editor.get(reverse("rubric_chooser:choose_results")).text.count(f"/rubric-chooser/chosen/{made.pk}/") == 1


def test_who_edits_one_course_copies_what_they_may_only_look_at(course_editor, course):
    common = rubric("common")
    url = reverse("rubric_duplicate", args=[common.pk])

    course_editor.post(url, sent_by(course_editor.get(url).text).dict() | {"course": str(course.pk)})

    assert Rubric.objects.get(course=course).version.in_words("en").title == "Clear words (copy)"


def test_a_rubric_belongs_to_an_organisation_or_to_a_course(editor, ours):
    of_ours = CourseFactory(owner=ours)
    page = editor.get(reverse("rubric_add")).text

    both = editor.post(reverse("rubric_add"), new_one(page, owner=str(ours.pk), course=str(of_ours.pk)))
    neither = editor.post(reverse("rubric_add"), new_one(page, owner="", course=""))

    assert ("not both" in both.text, "Choose whose it is" in neither.text) == (True, True)
    assert not Rubric.objects.exists()


# Translations that are behind


def translated_rubric(owner=None):
    words = {"uk": {"words.title": "Слова", "words.yes.title": "Так"}, "ru": {"title": "Ясно"}}
    return add_rubric(slug="clear", definition=CLEAR, language="en", owner=owner, translations=words)


def rewrite(one, definition, **more):
    version = Rubric.objects.get(pk=one.pk).version
    write_version(rubric=one, definition=definition, language="en", translations=more.pop("translations", version.translations), **more)
    return Rubric.objects.get(pk=one.pk)


def test_a_translation_whose_source_has_changed_is_to_be_looked_at_until_it_was():
    one = translated_rubric()
    assert stale_languages(one) == []

    changed = rewrite(one, OTHER)
    assert (stale_languages(changed), stale_places(changed, OTHER, "uk")) == (["uk"], {"words.title"})
    assert stale_languages(rewrite(one, CLEAR)) == []  # as it was translated
    rewrite(one, OTHER)

    assert stale_languages(rewrite(one, OTHER, still_right={"uk": ["words.title"]})) == []
    assert RubricVersion.objects.filter(rubric=one).count() == 4
    assert stale_languages(rewrite(one, CLEAR)) == ["uk"]
    anew = {"uk": {"words.title": "Слова людей", "words.yes.title": "Так"}}
    assert stale_languages(rewrite(one, CLEAR, translations=anew)) == []


def test_a_rubric_without_marks_learns_of_the_first_change():
    one = translated_rubric()
    Rubric.objects.update(translated_from={})
    one.refresh_from_db()

    assert stale_languages(rewrite(one, OTHER)) == ["uk"]


def test_a_copy_is_as_far_behind_as_what_it_was_made_of():
    one = rewrite(translated_rubric(), OTHER)

    copy = duplicate_rubric(rubric=one, slug="copy", title="Copy", owner=None, by=UserFactory())

    assert stale_languages(Rubric.objects.get(pk=copy.pk)) == ["uk"]


def test_pages_say_what_is_behind_and_one_tick_says_it_is_right(editor, ours):
    one = rewrite(translated_rubric(ours), OTHER)
    url = reverse("rubric_language", args=[one.pk, "uk"])

    assert "To look at again: uk" in editor.get(reverse("rubrics")).text
    assert "The source of 1 text has changed" in editor.get(reverse("rubric_languages", args=[one.pk])).text
    page = editor.get(url).text
    assert page.count("The source has changed since this was translated.") == 1
    editor.post(url, sent_by(page).dict())
    assert stale_languages(Rubric.objects.get()) == ["uk"]
    editor.post(url, sent_by(page).dict() | {"words.title.still_right": "on"})

    assert stale_languages(Rubric.objects.get()) == []
    assert "To look at again: uk" not in editor.get(reverse("rubrics")).text
