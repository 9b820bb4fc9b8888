"""A translator in a browser: from the table to a block, published; the source is corrected, and that block alone waits to be looked at.
A learner goes from one language to another and keeps what they have written."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from courses.catalogue.models import Course, LessonPage
from courses.workbook.models import Entry
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from tests.factories import EnrolmentFactory, UserFactory
from tests.factories.pages import LessonPageFactory, body
from tests.factories.translations import change_block, in_progress, lesson_in_russian, translated, write
from tests.support.browser import accessibility_problems, fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("SHOTS")
WORDS = {"body.intro": "Кому ми допомагаємо?", "body.village.title": "Село", "body.village.prompt": "Опишіть своє село."}


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


def when_they_open(new_context, person, address, path, width, **options):
    client = Client()
    client.force_login(person)
    context = new_context(base_url=address, **options)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 2000 if SHOTS else 800})
    page.goto(path)
    return page


def given_an_editor(language="en"):
    person = UserFactory(name="Olha Editor", language=language)
    for role in (Role.EDITOR, Role.PUBLISHER):
        grant_role(person=person, role=role)
    UserProfile.objects.create(user=person, preferred_language=language)
    return person


def then_it_is_open_to_everybody(page, name):
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)
    assert accessibility_problems(page) == []
    assert fits(page)


def test_a_block_is_translated_and_only_what_a_correction_touches_waits(new_context, live_server):
    source = lesson_in_russian()
    write(in_progress(source, "uk"), WORDS)
    page = when_they_open(new_context, given_an_editor(), live_server.url, "/admin/translations/", 1280)
    then_it_is_open_to_everybody(page, "table-1280")

    page.get_by_role("link", name="In work, Українська: Кому мы помогаем").click()
    expect(page.get_by_text("Keys: Alt+N")).to_be_visible()
    then_it_is_open_to_everybody(page, "beside-1280")
    page.keyboard.press("Alt+n")
    page.keyboard.insert_text("Кому ми допомагаємо")
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    page.keyboard.press("Alt+n")
    page.keyboard.insert_text("Спитайте людей.")
    page.get_by_role("button", name="Publish the translation").click()
    expect(page.get_by_text("All texts of this page are translated.")).to_be_visible()

    change_block(source, "more", "Спросите соседей.")

    page.goto("/admin/translations/")
    page.get_by_role("link", name="Next in Українська").click()
    expect(page.get_by_text("The source has changed since this was translated.")).to_have_count(1)
    page.get_by_role("link", name="Show only what waits").click()
    expect(page.get_by_role("link", name="Show all texts")).to_be_visible()
    expect(page.locator("[data-text] textarea")).to_have_value("Спитайте людей.")
    assert page.locator("ins").all_inner_texts() == ["соседей"]
    then_it_is_open_to_everybody(page, "outdated-1280")
    page.get_by_role("button", name="It still fits").click()
    expect(page.get_by_text("Nothing waits here")).to_be_visible()
    shown = LessonPage.objects.get(locale__language_code="uk")
    assert [block.value for block in shown.body if block.id == "more"] == ["Спитайте людей."]


def test_what_was_translated_before_is_taken_and_kept(new_context, live_server):
    translated(lesson_in_russian(), "uk", {"body.more": "Спитайте людей."})
    other = LessonPageFactory(title="Другой", body=body(("markdown", "first", "Спросите людей.")))
    in_progress(other, "uk")
    page = when_they_open(new_context, given_an_editor(), live_server.url, f"/admin/translations/pages/{other.pk}/uk/", 1280)
    text = page.locator("[data-text]", has=page.locator("[data-use]"))

    text.locator("[data-use]").press("Enter")

    expect(text.locator("textarea")).to_have_value("Спитайте людей.")
    expect(text.get_by_role("status")).to_have_text("Saved")


def test_a_translation_is_handed_in_read_and_published_beside_its_source(new_context, live_server):
    source = lesson_in_russian()
    translated(source, "uk", WORDS)
    address = f"/admin/translations/pages/{source.pk}/uk/"
    people = {}
    for name, role in (("Olha Writer", Role.EDITOR), ("Petro Reader", Role.EDITOR), ("Iryna Publisher", Role.PUBLISHER)):
        people[name] = UserFactory(name=name, language="en")
        grant_role(person=people[name], role=role, where=Course.objects.get())
        UserProfile.objects.create(user=people[name], preferred_language=os.environ.get("SHOT_LANGUAGE", "en"))
    writing = when_they_open(new_context, people["Olha Writer"], live_server.url, address, 1280)
    writing.locator("textarea", has_text="Кому ми допомагаємо?").fill("Кому саме ми допомагаємо?")
    writing.locator("button[name=action-submit]").click()
    expect(writing.locator("#reading")).to_be_visible()
    then_it_is_open_to_everybody(writing, "handed-in-1280")

    reading = when_they_open(new_context, people["Petro Reader"], live_server.url, address, 360)
    then_it_is_open_to_everybody(reading, "to-be-read-360")
    reading.locator("#comment").fill("Well said.")
    reading.locator("button[value=approve]").click()
    expect(reading.locator("button[value=approve]")).to_have_count(0)

    publishing = when_they_open(new_context, people["Iryna Publisher"], live_server.url, address, 1280)
    publishing.locator("button[value=release]").click()
    expect(publishing.locator("#reading")).to_have_count(0)
    shown = LessonPage.objects.get(locale__language_code="uk")
    assert [block.value for block in shown.body if block.id == "intro"] == ["Кому саме ми допомагаємо?"]


@pytest.mark.parametrize("language", ["uk", "en"])
def test_on_a_small_phone_and_without_scripts(new_context, live_server, language):
    source = lesson_in_russian()
    translated(source, "uk", WORDS)
    change_block(source, "intro", "Кому же мы помогаем?")
    options = {"java_script_enabled": False} if language == "en" else {}

    page = when_they_open(
        new_context, given_an_editor(language), live_server.url, "/admin/translations/", 1280 if options else 360, **options
    )
    if not options:
        then_it_is_open_to_everybody(page, "table-360-uk")
        page.goto("/admin/translations/terms/")
        then_it_is_open_to_everybody(page, "terms-360-uk")
        page.goto("/admin/translations/next/uk/?what=courses")
        then_it_is_open_to_everybody(page, "beside-360-uk")
        return
    page.goto("/admin/translations/next/uk/?what=courses")
    page.get_by_role("button", name="Copy the source").last.click()

    expect(page.get_by_role("textbox").nth(2)).to_have_value("Спросите людей.")


def test_a_learner_goes_from_language_to_language_and_keeps_every_word_and_place(new_context, live_server):
    source = lesson_in_russian()
    translated(source, "uk", WORDS)
    enrolment = EnrolmentFactory(cohort__course=Course.objects.get(), learner=UserFactory(language="uk"))
    slugs = [source.get_parent().get_parent().slug, source.get_parent().slug, source.slug]
    page = when_they_open(new_context, enrolment.learner, live_server.url, f"/uk/courses/{'/'.join(slugs)}/", 360)
    then_it_is_open_to_everybody(page, "lesson-360-uk")
    expect(page.get_by_text("Ще не перекладено. Мова: англійська").first).to_be_visible()
    page.get_by_role("group", name="Село").get_by_role("textbox").fill("Двісті людей.")
    expect(page.get_by_text("Збережено").first).to_be_visible()

    page.goto(page.url.replace("/uk/", "/bg/"))

    expect(page.get_by_role("group", name="Село").get_by_role("textbox")).to_have_value("Двісті людей.")
    page.get_by_role("group", name="Село").get_by_role("textbox").fill("Двісті людей і три вулиці.")
    expect(page.get_by_text("Запазено").first).to_be_visible()
    page.goto(page.url.replace("/bg/", "/uk/"))
    expect(page.get_by_role("group", name="Село").get_by_role("textbox")).to_have_value("Двісті людей і три вулиці.")
    assert Entry.objects.get().value == {"text": "Двісті людей і три вулиці."}
