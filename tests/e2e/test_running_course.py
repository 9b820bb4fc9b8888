"""A course that people are at work on is changed: a typo, another meaning, an exercise with answers that goes; by an editor in the back
office, seen by a learner on a phone."""

import os

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from courses.catalogue.addresses import lesson_url
from courses.catalogue.models import Activity, Course, LessonPage
from courses.enrolment.models import ActivityCompletion, LessonPosition
from courses.workbook.models import Entry
from lms.accounts.models import User
from tests.factories import CohortFactory, EnrolmentFactory, UserFactory
from tests.factories.pages import LessonPageFactory, body, long_text
from tests.support.browser import accessibility_problems, fits

from .learner_rounds import open_as

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LANGUAGE = os.environ.get("SHOT_LANGUAGE", "en")
INTRO = (
    "markdown",
    "intro",
    "Whom do you help, and how do you know that they need it? Ten conversations say more than a hundred questionnaires.",
)
NOTE = "This lesson has changed since you read it"


@pytest.fixture
def lesson(transactional_db, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    LessonPageFactory(body=body(INTRO, long_text("village"), long_text("street", "The street")))
    return Course.objects.get().lessons.select_related("course", "module").get()


@pytest.fixture
def learner(lesson):
    """Has read the lesson, and written in its first exercise."""
    enrolment = EnrolmentFactory(cohort=CohortFactory(course=lesson.course, name="Autumn"), learner=UserFactory(language=LANGUAGE))
    LessonPosition.objects.create(enrolment=enrolment, lesson=lesson, read_version=lesson.versions.get())
    activity = Activity.objects.get(block_id="village")
    answer = {"version": activity.versions.get(), "revision": 1, "value": {"text": "Older people by the pond."}}
    Entry.objects.create(enrolment=enrolment, activity=activity, **answer)
    ActivityCompletion.objects.create(enrolment=enrolment, activity=activity, completed_at=enrolment.created_at)
    return enrolment.learner


@pytest.fixture
def editor(db) -> User:
    person = UserFactory(is_superuser=True, language=LANGUAGE)
    UserProfile.objects.create(user=person, preferred_language=LANGUAGE)
    return person


def draft(*blocks):
    page = LessonPage.objects.get()
    page.body = body(*blocks)
    page.save_revision()
    return page


def publish_what_will_change(page, address):
    page.goto(address)
    with page.expect_navigation():
        page.locator("button[name=publish]").click()


def look(page, name):
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        if folder := os.environ.get("SHOTS"):
            page.screenshot(path=f"{folder}/{LANGUAGE}-{width}-{name}.png", full_page=True)
        assert accessibility_problems(page) == []
        assert fits(page)


def test_a_running_course_is_changed_and_nothing_is_undone(new_context, live_server, lesson, learner, editor):
    what_will_change = reverse("lesson_changes", args=[LessonPage.objects.get().pk])
    here = lesson_url(lesson, LANGUAGE)
    desk = open_as(new_context, editor, live_server.url, what_will_change)
    phone = open_as(new_context, learner, live_server.url, here)

    given_a_typo = (INTRO[0], INTRO[1], INTRO[2].replace("conversations", "conversatoins"))
    draft(given_a_typo, long_text("village"), long_text("street", "The street"))
    publish_what_will_change(desk, what_will_change)
    phone.goto(here)
    then_nothing_is_told = phone.locator(".changed")
    expect(then_nothing_is_told).to_have_count(0)
    expect(phone.locator("#b-village textarea")).to_have_value("Older people by the pond.")
    assert ActivityCompletion.objects.filter(activity__block_id="village").exists()

    draft(given_a_typo, long_text("village", prompt="Count the people who live alone."), long_text("street", "The street"))
    desk.goto(what_will_change)
    look(desk, "meaning")
    desk.locator("[name=note]").fill("Two of you asked what was meant here.")
    with desk.expect_navigation():
        desk.locator("button[name=publish]").click()
    phone.goto(f"/{LANGUAGE}/")
    LessonPosition.objects.update(block_id="street")
    phone.set_viewport_size({"width": 360, "height": 500})
    phone.goto(here)
    expect(phone.locator("[data-stopped-at]")).to_be_attached()
    phone.wait_for_timeout(1_000)  # as long as it takes to scroll
    expect(phone.locator("#changed-title")).to_be_in_viewport()
    phone.locator(".changed details > summary").click()
    look(phone, "told")
    expect(phone.locator(".changed ins")).to_contain_text("Count the people who live alone")
    phone.locator(".changed__list a").first.click()
    phone.wait_for_url("**#b-village")
    phone.locator("#b-village .answered summary").click()
    expect(phone.locator("#b-village .answered")).to_contain_text("Write about your village.")
    phone.locator(".changed button").click()
    expect(phone.locator(".changed")).to_have_count(0)

    draft(given_a_typo, long_text("street", "The street"))
    desk.set_viewport_size({"width": 1280, "height": 800})
    desk.goto(reverse("wagtailadmin_pages:edit", args=[LessonPage.objects.get().pk]))
    desk.get_by_role("button", name="More actions").last.click()
    desk.locator("button[name=action-publish]:visible").click()
    desk.wait_for_url(f"**{what_will_change}")
    look(desk, "touched")
    expect(desk.locator(".changes-touched tbody tr")).to_contain_text("Autumn")
    assert Activity.objects.get(block_id="village").retired_at is None
    desk.locator("[name=is_confirmed]").check()
    with desk.expect_navigation():
        desk.locator("button[name=publish]").click()
    phone.goto(here)
    look(phone, "gone")
    expect(phone.locator(".changed__list")).to_contain_text("Who lives here?")
    phone.locator(".changed__list a[href*=workbook]").click()
    expect(phone.locator("main")).to_contain_text("Older people by the pond.")
    look(phone, "workbook")
