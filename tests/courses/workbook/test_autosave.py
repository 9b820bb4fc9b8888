"""The script by itself, in a real browser: what is in the field, on the device, with the server."""

import re
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import expect

from courses.enrolment.models import Enrolment
from courses.workbook.models import Entry
from tests.courses.workbook.harness import server
from tests.factories import ActivityFactory, ActivityVersionFactory, EnrolmentFactory, LessonFactory

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.courses.workbook.harness"), pytest.mark.django_db(transaction=True)]

SAVED = re.compile(r"^Saved \d\d:\d\d$")


@pytest.fixture
def lesson(transactional_db):
    enrolment = EnrolmentFactory()
    lesson = LessonFactory(module__course=enrolment.cohort.course)
    for name, kind, content in [
        ("first", "long_text", {"model_answer": "A **model**."}),
        ("second", "short_text", {}),
        ("choice", "choice", {"options": [{"id": "a", "text": "The head"}, {"id": "b", "text": "The team"}]}),
        ("table", "fill_table", {"columns": [{"id": "c", "text": "Who"}], "rows": [], "blank_rows": 2}),
    ]:
        activity = ActivityFactory(lesson=lesson, kind=kind, block_id=name)
        ActivityVersionFactory(of=activity, title=name, content={"prompt": "Write.", "model_answer": "", **content})
    return enrolment


class Browser:
    """One device of the learner."""

    def __init__(self, context, address, enrolment):
        self.context, self.address, self.enrolment = context, address, enrolment
        self.sign_in()
        self.page = self.open()

    def sign_in(self):
        """A session of its own each time: what is still on its way from a page that was closed keeps the one it was sent with."""
        client = Client()
        client.force_login(self.enrolment.learner)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": self.address}])

    def open(self):
        page = self.context.new_page()
        page.goto("/harness/")
        return page

    def field(self, name="first"):
        return self.page.locator(f"#b-{name} [name=text]")

    def state(self, name="first"):
        return self.page.locator(f"#b-{name} .exercise__state")

    @contextmanager
    def without_server(self):
        """No connection from the page, and a dead server for what the browser still sends when the page is gone."""
        self.context.route("**/workbook/**", lambda route: route.abort())
        server["is_down"] = True
        yield
        server["is_down"] = False
        self.context.unroute("**/workbook/**")


@pytest.fixture
def device(new_context, live_server, lesson):
    server["is_down"] = False
    return lambda: Browser(new_context(base_url=live_server.url), live_server.url, lesson)


def entry(name="first"):
    return Entry.objects.get(activity__block_id=name)


def stored(page):
    return page.evaluate(
        """() => new Promise((done) => {
          const opening = indexedDB.open("workbook", 1);
          opening.onsuccess = () => {
            const all = opening.result.transaction("unsent").objectStore("unsent").getAll();
            all.onsuccess = () => done(all.result.map((row) => ({
              ...row, data: new TextDecoder("latin1").decode(row.data), iv: null })));
          };
        })"""
    )


def wait_until_nothing_is_stored(page):
    """What is saved is taken out of the device's store a moment after the page has said so."""
    for _ in range(50):
        if not (left := stored(page)):
            return
        page.wait_for_timeout(100)
    raise AssertionError(left)


def test_what_is_typed_is_saved_by_itself_and_said_in_words(device):
    one = device()

    one.field().press_sequentially("Two hundred people.")

    expect(one.state()).to_have_text("Saved on this device")
    expect(one.state()).to_have_text(SAVED)
    assert entry().value == {"text": "Two hundred people."}


def test_every_kind_is_saved_by_itself(device):
    one = device()

    one.page.get_by_label("The team").check()
    one.page.locator("#b-table textarea").last.fill("Neighbours")

    expect(one.state("choice")).to_have_text(SAVED)
    expect(one.state("table")).to_have_text(SAVED)
    assert entry("choice").value == {"chosen": ["b"]}
    assert entry("table").value == {"cells": {"+2:c": "Neighbours"}}


def test_the_model_answer_comes_with_the_first_answer(device):
    one = device()
    expect(one.page.get_by_text("Model answer")).to_have_count(0)

    one.field().fill("x")

    one.page.get_by_text("Model answer").click()
    expect(one.page.get_by_text("A model.")).to_be_visible()


