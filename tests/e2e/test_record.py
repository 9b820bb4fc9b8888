"""A learner gives a link to their record on a phone, a stranger opens it, the learner takes it back; with scripts and without."""

import os

import pytest
from django.core.cache import cache

from courses.transcripts.models import RecordLink
from tests.factories.transcripts import learned
from tests.support.browser import accessibility_problems, fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def no_tries_yet():
    cache.clear()


def given_signed_in(page, live_server, client, settings, person, path):
    client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page.goto(f"{live_server.url}{path}")


def seen(page, name, *, scripts=True):
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
    if scripts:
        assert fits(page)
        assert accessibility_problems(page) == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_link_is_given_opened_and_taken_back(new_context, live_server, client, settings, scripts):
    settings.BASE_URL = live_server.url
    person = learned(title="Ten lessons for small organisations").learner
    page = new_context(java_script_enabled=scripts).new_page()
    given_signed_in(page, live_server, client, settings, person, "/en/my/")
    page.get_by_role("link", name="Your record").click()
    seen(page, "record", scripts=scripts)

    page.get_by_role("link", name="Give somebody a link").click()
    seen(page, "links-empty", scripts=scripts)
    page.get_by_label("for whom").fill("For the district council")
    page.get_by_label("Confirmed hours of practice").uncheck()
    page.get_by_role("button", name="Make the link").click()
    seen(page, "link-ready", scripts=scripts)
    address = page.get_by_label("Copy it now and send it").input_value()

    stranger = new_context(java_script_enabled=scripts).new_page()
    assert stranger.goto(address).status == 200
    seen(stranger, "shared", scripts=scripts)
    assert stranger.get_by_text("Asking people").is_visible()
    assert [stranger.get_by_text(words).count() for words in ("Village library", "45 min", "district council")] == [0, 0, 0]
    with stranger.expect_download() as download:
        stranger.get_by_role("link", name="Download as PDF").click()
    assert download.value.suggested_filename == "record.pdf"

    page.reload()
    assert page.get_by_text("Opened 1 time").is_visible()
    page.get_by_role("button", name="Take back the link for For the district council").click()
    seen(page, "links-taken-back", scripts=scripts)
    assert stranger.goto(address).status == 410
    seen(stranger, "closed", scripts=scripts)
    assert stranger.get_by_text("has taken it back").is_visible()
    assert RecordLink.objects.get().openings == 1
