"""The home page and pages of text say what of them nobody has translated yet."""

import pytest
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation

from cms.pages.models import HomePage, TextPage
from tests.factories.pages import publish
from tests.factories.translations import translated

pytestmark = pytest.mark.django_db
NOTE = '<p class="untranslated__note" lang="uk">Ще не перекладено. Мова: англійська</p>'
IN_PART = '<p class="untranslated__note" lang="uk">Частину цього ще не перекладено. Її мова: англійська</p>'


def home_in(language: str) -> HomePage:
    return HomePage.objects.get(locale__language_code=language)


def text_page() -> TextPage:
    blocks = [
        {"type": "markdown", "id": "first", "value": "Write to us."},
        {"type": "callout", "id": "hours", "value": {"kind": "tip", "title": "Hours", "text": "From nine to five."}},
    ]
    page = TextPage(title="Contact", slug="contact", locale=Locale.objects.get(language_code="en"), summary="Who answers.", live=False)
    page.body = page.body.stream_block.to_python(blocks)
    home_in("en").add_child(instance=page)
    return publish(page)


def html_of(client, page: TextPage) -> str:
    return client.get(page.get_url()).content.decode()


def in_ukrainian(page):
    return type(page).objects.get(translation_key=page.translation_key, locale__language_code="uk")


WORDS = {
    "title": "Контакти",
    "summary": "Хто відповідає.",
    "body.first": "Напишіть нам.",
    "body.hours.title": "Години",
    "body.hours.text": "З дев’ятої.",
}


def without(*paths: str) -> dict[str, str]:
    return {path: words for path, words in WORDS.items() if path not in paths}


def test_a_block_of_a_page_of_text_that_is_not_translated_says_so(client):
    page = text_page()
    translated(page, "uk", without("body.first"))

    html = html_of(client, in_ukrainian(page))

    assert html.count(NOTE) == 1
    assert f'<div class="untranslated" lang="en">{NOTE}' in html
    assert "<p>Write to us.</p>" in html


def test_the_part_of_a_block_that_is_not_translated_has_its_language(client):
    page = text_page()
    translated(page, "uk", without("body.hours.text"))

    html = html_of(client, in_ukrainian(page))

    assert html.count(IN_PART) == 1
    assert '<p class="callout__title">Години</p>' in html
    assert '<div class="callout__text prose" lang="en"><p>From nine to five.</p>' in html


def test_a_title_and_a_summary_say_it_once(client):
    page = text_page()
    translated(page, "uk", without("title", "summary"))

    html = html_of(client, in_ukrainian(page))

    assert html.count(NOTE) == 1
    assert '<h1 lang="en">Contact</h1>' in html
    assert '<p class="lead" lang="en">Who answers.</p>' in html


def test_a_page_that_is_all_translated_and_one_that_is_the_source_have_no_mark(client):
    page = text_page()
    translated(page, "uk", WORDS)

    assert "untranslated" not in html_of(client, in_ukrainian(page))
    assert "untranslated" not in html_of(client, page)


def test_the_parts_of_the_home_page_say_it_each_for_itself(client):
    home = home_in("en")
    home.hero_title, home.hero_text, home.about, home.next_steps = "Your workbook", "For NGO staff.", "A course.", "1. Choose"
    publish(home)
    translated(home, "uk", {"hero_title": "Ваш зошит", "hero_text": "Для НУО.", "next_steps": "1. Оберіть"})
    StringTranslation.objects.filter(context__path="about", locale__language_code="uk").delete()  # nobody had translated it
    translated(home, "uk", {"hero_text": "Для НУО та громад."})

    html = client.get("/uk/").content.decode()

    assert html.count(NOTE) == 1
    assert f'{NOTE}\n\n          <div class="prose" lang="en"><p>A course.</p>' in html
    assert "<h1>Ваш зошит</h1>" in html
