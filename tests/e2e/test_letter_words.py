"""An administrator in a browser: other words for a letter, seen while they are typed, and the same without scripts."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from lms.notifications.models import LetterWording
from tests.factories import CertificateFactory, LetterFactory, UserFactory
from tests.support.browser import accessibility_problems, fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("SHOTS")


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


def given_a_letter_and_an_administrator(language="en"):
    certificate = CertificateFactory(course_title="Ten lessons for NGO staff")
    LetterFactory(kind="certificate", person=certificate.enrolment.learner, context={"certificate": certificate.pk})
    person = UserFactory(name="Olha Admin", language=language, email="olha@example.org")
    grant_role(person=person, role=Role.ADMINISTRATOR)
    return person


def when_they_open(new_context, person, address, path, width=360, **options):
    client = Client()
    client.force_login(person)
    context = new_context(base_url=address, **options)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(path)
    return page


def shoot(page, name):
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_letter_changes_while_its_words_are_typed(new_context, live_server, width):
    person = given_a_letter_and_an_administrator()
    page = when_they_open(new_context, person, live_server.url, "/admin/letter-words/certificate/uk/", width)
    sheet = page.frame_locator("iframe[title='The letter as a page']")
    expect(sheet.get_by_text("Ten lessons for NGO staff").first).to_be_visible()

    page.get_by_label("Opening").fill("Вітаємо Вас! Номер {number}.")

    expect(sheet.get_by_text("Вітаємо Вас! Номер")).to_be_visible()
    assert fits(page)
    assert accessibility_problems(page) == []
    shoot(page, f"words-{width}")
    page.get_by_label("Opening").press("Tab")  # to what is said of the badge
    page.keyboard.press("Tab")  # to the words of the link
    page.keyboard.type("Подивитися")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The words are kept.")).to_be_visible()
    assert LetterWording.objects.get(place="opening").text == "Вітаємо Вас! Номер {number}."


def test_without_scripts_buttons_do_it_and_a_mistake_is_said(new_context, live_server):
    person = given_a_letter_and_an_administrator()
    page = when_they_open(new_context, person, live_server.url, "/admin/letter-words/certificate/en/", java_script_enabled=False)

    page.locator("#id_opening").fill("Take {numbr}")
    page.get_by_role("button", name="Show the letter").click()

    expect(page.get_by_role("alert")).to_contain_text("{numbr} is no name that this letter knows")
    assert page.locator("#id_opening").input_value() == "Take {numbr}"
    shoot(page, "words-mistake")
    page.locator("#id_opening").fill("Take {number}")
    page.get_by_role("button", name="Show the letter").click()
    expect(page.frame_locator("iframe[title='The letter as a page']").get_by_text("Take")).to_be_visible()
    page.get_by_role("button", name="Save the words").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Take this one back").click()
    assert [row.text for row in LetterWording.objects.order_by("pk")] == ["Take {number}", ""]


@pytest.mark.parametrize("width", [360, 1280])
def test_the_list_of_kinds_fits(new_context, live_server, width):
    person = given_a_letter_and_an_administrator("uk")
    page = when_they_open(new_context, person, live_server.url, "/admin/letter-words/", width)

    assert fits(page)
    assert accessibility_problems(page) == []
    shoot(page, f"kinds-{width}")
    page.goto("/admin/letter-words/certificate/uk/")
    assert fits(page)
    shoot(page, f"words-uk-{width}")
