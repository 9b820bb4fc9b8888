"""A lesson goes its way in a browser: its editor is stopped by the checks, mends it and hands it in; a colleague approves; a publisher lets
it go live; a visitor reads it."""

import os
import re
import time

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from courses.catalogue.addresses import lesson_url
from courses.catalogue.models import Course, Lesson, LessonPage
from courses.writing.editing import CarefulEditView
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from lms.notifications.models import Letter
from tests.factories import UserFactory
from tests.factories.pages import LessonPageFactory, body
from tests.support.browser import fits

from .learner_rounds import open_as

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LANGUAGE = os.environ.get("SHOT_LANGUAGE", "en")
STOPPED = "Ask the neighbours. [More](/en/courses/no-such-course/)"
MENDED = "Ask the neighbours, one after the other."


@pytest.fixture
def lesson(transactional_db, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    page = LessonPageFactory(body=body(("markdown", "intro", "Ask somebody.")))
    page.body = body(("markdown", "intro", STOPPED))
    page.save_revision()
    return Lesson.objects.select_related("course", "module").get()


def member(role):
    person = UserFactory(language=LANGUAGE, name=role.capitalize())
    grant_role(person=person, role=role, where=Course.objects.get())
    UserProfile.objects.create(user=person, preferred_language=LANGUAGE)
    return person


def editing(new_context, person, live_server):
    page = open_as(new_context, person, live_server.url, reverse("wagtailadmin_pages:edit", args=[LessonPage.objects.get().pk]))
    page.set_viewport_size({"width": 1280, "height": 800})
    return page


def choose(page, button):
    """From the menu beside “Save draft”."""
    if not page.locator(button).is_visible():
        page.locator("footer [data-w-dropdown-target=toggle]").first.click()
    page.locator(button).click()


def shoot(page, name):
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        if folder := os.environ.get("SHOTS"):
            page.screenshot(path=f"{folder}/{LANGUAGE}-{width}-{name}.png")
    page.set_viewport_size({"width": 1280, "height": 800})


def given_a_draft_that_is_not_ready_when_it_is_handed_in_then_the_site_stops_it(page):
    shoot(page, "1-editor")
    choose(page, "button[name=action-submit]")
    expect(page).to_have_url(re.compile("proofreading"))


def when_it_is_mended_then_it_waits_for_a_second_reader(page, address):
    page.goto(address)
    page.locator("[name='body-0-value']").fill(MENDED)
    with page.expect_navigation():
        choose(page, "button[name=action-submit]")


def when_a_colleague_approves_from_the_first_page_of_the_back_office(page):
    shoot(page, "2-waiting")
    approve = page.locator("[data-workflow-action-url*='/approve/']").first
    if not approve.is_visible():
        page.locator("tr", has=approve).locator("[data-w-dropdown-target=toggle]").first.click()
    with page.expect_navigation():
        approve.click()


def when_a_publisher_publishes_and_the_answer_takes_its_time(page):
    shoot(page, "3-publisher")
    page.wait_for_timeout(2_500)  # until then Wagtail does not watch what changes in the form
    with page.expect_navigation():
        choose(page, "button[data-workflow-action-name=release]")


def test_from_a_draft_to_readers(new_context, live_server, lesson, monkeypatch):
    people = {role: member(role) for role in (Role.EDITOR, Role.PUBLISHER)}
    colleague = member(Role.EDITOR)
    writing = editing(new_context, people[Role.EDITOR], live_server)
    address = writing.url

    given_a_draft_that_is_not_ready_when_it_is_handed_in_then_the_site_stops_it(writing)
    when_it_is_mended_then_it_waits_for_a_second_reader(writing, address)
    when_a_colleague_approves_from_the_first_page_of_the_back_office(
        open_as(new_context, colleague, live_server.url, reverse("wagtailadmin_home"))
    )
    publishing = editing(new_context, people[Role.PUBLISHER], live_server)
    at_once = CarefulEditView.perform_workflow_action
    monkeypatch.setattr(CarefulEditView, "perform_workflow_action", lambda view: (at_once(view), time.sleep(2))[0])
    when_a_publisher_publishes_and_the_answer_takes_its_time(publishing)
    assert not LessonPage.objects.get().has_unpublished_changes  # as after an autosave of the form that was on its way

    visitor = new_context().new_page()
    visitor.goto(live_server.url + lesson_url(lesson, "en"))
    expect(visitor.get_by_text(MENDED)).to_be_visible()
    assert fits(visitor)
    assert Letter.objects.filter(kind="moderation_answered", person=people[Role.EDITOR]).count() == 1
