"""The table of translations: what is translated into which language, for those who may translate it."""

import pytest
from django.urls import reverse

from cms.translations.sections import narrowed
from courses.authoring.translation_rows import course_rows
from courses.catalogue.models import Course
from courses.quizzes.translation_rows import question_rows
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from lms.network.models import Organisation
from lms.notifications.models import LetterWording
from tests.factories import UserFactory
from tests.factories.pages import LessonPageFactory, ModulePageFactory
from tests.factories.quizzes import category, choice_question
from tests.factories.translations import change_block, in_progress, lesson_in_russian, translated, write

pytestmark = pytest.mark.django_db
TABLE = "/admin/translations/"
WORDS = {
    "title": "Кому ми допомагаємо",
    "body.intro": "Кому ми допомагаємо?",
    "body.more": "Спитайте людей.",
    "body.village.title": "Село",
    "body.village.prompt": "Опишіть своє село.",
}


@pytest.fixture
def editor(settings, client):
    settings.REQUIRE_SECOND_FACTOR = False
    person = UserFactory()
    grant_role(person=person, role=Role.EDITOR)
    client.force_login(person)
    return person


def states(rows, title: str) -> dict[str, str]:
    row = next(row for row in rows if row.title == title)
    return {code: str(cell.state) for code, cell in row.cells.items()}


def test_each_page_has_its_state_in_each_language(editor, django_capture_on_commit_callbacks):
    page = lesson_in_russian()
    translated(page, "uk", WORDS)
    translated(page, "bg", WORDS)
    write(in_progress(page, "cs"), {"title": "Komu"})
    with django_capture_on_commit_callbacks(execute=True):
        change_block(page, "intro", "Кому?")
    write(in_progress(page, "bg"), {"body.intro": "На кого?"})

    rows = course_rows(editor)

    assert states(rows, "Кому мы помогаем") == {"uk": "outdated", "ru": "missing", "bg": "outdated", "cs": "in_work", "en": "source"}
    [counts] = [row.cells["cs"].counts for row in rows if row.title == "Кому мы помогаем"]
    assert (counts.total, counts.done, counts.in_work) == (5, 0, 1)


def test_a_page_that_is_all_translated_and_published_is_current(editor):
    translated(lesson_in_russian(), "uk", WORDS)

    assert states(course_rows(editor), "Кому мы помогаем")["uk"] == "current"


def test_rows_stand_as_the_course_does(editor):
    first = lesson_in_russian()
    second = ModulePageFactory(title="Second", parent=first.get_parent().get_parent().specific)
    LessonPageFactory(title="Last", parent=second)
    LessonPageFactory(title="Between", parent=first.get_parent().specific)

    rows = course_rows(editor)

    assert [(row.depth, row.title) for row in rows] == [
        (0, "Ten lessons"),
        (1, "People"),
        (2, "Кому мы помогаем"),
        (2, "Between"),
        (1, "Second"),
        (2, "Last"),
    ]
    assert {row.group for row in rows} == {"Ten lessons"}


def test_however_many_pages_the_table_asks_the_same_number_of_questions(editor, client, django_assert_num_queries):
    def asked() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(TABLE).status_code == 200
        return len(found)

    page = lesson_in_russian()
    translated(page, "uk", WORDS)
    asked()
    with_one = asked()
    for number in (2, 3):
        other = lesson_in_russian(parent=page.get_parent().specific, slug=f"lesson-{number}")
        translated(other, "uk", WORDS)
        in_progress(other, "bg")

    assert asked() == with_one


def test_the_table_is_narrowed_by_language_state_words_and_course(editor):
    translated(lesson_in_russian(), "uk", WORDS)
    rows = course_rows(editor)

    assert [row.title for row in narrowed(rows, language="uk", state="current")] == ["Кому мы помогаем"]
    assert [row.title for row in narrowed(rows, words="peop")] == ["People"]
    assert narrowed(rows, group="Another course") == []


def test_what_is_next_in_a_language_is_one_click_away(editor, client, django_capture_on_commit_callbacks):
    page = lesson_in_russian()
    translated(page, "uk", WORDS)
    with django_capture_on_commit_callbacks(execute=True):
        change_block(page, "intro", "Кому?")

    assert f'href="{TABLE}next/uk/?what=courses"' in client.get(TABLE).content.decode()
    assert client.get(f"{TABLE}next/uk/?what=courses")["Location"] == reverse("translate_page", args=[page.pk, "uk"])


def test_a_value_that_is_no_choice_filters_nothing(editor, client):
    lesson_in_russian()

    answer = client.get(f"{TABLE}?language=xx&state=odd&course=none&p=999&what=nothing")

    assert answer.status_code == 200
    assert "Кому мы помогаем" in answer.content.decode()


@pytest.mark.parametrize("what", ["courses", "site", "questions", "rubrics", "competences"])
def test_every_section_opens_for_an_editor(editor, client, what):
    assert client.get(f"{TABLE}?what={what}").status_code == 200


def test_questions_stand_in_the_table_with_what_is_translated_of_them(editor):
    from courses.quizzes.actions.bank import add_question

    words = {"uk": {"text": "Який рядок?"}}
    add_question(category=category("People"), name="Line", definition=choice_question(), language="en", translations=words)

    [row] = question_rows(editor)

    assert (row.title, str(row.cells["uk"].state), row.cells["uk"].counts.done) == ("Line", "in_work", 1)
    assert str(row.cells["bg"].state) == "missing"


def test_letters_that_were_reworded_in_one_language_are_to_be_looked_at_in_the_others(settings, client):
    settings.REQUIRE_SECOND_FACTOR = False
    person = UserFactory()
    grant_role(person=person, role=Role.ADMINISTRATOR)
    client.force_login(person)
    LetterWording.objects.create(kind="welcome", language="uk", place="subject", text="Вітаємо", follows=0, written_by=person)

    html = client.get(f"{TABLE}?what=letters&state=outdated").content.decode()

    assert reverse("letter_words", args=["welcome", "bg"]) in html


def test_an_editor_of_another_organisation_sees_and_opens_nothing_of_a_course(settings, client):
    settings.REQUIRE_SECOND_FACTOR = False
    page = lesson_in_russian()
    mine, other = (Organisation.objects.create(name=name, slug=name) for name in ("mine", "other"))
    Course.objects.update(owner=mine)
    person = UserFactory()
    grant_role(person=person, role=Role.EDITOR, where=other)
    client.force_login(person)

    assert course_rows(person) == []
    assert client.get(reverse("translate_page", args=[page.pk, "uk"])).status_code == 404
    assert client.post(reverse("translate_page", args=[page.pk, "uk"])).status_code == 404


def test_an_editor_of_the_organisation_sees_the_course(settings, client):
    settings.REQUIRE_SECOND_FACTOR = False
    page = lesson_in_russian()
    mine = Organisation.objects.create(name="mine", slug="mine")
    Course.objects.update(owner=mine)
    person = UserFactory()
    grant_role(person=person, role=Role.EDITOR, where=mine)
    client.force_login(person)

    assert [row.depth for row in course_rows(person)] == [0, 1, 2]
    assert client.get(reverse("translate_page", args=[page.pk, "uk"])).status_code == 200


def test_who_edits_nothing_is_shown_out(settings, client):
    settings.REQUIRE_SECOND_FACTOR = False
    person = UserFactory()
    grant_role(person=person, role=Role.COORDINATOR)
    client.force_login(person)

    answer = client.get(TABLE)

    assert answer.status_code in (302, 403)
    assert TABLE not in client.get("/admin/", follow=True).content.decode()