def test_without_a_server_the_words_stay_on_the_device_and_go_when_it_is_back(device):
    one = device()
    with one.without_server():
        one.field().press_sequentially("Written in the dark.")
        expect(one.state()).to_have_text("Not saved yet: no connection. Your text is on this device")
        assert not Entry.objects.exists()

    one.page.evaluate("dispatchEvent(new Event('online'))")

    expect(one.state()).to_have_text(SAVED)
    assert entry().value == {"text": "Written in the dark."}


def test_a_page_that_dies_without_a_server_is_taken_over_by_the_next(device):
    one = device()
    with one.without_server():
        one.field().press_sequentially("Before the power went.")
        one.field("second").press_sequentially("And this.")
        expect(one.state("second")).to_have_text(re.compile("no connection"))
        one.page.close()

    one.page = one.open()

    expect(one.field()).to_have_value("Before the power went.")
    expect(one.state()).to_have_text(SAVED)
    expect(one.state("second")).to_have_text(SAVED)
    assert [entry().value, entry("second").value] == [{"text": "Before the power went."}, {"text": "And this."}]
    wait_until_nothing_is_stored(one.page)


def test_a_page_that_is_still_closing_when_the_next_one_opens_is_taken_over_as_soon_as_it_is_gone(device):
    one = device()
    with one.without_server():
        one.field().press_sequentially("Before the power went.")
        expect(one.state()).to_have_text(re.compile("no connection"))
        dying, one.page = one.page, one.open()
        expect(one.field()).to_have_value("")
        dying.close()

        expect(one.field()).to_have_value("Before the power went.")
    expect(one.state()).to_have_text(SAVED)
    assert entry().value == {"text": "Before the power went."}


def test_nothing_readable_is_on_the_device(device):
    one = device()
    with one.without_server():
        one.field().press_sequentially("A secret that the next person must not see")
        expect(one.state()).to_have_text(re.compile("no connection"))
        rows = stored(one.page)

    assert len(rows) == 1
    assert "secret" not in str(rows)
    assert one.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])") == "[{},{}]"


def test_another_person_on_the_same_device_neither_sees_nor_sends_it(device):
    one = device()
    with one.without_server():
        one.field().press_sequentially("Olena's words")
        expect(one.state()).to_have_text(re.compile("no connection"))
        one.page.close()
    mine, learner = one.enrolment, one.enrolment.learner

    other = EnrolmentFactory(cohort=mine.cohort)
    one.enrolment = other
    one.sign_in()
    one.page = one.open()
    one.field("second").fill("Petro's words")
    expect(one.state("second")).to_have_text(SAVED)
    expect(one.field()).to_have_value("")
    assert [row.value for row in Entry.objects.filter(enrolment=other)] == [{"text": "Petro's words"}]

    one.enrolment = mine
    assert one.enrolment.learner == learner
    one.sign_in()
    one.page = one.open()
    expect(one.field()).to_have_value("Olena's words")
    expect(one.state()).to_have_text(SAVED)


def test_a_session_that_ended_offers_to_sign_in_and_then_goes_on(device):
    one = device()
    Session.objects.all().delete()
    one.context.clear_cookies()

    one.field().press_sequentially("In the middle of a ")
    link = one.page.get_by_role("link", name="Sign in to save it")
    expect(link).to_be_visible()
    one.field().press_sequentially("sentence.")
    one.sign_in()
    one.page.evaluate("dispatchEvent(new Event('focus'))")

    expect(one.state()).to_have_text(SAVED)
    assert entry().value == {"text": "In the middle of a sentence."}


def test_who_signed_in_instead_does_not_send_the_words_of_the_one_before(device):
    one = device()
    one.enrolment = EnrolmentFactory()
    one.sign_in()

    one.field().fill("Words of the first")

    expect(one.state()).to_have_text(re.compile("somebody else is signed in"))
    assert not Entry.objects.exists()


def test_two_devices_end_with_the_words_of_both(device):
    one, two = device(), device()
    one.field().fill("Water.")
    expect(one.state()).to_have_text(SAVED)
    two.field().fill("Firewood.")

    expect(two.state()).to_have_text(re.compile("another device"))

    expect(two.field()).to_have_value("Water. Firewood.")
    assert entry().value == {"text": "Water. Firewood."}


