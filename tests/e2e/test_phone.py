"""What is made otherwise for a small phone: tables to fill in, tables to read, the way through the site."""

import pytest

from tests.factories import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PLACES = """(selector) => [...document.querySelectorAll(selector)].map((each) => {
  const { left, right } = each.getBoundingClientRect();
  return left >= 0 && right <= innerWidth;
})"""


@pytest.fixture
def styleguide(page, live_server, settings):
    settings.IS_DEMO = True
    page.goto(f"{live_server.url}/styleguide/")
    return page


def test_every_field_of_a_table_is_on_the_screen_under_the_name_of_its_column(styleguide):
    fields = ".exercise__table textarea"
    names = styleguide.evaluate(
        """() => [...document.querySelectorAll(".exercise__table td")].map((cell) => getComputedStyle(cell, "::before").content)"""
    )

    assert set(styleguide.evaluate(PLACES, fields)) == {True}
    assert {name.strip('"') for name in names} == {"Who", "About how many", "Who helps already"}


def test_on_a_wide_screen_it_is_a_table(styleguide):
    styleguide.set_viewport_size({"width": 1280, "height": 800})

    assert styleguide.locator(".exercise__table thead").first.is_visible()
    assert styleguide.evaluate("getComputedStyle(document.querySelector('.exercise__table td'), '::before').content") == "none"


def test_a_short_answer_is_seen_whole(styleguide):
    field = styleguide.locator(".exercise__line:enabled").first
    one_line = field.bounding_box()["height"]

    field.fill("We help people over seventy who live alone on the three far streets of the village")

    assert one_line >= 44
    assert field.bounding_box()["height"] > one_line
    assert field.evaluate("(line) => line.scrollHeight <= line.clientHeight")


@pytest.mark.parametrize("name", ["Олександра Ткаченко", "Христина-Марія Ткаченко"])
def test_a_long_first_name_leaves_the_header_two_lines_and_its_menu_on_the_screen(page, live_server, client, settings, name):
    client.force_login(UserFactory(name=name))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page.goto(f"{live_server.url}/uk/my/")

    page.locator(".menu > summary").last.click()

    assert page.locator(".site-header").bounding_box()["height"] <= 100
    assert set(page.evaluate(PLACES, ".menu[open] .menu__list")) == {True}
    page.set_viewport_size({"width": 280, "height": 600})
    assert set(page.evaluate(PLACES, ".menu[open] .menu__list")) == {True}


@pytest.mark.parametrize("language", ["en", "uk", "ru", "bg", "cs"])
def test_the_first_words_fit_on_the_smallest_screen(page, live_server, language):
    page.set_viewport_size({"width": 320, "height": 600})

    page.goto(f"{live_server.url}/{language}/")

    assert set(page.evaluate(PLACES, "main h1, main p, main .button")) == {True}


@pytest.mark.parametrize("language", ["en", "uk", "ru", "bg", "cs"])
def test_the_main_ways_fit_into_one_line(page, live_server, client, settings, language):
    settings.IS_DEMO = True
    client.force_login(UserFactory())
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])

    page.goto(f"{live_server.url}/{language}/my/")

    assert page.locator(".site-nav li").count() == 3
    assert page.locator(".site-nav").bounding_box()["height"] <= 56
