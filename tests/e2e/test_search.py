"""Finding something on a small phone, by keyboard, without JavaScript."""

import pytest

from tests.factories.pages import LessonPageFactory, body
from tests.support.browser import accessibility_problems

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_visitor_finds_the_section_of_a_lesson_by_keyboard_on_a_small_phone(browser, live_server):
    LessonPageFactory(
        title="Neighbours", body=body(("section", "s", {"heading": "Far streets"}), ("markdown", "t", "Two organisations help."))
    )
    with browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740}) as context:
        page = context.new_page()
        page.goto(f"{live_server.url}/en/search/")
        page.get_by_label("Words to find").focus()
        page.keyboard.type("organisation")
        with page.expect_navigation():
            page.keyboard.press("Enter")

        section = page.get_by_role("link", name="Far streets")
        section.focus()
        assert page.locator("mark").all_inner_texts() == ["organisations"]
        page.keyboard.press("Enter")
        page.wait_for_url("**/#b-s")

    with browser.new_context(viewport={"width": 360, "height": 740}) as context:
        page = context.new_page()
        for words in ("organisation", "orgnisation"):
            page.goto(f"{live_server.url}/en/search/?q={words}")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert accessibility_problems(page) == []
