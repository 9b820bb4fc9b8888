"""A block goes from one lesson into another by the buttons of its own header, with the keyboard alone; a title makes its address."""

import os
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.models import Locale, Page
from wagtail.users.models import UserProfile

from cms.pages.latin import in_latin
from courses.catalogue.models import LessonPage
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from tests.factories import UserFactory
from tests.factories.pages import LessonPageFactory, body, long_text
from tests.support.browser import accessibility_problems

from .learner_rounds import open_as

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LANGUAGE = os.environ.get("SHOT_LANGUAGE", "en")
TITLES = {
    "uk": "Згурський об’їзд № 2: є, Їжак",
    "bg": "България и София – щастие",
    "ru": "Ещё объезд",
    "cs": "Příliš žluťoučký kůň",
    "en": "— Don't ask a constructor",
}


@pytest.fixture
def editor(transactional_db, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    person = UserFactory(language=LANGUAGE)
    grant_role(person=person, role=Role.EDITOR)
    UserProfile.objects.create(user=person, preferred_language=LANGUAGE)
    return person


def open_editor(new_context, editor, live_server, lesson, context=None):
    path = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    if context:
        page = context.new_page()
        page.goto(path)
    else:
        page = open_as(new_context, editor, live_server.url, path)
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(page.locator("[data-clipboard-copy]").first).to_be_attached()
    return page


def shoot(page, name):
    if folder := os.environ.get("SHOTS"):
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            page.screenshot(path=Path(folder) / f"{LANGUAGE}-{width}-{name}.png")
        page.set_viewport_size({"width": 1280, "height": 800})


def test_a_typed_exercise_is_copied_moved_past_and_pasted_by_keyboard(new_context, live_server, editor):
    source = LessonPageFactory(body=body(("markdown", "m", "Kept."), long_text("one")))
    target = LessonPageFactory(body=body(("markdown", "a", "First."), ("markdown", "b", "Last.")))
    page = open_editor(new_context, editor, live_server, source)
    other = open_editor(new_context, editor, live_server, target, page.context)
    page.locator("[name='body-1-value-title']").fill("Typed a moment ago")

    page.locator("[data-streamfield-child]").nth(1).locator("[data-streamfield-action=MOVE_UP]").press("Enter")
    page.locator("[data-streamfield-child]").first.locator("[data-clipboard-copy]").press("Enter")

    said = page.locator("[data-clipboard-said]")
    expect(said).to_contain_text("Typed a moment ago")
    for ours in ("[data-clipboard-copy]", "[data-clipboard-paste]", "[data-clipboard-said]"):
        assert accessibility_problems(page, within=ours) == []
    shoot(page, "clipboard-1-copied")
    expect(other.locator("[data-clipboard-paste]")).to_have_count(3)  # the other tab has heard of it
    other.locator("[data-clipboard-paste]").nth(1).press("Enter")
    expect(other.locator("[name='body-2-value-title']")).to_have_value("Typed a moment ago")
    expect(other.locator("[data-clipboard-paste]")).to_have_count(4)
    assert other.locator("[data-clipboard-paste]").first.bounding_box()["height"] < 40
    shoot(other, "clipboard-2-pasted")
    other.keyboard.press("Control+s")
    expect(other.locator(".messages .success")).to_be_visible()

    draft = LessonPage.objects.get(pk=target.pk).get_latest_revision_as_object()
    assert [block.block_type for block in draft.body] == ["markdown", "long_text", "markdown"]
    assert draft.body[1].id not in {"one", "a", "b"}
    assert draft.body[1].value["title"] == "Typed a moment ago"


def test_the_browser_spells_titles_as_the_server_does(new_context, live_server, editor):
    page = open_editor(new_context, editor, live_server, LessonPageFactory(body=body(("markdown", "a", "First."))))
    script = "async ([title, language]) => (await import('/static/js/admin/latin.js')).inLatin(title, language)"

    spelled = {language: page.evaluate(script, [title, language]) for language, title in TITLES.items()}

    assert spelled == {language: in_latin(title, language) for language, title in TITLES.items()}


@pytest.mark.parametrize(("language", "slug"), [("uk", "yak-slukhaty-liudei-i-hovoryty"), ("bg", "yak-sluhati-lyudey-i-govoriti")])
def test_a_new_lesson_has_a_readable_address_while_its_title_is_typed(new_context, live_server, editor, language, slug):
    module = LessonPageFactory().get_parent()
    Page.objects.filter(pk=module.pk).update(locale=Locale.objects.get_or_create(language_code=language)[0])
    new = reverse("wagtailadmin_pages:add", args=["catalogue", "lessonpage", module.pk])
    page = open_as(new_context, editor, live_server.url, f"{new}?template=empty")

    page.locator("#id_title").press_sequentially("Як слухати людей, і говорити")
    page.keyboard.press("End")  # Playwright lets no key go up after a Cyrillic letter

    expect(page.locator("#id_slug")).to_have_value(slug)


def test_an_address_in_cyrillic_stays(new_context, live_server, editor):
    lesson = LessonPageFactory(slug="як-слухати", is_published=False)
    page = open_as(new_context, editor, live_server.url, reverse("wagtailadmin_pages:edit", args=[lesson.pk]))
    page.set_viewport_size({"width": 1280, "height": 800})

    page.locator("#id_title").fill("Як говорити")
    page.locator("#id_title").blur()
    page.get_by_role("tab").nth(1).click()
    page.locator("#id_slug").focus()
    page.locator("#id_slug").blur()

    expect(page.locator("#id_slug")).to_have_value("як-слухати")
