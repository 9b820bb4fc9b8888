"""A mentor on a phone says "not this week" and gives the queue away; the same without JavaScript."""

import os
import re

import pytest
from playwright.sync_api import expect

from courses.mentorship.models import MentorProfile, ReviewTask
from tests.factories import CohortFactory
from tests.factories.mentorship import exercise, handed_in, mentor, paired, submission, task_of
from tests.support.browser import accessibility_problems, fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def own(settings):
    settings.REQUIRE_SECOND_FACTOR = False
    cohort = CohortFactory(course=exercise().lesson.course)
    person = mentor(cohort, name="Own", language="en")
    mentor(cohort, name="Iryna")
    for _ in range(2):
        made = submission(cohort=cohort)
        paired(made.enrolment, person)
        task_of(handed_in(made))
    return person


def given_signed_in(page, live_server, client, settings, person):
    client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page.goto(f"{live_server.url}/en/mentor/availability/")


def seen(page, name):
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
    assert fits(page)
    assert accessibility_problems(page) == []


def test_on_a_phone_it_can_be_read_and_used(page, live_server, client, settings, own):
    given_signed_in(page, live_server, client, settings, own)
    seen(page, "availability")

    page.get_by_label("Hours a week").fill("0")
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_title(re.compile("^Error:"))
    seen(page, "availability-error")

    page.get_by_label("Hours a week").fill("3")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Not this week").click()
    seen(page, "away")
    assert MentorProfile.objects.get(person=own).hours == 3
    page.get_by_role("button", name="I am back").click()

    expect(page.get_by_role("button", name="Not this week")).to_be_visible()


def test_without_scripts_a_queue_is_handed_over_and_taken_back(page_without_scripts, live_server, client, settings, own):
    page = page_without_scripts
    given_signed_in(page, live_server, client, settings, own)

    page.get_by_role("link", name="Hand it over").click()
    page.get_by_label("Who gets it").select_option(label="Iryna")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Iryna gets it")).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("button", name="Hand it over").click()
    assert not ReviewTask.objects.filter(offered_to=own).exists()
    with page.expect_navigation():
        page.get_by_role("button", name="Undo the hand-over").click()

    assert ReviewTask.objects.filter(offered_to=own).count() == 2


def test_the_pages_of_a_hand_over_can_be_read(page, live_server, client, settings, own):
    given_signed_in(page, live_server, client, settings, own)

    page.get_by_role("link", name="Hand it over").click()
    seen(page, "hand-over")
    page.get_by_role("button", name="Continue").click()

    seen(page, "hand-over-asked")
