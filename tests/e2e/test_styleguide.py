"""Every component, block and exercise in every state, in a browser: readable by machines, whole on a small phone, calm on paper."""

import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from tests.support.browser import accessibility_problems, fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def address(live_server, settings):
    settings.IS_DEMO = True
    return f"{live_server.url}/styleguide/"


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_shuts_anybody_out(page, address, scheme, width):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 740})

    page.goto(address)

    assert accessibility_problems(page) == []


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_nothing_is_wider_than_the_screen(page, address, width):
    page.set_viewport_size({"width": width, "height": 740})

    page.goto(address)

    assert fits(page)


def test_what_can_be_pressed_is_large_enough(page, address):
    page.goto(address)

    small = page.evaluate("""() => [...document.querySelectorAll("button, select, summary, .check, .menu__list a")]
        .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 44)
        .map((each) => each.outerHTML.slice(0, 80))""")

    assert small == []


def test_nothing_is_fetched_from_elsewhere_and_nothing_is_refused(page, address):
    fetched, refused = [], []
    page.on("request", lambda request: fetched.append(request.url))
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)

    page.goto(address, wait_until="networkidle")

    assert [url for url in fetched if not url.startswith((address.removesuffix("styleguide/"), "data:"))] == []
    assert refused == []


def test_the_print_button_is_there_only_where_it_works(page, page_without_scripts, address):
    page.goto(address)
    page_without_scripts.goto(address)

    assert page.locator("[data-print]").is_visible()
    assert page_without_scripts.locator("[data-print]").is_hidden()


def test_on_paper_only_what_is_to_be_read_or_written_is_left(page, address):
    page.goto(address)

    page.emulate_media(media="print")

    for gone in [".site-header", ".site-footer", ".button", ".exercise__state"]:
        assert not page.locator(gone).first.is_visible(), gone
    assert page.locator(".exercise__field textarea").first.is_visible()


def test_a_menu_closes_with_escape_and_gives_the_focus_back(page, address):
    page.goto(address)
    languages = page.locator("details.menu").first
    languages.locator("summary").click()

    page.keyboard.press("Escape")

    expect(languages).not_to_have_attribute("open", re.compile(""))
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


@pytest.mark.django_db
def test_it_is_only_in_the_demo(settings):
    settings.IS_DEMO = settings.DEBUG = False

    assert Client().get("/styleguide/").status_code == 404
