"""The learner's half of the loop, as steps in a browser: each works with scripts and without."""

import re
from collections.abc import Callable

from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from lms.accounts.models import User
from tests.support.browser import PATIENCE

SAVED = re.compile(r"^\s*Saved \d")


def open_as(new_context: Callable, person: User, address: str, path: str, *, scripts: bool = True) -> Page:
    """A page of the site with the person signed in."""
    client = Client()
    client.force_login(person)
    context = new_context(base_url=address, java_script_enabled=scripts)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": address}])
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(path)
    return page


def answer_exercise(page: Page, block_id: str, text: str) -> None:
    """On the lesson's page."""
    exercise = page.locator(f"#b-{block_id}")
    exercise.get_by_role("textbox").fill(text)
    exercise.get_by_role("button", name="Save").click()
    expect(exercise.locator(".exercise__state")).to_have_text(SAVED)


def hand_in(page: Page, *, text: str = "") -> str:
    """From the assignment's page to the receipt; returns the code."""
    if text:
        page.get_by_role("textbox", name="A text of your own").fill(text)
    page.get_by_role("button", name="Look it over and hand in").or_(page.get_by_role("link", name="Look it over and hand in")).click()
    expect(page.get_by_role("heading", name="Before you hand in")).to_be_visible()
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", name="It is handed in")).to_be_visible()
    return page.locator(".receipt-code").inner_text()


def change_and_come_back(page: Page, comment: int, block_id: str, text: str) -> None:
    """From a comment to the exercise, and back to the comment."""
    page.locator(f"#c{comment}").get_by_role("link", name="Change the text").click()
    page.wait_for_url("**/courses/**", timeout=PATIENCE)
    answer_exercise(page, block_id, text)
    page.get_by_role("link", name="Back to the comment").click()
    page.wait_for_url(f"**/round/*/#c{comment}", timeout=PATIENCE)


def say_changed(page: Page, comment: int) -> None:
    page.locator(f"#c{comment}").get_by_role("button", name="I have changed it").click()
    expect(page.locator(f"#c{comment}").locator("summary").first).to_contain_text("Answered")


def reply_to(page: Page, comment: int, text: str) -> None:
    remark = page.locator(f"#c{comment}")
    remark.locator("summary", has_text="Reply").click()
    remark.get_by_role("textbox").fill(text)
    remark.get_by_role("button", name="Send the reply").click()
    expect(page.locator(f"#c{comment}").locator("summary").first).to_contain_text("Answered")
