"""Nobody loses a word: the server goes in mid-sentence, the session ends in mid-sentence, and there is a life without JavaScript."""

import re
import time
from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from courses.catalogue.models import Course
from courses.workbook.models import Entry
from courses.workbook.views import saving
from tests.factories import PASSWORD, CohortFactory, EnrolmentFactory, UserFactory
from tests.factories.pages import LessonPageFactory

from .wire import Wire

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SENTENCE = "In our village two hundred people live, and forty of them are alone."


@pytest.fixture
def learner(transactional_db):
    LessonPageFactory()
    enrolment = EnrolmentFactory(cohort=CohortFactory(course=Course.objects.get()), learner=UserFactory())
    enrolment.lesson = Course.objects.get().lessons.get()
    return enrolment


@pytest.fixture
def wire(live_server):
    parts = urlsplit(live_server.url)
    wire = Wire(parts.hostname, parts.port)
    yield wire
    wire.cut()


def sign_in(page, learner):
    page.goto("/en/account/login/")
    page.get_by_label("E-mail").fill(learner.learner.email)
    page.get_by_label("Password").first.fill(PASSWORD)
    page.get_by_role("button", name=re.compile("Sign in")).first.click()
    page.wait_for_url(re.compile("/my/|courses"))


def open_lesson(page, learner):
    lesson = learner.lesson
    page.goto(f"/en/courses/{lesson.course.slug}/{lesson.module.slug}/{lesson.slug}/")
    return page.get_by_role("textbox", name="Who lives here?"), page.locator("#b-village .exercise__state")


def written():
    return Entry.objects.get().value["text"]


def test_given_a_sentence_when_the_server_goes_and_returns_then_every_word_is_there(new_context, wire, learner):
    page = new_context(base_url=wire.address).new_page()
    sign_in(page, learner)
    field, state = open_lesson(page, learner)

    field.press_sequentially(SENTENCE[:30])
    expect(state).to_have_text(re.compile(r"^Saved \d"))
    wire.cut()
    field.press_sequentially(SENTENCE[30:])
    expect(state).to_have_text(re.compile("Not saved yet: no connection"))
    assert written() == SENTENCE[:30]
    wire.mend()

    expect(state).to_have_text(re.compile(r"^Saved \d"))
    assert written() == SENTENCE


def test_given_scripts_that_are_long_on_their_way_when_words_are_written_before_they_come_then_they_are_saved(
    new_context, live_server, learner
):
    page = new_context(base_url=live_server.url).new_page()
    sign_in(page, learner)
    held = []
    page.route(re.compile(r"/autosave[^/]*\.js"), lambda route: held.append(route))
    lesson = learner.lesson
    page.goto(f"/en/courses/{lesson.course.slug}/{lesson.module.slug}/{lesson.slug}/", wait_until="commit")
    page.get_by_role("textbox", name="Who lives here?").fill(SENTENCE)

    held[0].continue_()

    expect(page.locator("#b-village .exercise__state")).to_have_text(re.compile(r"^Saved \d"))
    assert written() == SENTENCE


def test_given_a_dead_server_when_the_page_is_closed_and_opened_again_then_every_word_is_there(new_context, wire, learner):
    context = new_context(base_url=wire.address)
    page = context.new_page()
    sign_in(page, learner)
    field, state = open_lesson(page, learner)

    wire.cut()
    field.press_sequentially(SENTENCE)
    expect(state).to_have_text(re.compile("Not saved yet: no connection"))
    page.close()
    wire.mend()
    field, state = open_lesson(context.new_page(), learner)

    expect(field).to_have_value(SENTENCE)
    expect(state).to_have_text(re.compile(r"^Saved \d"))
    assert written() == SENTENCE


def test_given_a_sentence_when_the_session_ends_then_signing_in_beside_it_saves_every_word(new_context, live_server, learner):
    context = new_context(base_url=live_server.url)
    page = context.new_page()
    sign_in(page, learner)
    field, state = open_lesson(page, learner)

    field.press_sequentially(SENTENCE[:30])
    expect(state).to_have_text(re.compile(r"^Saved \d"))
    context.clear_cookies()
    Session.objects.all().delete()
    field.press_sequentially(SENTENCE[30:])
    with context.expect_page() as beside:
        page.get_by_role("link", name="Sign in to save it").click()
    beside.value.get_by_label("E-mail").fill(learner.learner.email)
    beside.value.get_by_label("Password").first.fill(PASSWORD)
    beside.value.get_by_role("button", name=re.compile("Sign in")).first.click()
    expect(beside.value.get_by_role("heading", name="You are signed in")).to_be_visible()

    expect(state).to_have_text(re.compile(r"^Saved \d"))
    expect(field).to_have_value(SENTENCE)
    assert written() == SENTENCE


def test_given_no_scripts_when_the_session_ends_then_the_words_come_back_and_are_saved(new_context, live_server, learner):
    context = new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, learner)
    field, _state = open_lesson(page, learner)

    field.fill(SENTENCE)
    context.clear_cookies()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text(SENTENCE)).to_be_visible()
    sign_in(context.new_page(), learner)
    with page.expect_navigation():
        page.get_by_role("button", name="Save again").click()
    if page.get_by_role("button", name="Save again").count():  # the token of the page before was the visitor's
        page.get_by_role("button", name="Save again").click()

    expect(page.get_by_role("textbox", name="Who lives here?")).to_have_value(SENTENCE)
    assert written() == SENTENCE


def test_given_a_bad_line_when_the_page_is_left_then_the_next_one_shows_what_arrives_late(new_context, live_server, learner, monkeypatch):
    page = new_context(base_url=live_server.url).new_page()
    page.add_init_script("IDBFactory.prototype.open = () => { throw new Error('no room'); }")  # nothing is kept on the device
    sign_in(page, learner)
    field, _state = open_lesson(page, learner)
    at_once = saving.save_answer
    monkeypatch.setattr(saving, "save_answer", lambda **sent: (time.sleep(4), at_once(**sent))[1])

    field.fill(SENTENCE)
    page.goto(page.url)

    expect(field).to_have_value("")
    expect(field).to_have_value(SENTENCE)
    assert written() == SENTENCE


def test_given_a_change_on_its_way_when_more_is_typed_and_the_page_is_left_then_both_arrive(new_context, live_server, learner, monkeypatch):
    page = new_context(base_url=live_server.url).new_page()
    page.add_init_script("IDBFactory.prototype.open = () => { throw new Error('no room'); }")
    sign_in(page, learner)
    field, _state = open_lesson(page, learner)
    at_once, waits = saving.save_answer, [2]
    monkeypatch.setattr(saving, "save_answer", lambda **sent: (time.sleep(waits.pop() if waits else 0), at_once(**sent))[1])

    with page.expect_request(lambda request: request.method == "POST"):
        field.fill(SENTENCE[:30])
    field.fill(SENTENCE)
    page.goto(page.url.replace("/en/", "/uk/"))

    expect(page.locator("#b-village textarea")).to_have_value(SENTENCE)
    expect(page.locator("#b-village .exercise__state")).to_contain_text("Збережено")
    assert written() == SENTENCE
