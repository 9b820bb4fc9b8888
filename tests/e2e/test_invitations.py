"""A coordinator pastes a list on a phone, somebody opens the letter and is in the cohort; with scripts and without."""

import os
import re

import pytest
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import expect

from courses.enrolment.models import Enrolment
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from lms.notifications.models import Letter
from lms.notifications.tasks import hand_over_letter
from tests.factories import CohortFactory, CourseVersionFactory, UserFactory
from tests.support.browser import accessibility_problems, fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def no_tries_yet():
    cache.clear()


def seen(page, name, *, scripts=True):
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
    if scripts:
        assert fits(page)
        assert accessibility_problems(page) == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_from_the_list_into_the_cohort(new_context, live_server, client, settings, scripts):
    settings.BASE_URL, settings.REQUIRE_SECOND_FACTOR = live_server.url, False
    cohort = CohortFactory(course=CourseVersionFactory(title="Ten lessons").of, name="Spring")
    coordinator = UserFactory(language="en", name="Halyna")
    grant_role(person=coordinator, role=Role.COORDINATOR, where=cohort.course)
    client.force_login(coordinator)
    page = new_context(java_script_enabled=scripts).new_page()
    if not scripts:
        page.set_viewport_size({"width": 1280, "height": 740})  # Wagtail's own menu covers a phone without scripts
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])

    page.goto(f"{live_server.url}/admin/cohorts/{cohort.pk}/invitations/")
    seen(page, "invite", scripts=scripts)
    page.get_by_label("Whom to invite").fill("olena@example.org; Olena\nnobody@")
    page.get_by_label("Language of the letter").select_option("en")
    page.get_by_role("button", name="Look through the list").click()
    expect(page.get_by_text("Not an e-mail address")).to_be_visible()
    seen(page, "dry-run", scripts=scripts)
    page.get_by_role("button", name="Send 1 invitation").click()
    expect(page.get_by_text("Waits for an answer")).to_be_visible()
    page.goto(page.url)  # without Wagtail's message, which is still fading in
    seen(page, "invited", scripts=scripts)

    hand_over_letter(letter_id=Letter.objects.get(kind="invitation").pk)
    address = re.search(r"http\S+/invitation/\S+", mail.outbox[-1].body)[0]
    guest = new_context(java_script_enabled=scripts).new_page()
    assert guest.goto(address).status == 200
    seen(guest, "invitation", scripts=scripts)
    guest.get_by_role("button", name="Accept and begin").click()
    expect(guest.get_by_text("You are enrolled in “Ten lessons”.")).to_be_visible()
    seen(guest, "in", scripts=scripts)
    assert Enrolment.objects.get(cohort=cohort).learner.email == "olena@example.org"

    page.reload()
    assert page.get_by_text("Accepted", exact=False).first.is_visible()
    assert guest.goto(address).url.endswith("/my/")
