"""No answer of a quiz is lost and none is handed in by accident: the line goes, the server is killed, a tab is opened twice, the time
runs out in the middle of a sentence."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.utils.timezone import now
from playwright.sync_api import expect

from courses.quizzes.actions.attempts import start_attempt
from courses.quizzes.models import Attempt, AttemptQuestion
from tests.factories.quizzes import choice_question, essay_question, learner_of, quiz
from tests.support.browser import PATIENCE

from .server import Server
from .wire import Wire

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SENTENCE = "We ask the neighbours before we write to the council."
SAVED = re.compile(r"^Saved \d")


@pytest.fixture
def wire(live_server):
    parts = urlsplit(live_server.url)
    wire = Wire(parts.hostname, parts.port)
    yield wire
    wire.cut()


@pytest.fixture
def server(tmp_path, transactional_db):
    server = Server(tmp_path / "server.log")
    yield server
    server.kill()


def begin(*definitions, **rules):
    of = quiz(*definitions, **rules)
    return start_attempt(enrolment=learner_of(of), quiz=of, language="en")


def sign_in(context, attempt, address):
    client = Client()
    client.force_login(attempt.enrolment.learner)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": address}])


def open_page(context, attempt, number=1):
    page = context.new_page()
    page.goto(f"/en/my/attempt/{attempt.pk}/page/{number}/")
    return page, page.get_by_role("textbox", name="Your answer"), page.locator(".exercise__state")


def written():
    return AttemptQuestion.objects.get(slot=1).value.get("text")


def test_given_a_timed_attempt_when_the_line_goes_the_page_is_loaded_again_and_opened_twice_then_every_word_is_there(
    new_context, wire, transactional_db
):
    attempt = begin(essay_question(), choice_question(), time_limit=3600)
    context = new_context(base_url=wire.address)
    sign_in(context, attempt, wire.address)
    page, field, state = open_page(context, attempt)
    expect(page.locator("[data-left]")).to_have_text(re.compile("hour|minute"))

    field.press_sequentially(SENTENCE[:20])
    expect(state).to_have_text(SAVED)
    wire.cut()
    field.press_sequentially(SENTENCE[20:])
    expect(state).to_have_text(re.compile("Not saved yet: no connection"))
    page.get_by_role("button", name="Next question").click()
    expect(page.get_by_text("There is no connection now")).to_be_visible()
    assert written() == SENTENCE[:20]
    wire.mend()

    expect(state).to_have_text(SAVED)
    assert written() == SENTENCE
    page.reload()
    expect(field).to_have_value(SENTENCE)

    _second, same_field, same_state = open_page(context, attempt)
    same_field.press("Control+End")
    same_field.press_sequentially(" Both of us.")
    expect(same_state).to_have_text(SAVED)
    expect(field).to_have_value(f"{SENTENCE} Both of us.")
    page.get_by_role("button", name="Next question").click()
    page.wait_for_url("**/page/2/", timeout=PATIENCE)

    assert written() == f"{SENTENCE} Both of us."
    assert Attempt.objects.get().state == Attempt.State.IN_PROGRESS


def test_given_an_answer_half_written_when_the_time_runs_out_without_a_line_then_it_is_sent_before_the_attempt_is_handed_in(
    new_context, wire, transactional_db
):
    attempt = begin(essay_question(), time_limit=600)
    context = new_context(base_url=wire.address)
    sign_in(context, attempt, wire.address)
    open_page(context, attempt)[0].close()  # what the browser keeps is there
    Attempt.objects.update(deadline_at=now() + timedelta(seconds=20))
    page, field, state = open_page(context, attempt)

    field.press_sequentially(SENTENCE[:20])
    expect(state).to_have_text(SAVED)
    wire.cut()
    field.press_sequentially(SENTENCE[20:])
    expect(page.get_by_text("Your last answers have not been sent yet")).to_be_visible()
    wire.mend()

    page.wait_for_url("**/review/", timeout=PATIENCE)
    assert written() == SENTENCE
    expect(page.get_by_text("A person reads your answer to question 1")).to_be_visible()
    assert not Attempt.objects.get().questions.get().revisions.filter(is_unofficial=True).exists()


def test_given_two_saves_when_the_server_is_killed_between_them_then_both_are_there_when_it_is_back(new_context, server):
    attempt = begin(essay_question())
    server.start()
    context = new_context(base_url=server.address)
    sign_in(context, attempt, server.address)
    _page, field, state = open_page(context, attempt)

    field.press_sequentially(SENTENCE[:20])
    expect(state).to_have_text(SAVED)
    server.kill()
    field.press_sequentially(SENTENCE[20:])
    expect(state).to_have_text(re.compile("Not saved yet: no connection"))
    assert written() == SENTENCE[:20]
    server.start()

    expect(state).to_have_text(SAVED)
    assert written() == SENTENCE


def test_given_two_tabs_when_each_chooses_another_line_then_both_offer_the_one_that_gave_way_and_it_can_stand_again(
    new_context, live_server, transactional_db
):
    attempt = begin(choice_question(), shuffle_within_questions=False)
    context = new_context(base_url=live_server.url)
    sign_in(context, attempt, live_server.url)
    first, second = (open_page(context, attempt)[0] for _ in range(2))
    late = []  # what the first tab is told of its own line comes after what the second has told it
    first.route("**/*", lambda route: late.append((route, route.fetch())) if route.request.method == "POST" else route.continue_())

    first.get_by_label("Line a").check()
    while not late:
        first.wait_for_timeout(50)
    second.get_by_label("Line c").check()
    expect(second.get_by_text("Your other answer: Line")).to_be_visible()
    for route, response in late:
        route.fulfill(response=response)
    first.unroute_all()
    for page in (first, second):
        expect(page.get_by_text("Your other answer: Line")).to_be_visible()
    stood = AttemptQuestion.objects.get().value
    first.get_by_role("button", name="Use it instead").click()
    expect(first.get_by_text("Your other answer")).to_have_count(0)

    assert {stood["choice"], AttemptQuestion.objects.get().value["choice"]} == {"a", "c"}
