"""An editor is signed out while writing, in a browser: nothing typed is lost, and nothing is saved in anybody else's name."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.crypto import get_random_string
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from courses.catalogue.models import LessonPage
from lms.accounts.actions import grant_role
from lms.accounts.models import KeptForm, Role
from tests.factories import PASSWORD, UserFactory
from tests.factories.pages import LessonPageFactory, body
from tests.factories.translations import in_progress, lesson_in_russian
from tests.support.browser import accessibility_problems

from .learner_rounds import open_as

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LANGUAGE = os.environ.get("SHOT_LANGUAGE", "en")
TYPED = "An hour of work."
WATCHES_AFTER = 2_500  # ms; what is typed before that Wagtail takes for the page as it was opened
COOKIE = settings.SESSION_COOKIE_NAME


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


def an_editor(**more):
    person = UserFactory(language=LANGUAGE, **more)
    for role in (Role.EDITOR, Role.PUBLISHER):
        grant_role(person=person, role=role)
    UserProfile.objects.create(user=person, preferred_language=LANGUAGE)
    return person


def an_open_lesson(new_context, live_server, person):
    lesson = LessonPageFactory(body=body(("markdown", "a", "First.")))
    page = open_as(new_context, person, live_server.url, reverse("wagtailadmin_pages:edit", args=[lesson.pk]))
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(field(page)).to_be_visible()
    page.wait_for_timeout(WATCHES_AFTER)
    return page


def field(page):
    return page.locator("[name='body-0-value']")


def sign_out(page):
    page.context.clear_cookies(name=COOKIE)


def sign_in_unseen(page, live_server, person):
    """In another tab that says nothing: its session is another, and so is its token."""
    client = Client()
    client.force_login(person)
    sign_out(page)
    cookies = {COOKIE: client.cookies[COOKIE].value, settings.CSRF_COOKIE_NAME: get_random_string(32)}
    page.context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])


def saves(request):
    return request.method == "POST" and "/edit/" in request.url and "json" not in request.headers.get("accept", "")


def answer_and_sign_out(route):
    answer = route.fetch()
    sign_out(route.request.frame.page)
    route.fulfill(response=answer)


def press_save(page):
    page.keyboard.press("Control+s")


def sign_in(page, person):
    page.locator("[name=login]").fill(person.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form [type=submit]").last.click()


def in_draft():
    return LessonPage.objects.get().get_latest_revision_as_object().body[0].value


def shoot(page, name):
    if folder := os.environ.get("SHOTS"):
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            page.screenshot(path=Path(folder) / f"{LANGUAGE}-{width}-{name}.png")
        page.set_viewport_size({"width": 1280, "height": 800})


def test_the_form_stays_until_its_person_has_signed_in_in_another_tab(new_context, live_server):
    person = an_editor()
    page = an_open_lesson(new_context, live_server, person)
    sign_out(page)
    field(page).fill(TYPED)
    notice = page.locator("[data-still]")
    expect(notice.locator("h2")).to_be_visible()  # autosave was refused
    expect(field(page)).to_be_focused()
    shoot(page, "1-notice")

    press_save(page)

    dialog = page.get_by_role("dialog")
    expect(dialog.locator("h2")).to_be_visible()
    assert accessibility_problems(page, within="[data-still-dialog]") == []
    shoot(page, "2-dialogue")
    with page.context.expect_page() as opened:
        dialog.get_by_role("link").click()
    sign_in(opened.value, person)
    expect(opened.value.locator("[data-signed-in]")).to_be_visible()
    shoot(opened.value, "3-signed-in")
    expect(dialog.locator("[data-still-again]")).to_be_visible()
    shoot(page, "4-back")
    assert in_draft() == "First."
    dialog.locator("[data-still-again]").click()
    expect(page.locator(".messages .success")).to_be_visible()
    assert in_draft() == TYPED


def test_autosave_goes_on_by_itself_after_a_sign_in(new_context, live_server):
    person = an_editor()
    page = an_open_lesson(new_context, live_server, person)
    sign_out(page)
    field(page).fill(TYPED)
    with page.context.expect_page() as opened:
        page.locator("[data-still]").get_by_role("link").click()
    sign_in(opened.value, person)

    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.status == 200 and "/edit/" in answer.url):
        pass

    assert in_draft() == TYPED


def test_a_session_that_ends_between_the_question_and_the_save(new_context, live_server):
    person = an_editor()
    page = an_open_lesson(new_context, live_server, person)
    page.route("**/still-signed-in/", answer_and_sign_out)
    page.route("**/edit/", lambda route: route.abort() if "json" in route.request.headers.get("accept", "") else route.continue_())
    field(page).fill(TYPED)

    press_save(page)
    sign_in(page, person)

    expect(page.locator(".aside__part")).to_have_count(1)
    assert accessibility_problems(page) == []
    assert in_draft() == "First."
    page.locator("summary").click()
    expect(page.get_by_text(TYPED, exact=True)).to_be_visible()
    shoot(page, "5-kept")
    page.locator(".aside__buttons .button").first.click()
    expect(page.locator(".messages .success")).to_be_visible()
    assert in_draft() == TYPED
    assert not KeptForm.objects.exists()


def test_somebody_else_has_signed_in(new_context, live_server):
    page = an_open_lesson(new_context, live_server, an_editor())
    sign_in_unseen(page, live_server, an_editor())
    field(page).fill(TYPED)

    press_save(page)

    expect(page.get_by_role("dialog").locator("h2")).to_be_visible()
    shoot(page, "6-somebody-else")
    page.get_by_role("dialog").locator("[data-still-close]").click()
    expect(field(page)).to_have_value(TYPED)
    assert in_draft() == "First."


def test_two_presses_send_the_form_once(new_context, live_server):
    page = an_open_lesson(new_context, live_server, an_editor())
    asked, sent = [], []
    page.route("**/still-signed-in/", lambda route: asked.append(route))
    page.on("request", lambda request: sent.append(request) if saves(request) else None)
    field(page).fill(TYPED)

    for _ in range(2):
        page.locator("[data-still]").evaluate("place => place.closest('form').requestSubmit()")
    page.wait_for_timeout(300)

    [question] = asked
    question.continue_()
    expect(page.locator(".messages .success")).to_be_visible()
    assert len(sent) == 1
    assert in_draft() == TYPED


def test_a_form_that_was_held_back_can_be_sent_later(new_context, live_server):
    page = an_open_lesson(new_context, live_server, an_editor())
    page.evaluate("document.addEventListener('submit', (event) => event.preventDefault(), { once: true })")
    field(page).fill(TYPED)
    press = "place => place.closest('form').requestSubmit()"

    with page.expect_response("**/still-signed-in/"):
        page.locator("[data-still]").evaluate(press)
    page.wait_for_timeout(300)
    page.locator("[data-still]").evaluate(press)

    expect(page.locator(".messages .success")).to_be_visible()


def test_autosave_goes_once_more_after_a_sign_in_that_nobody_told_the_page_of(new_context, live_server):
    person = an_editor()
    page = an_open_lesson(new_context, live_server, person)
    sign_in_unseen(page, live_server, person)

    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.status == 200 and "/edit/" in answer.url):
        field(page).fill(TYPED)

    assert in_draft() == TYPED


def test_without_a_connection_the_form_stays(new_context, live_server):
    page = an_open_lesson(new_context, live_server, an_editor())
    field(page).fill(TYPED)
    page.context.set_offline(True)

    press_save(page)
    expect(page.get_by_role("dialog").locator("h2")).to_be_visible()
    page.context.set_offline(False)
    page.locator("[data-still-again]").click()

    expect(page.locator(".messages .success")).to_be_visible()
    assert in_draft() == TYPED


def test_a_page_that_somebody_deleted_stays_to_be_copied_from(new_context, live_server):
    page = an_open_lesson(new_context, live_server, an_editor())
    LessonPage.objects.get().delete()
    sent = []
    page.on("request", lambda request: sent.append(request) if saves(request) else None)
    field(page).fill(TYPED)
    expect(page.locator("[data-still] h2")).to_be_visible()  # autosave was refused
    shoot(page, "8-gone-notice")

    press_save(page)

    dialog = page.get_by_role("dialog")
    expect(dialog.locator("h2")).to_be_visible()
    assert accessibility_problems(page, within="[data-still-dialog]") == []
    shoot(page, "9-gone-dialogue")
    dialog.locator("[data-still-close]").click()
    expect(field(page)).to_have_value(TYPED)
    assert sent == []


def test_beside_a_translation_the_texts_are_saved_after_a_sign_in(new_context, live_server):
    person = an_editor()
    source = lesson_in_russian()
    in_progress(source, "uk")
    page = open_as(new_context, person, live_server.url, reverse("translate_page", args=[source.pk, "uk"]))
    page.set_viewport_size({"width": 1280, "height": 800})
    sign_out(page)
    text = page.locator("[data-text]").first
    text.locator("textarea").fill("Слухаємо людей.")
    expect(page.locator("[data-still] h2")).to_be_visible()
    shoot(page, "7-translation")

    with page.context.expect_page() as opened:
        page.locator("[data-still]").get_by_role("link").click()
    sign_in(opened.value, person)

    expect(text).to_have_attribute("data-state", "in_work")


def test_beside_a_translation_a_text_goes_once_more_after_a_sign_in_that_nobody_told_the_page_of(new_context, live_server):
    person = an_editor()
    source = lesson_in_russian()
    in_progress(source, "uk")
    page = open_as(new_context, person, live_server.url, reverse("translate_page", args=[source.pk, "uk"]))
    sign_in_unseen(page, live_server, person)

    text = page.locator("[data-text]").first
    text.locator("textarea").fill("Слухаємо людей.")

    expect(text).to_have_attribute("data-state", "in_work")


def as_on_a_real_site(route):
    """There the names of scripts have digests in them, and imports name them without."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace('.js"', '.js?digest"'))


def test_a_button_beside_a_translation_sends_the_form_where_scripts_have_digests(new_context, live_server):
    source = lesson_in_russian()
    in_progress(source, "uk")
    address = reverse("translate_page", args=[source.pk, "uk"])
    page = open_as(new_context, an_editor(), live_server.url, address)
    page.route(f"**{address}", as_on_a_real_site)
    page.reload()
    page.unroute(f"**{address}")

    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.request.is_navigation_request()) as sent:
        page.locator("[data-translation] button[value=save]").click()

    assert sent.value.status in {200, 302, 422}