def test_a_second_tab_shows_what_the_first_has_saved(device):
    one = device()
    second = one.open()

    one.field().fill("Seen in both.")

    expect(second.locator("#b-first [name=text]")).to_have_value("Seen in both.")


def test_a_merge_does_not_move_the_caret_from_its_words(device):
    one, two = device(), device()
    one.field().fill("First line.\n")
    expect(one.state()).to_have_text(SAVED)
    two.page.reload()
    one.field().fill("Before. First line.\n")
    expect(one.state()).to_have_text(SAVED)

    two.field().click()
    two.field().press("Control+End")
    two.field().press_sequentially("Last")
    expect(two.field()).to_have_value("Before. First line.\nLast")
    two.field().press_sequentially(" words")

    expect(two.field()).to_have_value("Before. First line.\nLast words")


def test_a_change_refused_for_good_says_why_and_does_not_hold_up_the_others(device):
    one = device()
    one.field().fill("x" * 100_001)
    expect(one.state()).to_have_text(re.compile("longer than"))

    one.field("second").fill("Goes through.")

    expect(one.state("second")).to_have_text(SAVED)
    assert one.field().input_value() == "x" * 100_001


def test_an_answer_after_leaving_the_group_is_refused_and_the_words_stay(device):
    one = device()
    Enrolment.objects.update(state=Enrolment.State.WITHDRAWN)

    one.field().fill("Too late?")

    expect(one.state()).to_have_text(re.compile("not studying"))
    expect(one.field()).to_have_value("Too late?")


def test_leaving_the_page_in_mid_sentence_saves_it(device):
    one = device()
    one.field().press_sequentially("Half a sen")
    one.page.goto("about:blank")

    one.page.goto("/harness/")

    expect(one.field()).to_have_value("Half a sen")
    expect(one.state()).to_have_text(SAVED)


def test_a_lost_answer_is_asked_for_again_and_saves_once(device):
    one = device()
    lost = []

    def lose_once(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch())
            return route.abort()
        return route.continue_()

    one.context.route("**/workbook/**", lose_once)
    one.field().fill("Once only.")

    expect(one.state()).to_have_text(SAVED, timeout=10_000)
    assert len(lost) == 1
    assert entry().revision == 1


def test_without_a_cipher_the_words_stay_in_the_page_and_it_says_so(device):
    one = device()
    one.context.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined })")
    one.page = one.open()

    with one.without_server():
        one.field().press_sequentially("On plain http")
        expect(one.state()).to_have_text(re.compile("Keep this page open"))
    one.page.evaluate("dispatchEvent(new Event('online'))")

    expect(one.state()).to_have_text(SAVED)


def test_pressing_save_saves_at_once(device):
    one = device()
    one.field().fill("Now.")
    one.page.locator("#b-first").get_by_role("button", name="Save").click()

    expect(one.state()).to_have_text(SAVED, timeout=1_500)


def test_signing_out_saves_first(device):
    one = device()
    one.field().press_sequentially("The last words before")

    one.page.get_by_role("button", name="Sign out").click()
    one.page.wait_for_url(re.compile("(?!harness)"))

    expect(one.page.get_by_text("Sign in").first).to_be_visible()
    assert entry().value == {"text": "The last words before"}


def test_signing_out_with_words_that_cannot_be_saved_asks_first(device):
    one = device()
    asked = []
    one.page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    with one.without_server():
        one.field().press_sequentially("No connection")
        expect(one.state()).to_have_text(re.compile("no connection"))
        one.page.get_by_role("button", name="Sign out").click()
        one.page.wait_for_timeout(1_000)

    assert len(asked) == 1
    assert "wait on this device" in asked[0]
    expect(one.field()).to_have_value("No connection")


def test_a_short_answer_stays_one_line_however_it_is_typed(device):
    phone = device()

    phone.field("second").press_sequentially("We help \nthose who nurse")

    expect(phone.state("second")).to_have_text(SAVED)
    assert entry("second").value == {"text": "We help those who nurse"}


def test_a_field_grows_with_its_text(device):
    one = device()
    before = one.field().bounding_box()["height"]

    one.field().fill("Line\n" * 30)

    assert one.field().bounding_box()["height"] > before * 2
