"""The guides as they are read: on a small phone, without scripts, on paper; and one picture taken anew."""

import io

import pytest
from PIL import Image

from cms.guides.actions import bring_guides
from tests.pictures.taking import Picture, take
from tests.support.browser import accessibility_problems, fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def address(live_server):
    bring_guides()
    return f"{live_server.url}/uk/guide/"


@pytest.mark.parametrize("width", [360, 1280])
def test_a_guide_is_read_by_everybody(page, address, width):
    page.set_viewport_size({"width": width, "height": 740})
    refused = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)

    page.goto(address)
    assert accessibility_problems(page) == []
    assert fits(page)
    page.locator("main .card a").first.click()
    page.wait_for_url("**/uk/guide/learner/")

    assert accessibility_problems(page) == []
    assert fits(page)
    for picture in page.locator("main img").all():
        picture.scroll_into_view_if_needed()
        picture.evaluate("(image) => image.decode()")
    assert refused == []


def test_the_outline_leads_to_a_part_without_scripts_and_stays_off_paper(page_without_scripts, address):
    page = page_without_scripts
    page.goto(f"{address}learner/")

    page.locator("details.outline summary").click()
    page.locator(".outline a").nth(3).click()

    page.wait_for_url("**/#hand-in")
    page.emulate_media(media="print")
    assert page.locator(".outline").first.is_hidden()
    assert page.locator("main h2").first.is_visible()


def test_a_wide_picture_is_large_on_a_phone_without_scripts_and_small_again(page_without_scripts, address):
    page = page_without_scripts
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{address}editor/")
    figure = page.locator("figure").first
    small = figure.locator("img").bounding_box()["width"]

    figure.get_by_role("link", name="Відкрити знімок у повному розмірі").click()
    assert figure.locator("img").bounding_box()["width"] > 2 * small
    assert fits(page)
    figure.get_by_role("link", name="Зробити знімок знову малим").click()

    assert figure.locator("img").bounding_box()["width"] == small


def test_a_picture_is_the_same_twice_small_and_cropped(browser, address):
    picture = Picture("learner-help", "", "/LANG/guide/", ("main .card",), height=300)

    first, second = (take(browser, address.removesuffix("/uk/guide/"), picture, "uk") for _ in range(2))

    assert first == second
    assert len(first) < 60_000
    with Image.open(io.BytesIO(first)) as taken:
        assert (taken.format, taken.width) == ("WEBP", 720)
        assert taken.height <= 600
