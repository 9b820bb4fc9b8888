"""A block that nobody has translated yet is shown in the source language and says so; one that is behind is shown in its translation."""

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils.translation import override

from courses.catalogue.addresses import page_at
from courses.catalogue.models import Activity, ActivityVersion, Lesson, LessonVersion
from tests.factories import EnrolmentFactory, UserFactory
from tests.factories.pages import body, long_text, publish
from tests.factories.translations import change_block, lesson_in_russian, translated

pytestmark = pytest.mark.django_db
WORDS = {
    "title": "Кому ми допомагаємо",
    "body.intro": "Кому ми допомагаємо?",
    "body.more": "Спитайте людей.",
    "body.village.title": "Наше село",
    "body.village.prompt": "Опишіть своє село.",
}
NOTE = '<p class="untranslated__note" lang="uk">Ще не перекладено. Мова: англійська</p>'


@pytest.fixture(autouse=True)
def nothing_kept():
    caches["lessons"].clear()


def lesson_html(client: Client, page, language: str = "uk") -> str:
    slugs = [page.get_parent().get_parent().slug, page.get_parent().slug, page.slug]
    return client.get(f"/{language}/courses/{'/'.join(slugs)}/").content.decode()


def test_a_block_that_is_not_translated_says_so_in_words_and_to_screen_readers(client):
    page = lesson_in_russian()
    translated(page, "uk", {path: words for path, words in WORDS.items() if path != "body.more"})

    html = lesson_html(client, page)

    assert html.count(NOTE) == 1
    assert f'<div class="untranslated" lang="en">{NOTE}\n<div class="prose" id="b-more"><p>Спросите людей.</p>' in html
    assert "<p>Кому ми допомагаємо?</p>" in html


def test_a_block_of_which_a_part_is_translated_says_that(client):
    page = lesson_in_russian()
    translated(page, "uk", {path: words for path, words in WORDS.items() if path != "body.village.prompt"})

    html = lesson_html(client, page)

    assert (
        '<div class="untranslated"><p class="untranslated__note" lang="uk">Частину цього ще не перекладено. Її мова: англійська</p>' in html
    )
    assert "Наше село" in html
    assert '<h2 class="exercise__title" id="t-village">Наше село</h2>' in html
    assert '<div class="exercise__prompt" lang="en" id="p-village"><p>Write about your village.</p>' in html


def test_a_part_that_gets_translated_loses_its_mark(client):
    page = lesson_in_russian()
    translated(page, "uk", {path: words for path, words in WORDS.items() if path != "body.village.title"})
    before = lesson_html(client, page)

    translated(page, "uk", WORDS)

    assert '<h2 class="exercise__title" lang="en" id="t-village">Село</h2>' in before
    assert '<h2 class="exercise__title" id="t-village">Наше село</h2>' in lesson_html(client, page)


def test_a_section_that_is_not_translated_is_in_its_language_also_in_the_contents(client):
    page = lesson_in_russian()
    page.body = body(("section", "who", {"heading": "Кто рядом"}), ("markdown", "intro", "Кому мы помогаем?"))
    publish(page)
    translated(page, "uk", {"title": WORDS["title"], "body.intro": WORDS["body.intro"]})

    assert '<a href="#b-who" lang="en">Кто рядом</a>' in lesson_html(client, page)


def test_a_page_that_is_all_translated_has_no_mark_and_its_version_no_word_more(client):
    page = lesson_in_russian()
    translated(page, "uk", WORDS)

    assert "untranslated" not in lesson_html(client, page)
    assert "untranslated" not in LessonVersion.objects.current().get(language="uk", of__translation_key=page.translation_key).content


def test_a_title_that_is_not_translated_is_in_its_language_also_in_the_outline(client):
    page = lesson_in_russian()
    translated(page, "uk", {path: words for path, words in WORDS.items() if path != "title"})

    html = lesson_html(client, page)

    assert '<h1 lang="en">Кому мы помогаем</h1>' in html
    assert 'lang="en" aria-current="page"' in html


def test_a_block_that_is_behind_is_shown_in_its_translation(client, django_capture_on_commit_callbacks):
    page = lesson_in_russian()
    translated(page, "uk", WORDS)

    with django_capture_on_commit_callbacks(execute=True):
        change_block(page, "intro", "Кому мы на самом деле помогаем?")

    html = lesson_html(client, page)
    assert "<p>Кому ми допомагаємо?</p>" in html
    assert "untranslated" not in html


def test_an_exercise_that_is_not_translated_can_be_answered_and_is_the_same_exercise(client, django_capture_on_commit_callbacks):
    page = lesson_in_russian()
    translated(page, "uk", WORDS)
    with django_capture_on_commit_callbacks(execute=True):
        page.body = body(
            *((one["type"], one["id"], one["value"]) for one in page.body.raw_data),
            long_text("new", "Новое задание", prompt="Опишите новое."),
        )
        publish(page)
    lesson = Lesson.objects.get(translation_key=page.translation_key)
    enrolment = EnrolmentFactory(cohort__course=lesson.course, learner=UserFactory())
    client.force_login(enrolment.learner)

    html = lesson_html(client, page)

    activity = Activity.objects.get(lesson=lesson, block_id="new")
    assert f'data-item="{activity.pk}"' in html
    assert '<h2 class="exercise__title" lang="en" id="t-new">Новое задание</h2>' in html
    assert not ActivityVersion.objects.filter(of=activity, language="uk").exists()


def test_the_marks_cost_no_query_once_the_page_is_kept(django_assert_num_queries):
    page = lesson_in_russian()
    translated(page, "uk", {"title": "Кому ми допомагаємо", "body.village.title": "Наше село"})
    slugs = [page.get_parent().get_parent().slug, page.get_parent().slug, page.slug]
    with override("uk"):
        page_at(*slugs, language="uk")

        with django_assert_num_queries(0):
            kept = page_at(*slugs, language="uk")
            assert kept.foreign == {}
            assert kept.rendered.foreign.whole == ("intro", "more")
            assert kept.rendered.slots[0].content["prompt"].language == "en"
