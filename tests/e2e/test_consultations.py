"""A learner books on a phone, a mentor logs a walk-in with one thumb, without a connection too; both without JavaScript."""

import os
import re
from datetime import timedelta

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from courses.consultations.models import Consultation, Visitor
from courses.mentorship.models import Bar
from tests.factories import CohortFactory
from tests.factories.consultations import begun, booked, learner, offerer, slot
from tests.support.browser import accessibility_problems, fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
State = Consultation.State


@pytest.fixture
def cohort(settings):
    settings.REQUIRE_SECOND_FACTOR = False
    return CohortFactory()


@pytest.fixture
def mentor(cohort):
    return offerer(cohort, name="Hanna", language="en")


def given_signed_in(page, live_server, client, settings, person, path):
    client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page.goto(f"{live_server.url}{path}")


def seen(page, name, *, scripts=True):
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
    if scripts:  # nothing can be asked of a page without them
        assert fits(page)
        assert accessibility_problems(page) == []


def when_books_moves_and_cancels(page, scripts):
    """With a look at every page on the way."""
    page.get_by_role("link", name="Find a time").click()
    seen(page, "times", scripts=scripts)
    page.get_by_role("button", name="Book").first.click()
    seen(page, "booked", scripts=scripts)
    page.get_by_role("link", name="Choose another time").click()
    seen(page, "move", scripts=scripts)
    page.get_by_role("button", name="Move here").click()
    page.get_by_role("link", name="Cancel the consultation").click()
    seen(page, "cancel", scripts=scripts)
    page.get_by_label("Why?").fill("The bus does not run.")
    page.get_by_role("button", name="Yes, cancel it").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_learner_books_moves_and_cancels(new_context, live_server, client, settings, cohort, mentor, scripts):
    person = learner(cohort, language="en")
    for day in (2, 3):
        slot(cohort, mentor, starts_at=now() + timedelta(days=day), where="Library, School Street 4")
    page = new_context(java_script_enabled=scripts).new_page()
    given_signed_in(page, live_server, client, settings, person, "/en/consultations/")

    when_books_moves_and_cancels(page, scripts)

    assert page.get_by_text("It is cancelled.").is_visible()
    one = Consultation.objects.get()
    assert (one.state, one.events.last().reason) == (State.CANCELLED, "The bus does not run.")


def test_a_walk_in_by_three_letters_and_three_presses(page, live_server, client, settings, cohort, mentor):
    learner(cohort, name="Оксана Коваль")
    given_signed_in(page, live_server, client, settings, mentor, "/en/mentor/consultations/walk-in/")
    seen(page, "walk-in")

    page.get_by_label("Who came?").press_sequentially("ковал")
    page.get_by_label("Оксана Коваль").check()
    seen(page, "walk-in-found")
    page.get_by_label("45").check()
    page.get_by_label("About what?").fill("Grants")
    page.get_by_role("button", name="Log it", exact=True).click()

    page.get_by_role("heading", name="Logged today").wait_for()
    one = Consultation.objects.get()
    assert (one.who, one.minutes, one.topic, one.state) == ("Оксана Коваль", 45, "Grants", State.HELD)


def test_without_a_connection_walk_ins_wait_on_the_device_and_are_logged_once(page, live_server, client, settings, cohort, mentor):
    given_signed_in(page, live_server, client, settings, mentor, "/en/mentor/consultations/walk-in/")
    page.context.set_offline(True)

    for name in ("Baba Halyna", "Did Ivan"):
        page.get_by_label("Who came?").fill(name)
        page.get_by_label("About what?").fill("Pension")
        page.get_by_role("button", name="Log it", exact=True).click()
        page.get_by_role("listitem").get_by_text(name).wait_for()
    seen(page, "walk-in-offline")
    assert Consultation.objects.count() == 0

    page.context.set_offline(False)
    for _ in range(40):  # sent as soon as there is a line again, or by the page when it is opened anew: whichever is quicker
        page.reload()
        page.wait_for_timeout(500)
        if Consultation.objects.count() == 2:
            break
    page.reload()

    assert sorted(Visitor.objects.values_list("name", flat=True)) == ["Baba Halyna", "Did Ivan"]
    assert Consultation.objects.count() == 2


def given_a_walk_in_that_is_not_taken(page, live_server, client, settings, mentor, person):
    """The learner is chosen, the connection goes, and until it is back the two are to be kept apart."""
    given_signed_in(page, live_server, client, settings, mentor, "/en/mentor/consultations/walk-in/")
    page.get_by_label("Who came?").press_sequentially(person.name[:6])
    page.get_by_label(person.name).check()
    page.get_by_label("About what?").fill("A letter to the council")
    page.context.set_offline(True)
    page.get_by_role("button", name="Log it", exact=True).click()
    page.get_by_text("On this device, not logged yet:").wait_for()
    Bar.objects.create(mentor=mentor, learner=person)
    page.context.set_offline(False)
    page.reload()
    page.get_by_text("is not to be found here any more").wait_for()


def test_a_walk_in_that_is_not_taken_says_why_and_is_put_right(page, live_server, client, settings, cohort, mentor):
    given_a_walk_in_that_is_not_taken(page, live_server, client, settings, mentor, learner(cohort, name="Olena Kovalenko"))
    seen(page, "walk-in-not-taken")
    assert page.get_by_text("On this device, not logged yet:").is_hidden()

    page.get_by_role("button", name="Put it right").click()
    expect(page.get_by_label("About what?")).to_have_value("A letter to the council")
    page.get_by_label("Who came?").fill("Somebody from Verba")
    page.get_by_role("button", name="Log it", exact=True).click()
    page.get_by_role("link", name="Somebody from Verba").wait_for()

    assert page.get_by_role("button", name="Put it right").count() == 0
    assert [(one.who, one.topic) for one in Consultation.objects.all()] == [("Somebody from Verba", "A letter to the council")]


def test_a_walk_in_that_is_not_taken_is_thrown_away_after_a_question(page, live_server, client, settings, cohort, mentor):
    given_a_walk_in_that_is_not_taken(page, live_server, client, settings, mentor, learner(cohort, name="Olena Kovalenko"))

    page.get_by_role("button", name="Throw it away").click()
    page.get_by_role("button", name="Keep it").click()
    page.reload()
    page.get_by_role("button", name="Throw it away").click()
    seen(page, "walk-in-thrown-away")
    page.get_by_role("button", name="Yes, throw it away").click()
    page.get_by_text("Not logged, and it will not be by itself:").wait_for(state="hidden")
    page.reload()

    assert page.get_by_text("Not logged, and it will not be by itself:").is_hidden()
    assert Consultation.objects.count() == 0


def test_a_walk_in_without_scripts(page_without_scripts, live_server, client, settings, cohort, mentor):
    page = page_without_scripts
    given_signed_in(page, live_server, client, settings, mentor, "/en/mentor/consultations/walk-in/")

    page.get_by_label("Who came?").fill("Baba Halyna")
    page.get_by_role("button", name="Look").click()
    page.get_by_role("button", name="Log it", exact=True).click()

    expect(page.get_by_text("Logged: Baba Halyna, 30 minutes.")).to_be_visible()


def test_a_mentor_offers_writes_down_and_sees_who_comes(page, live_server, client, settings, cohort, mentor):
    begun(booked(slot(cohort, mentor), learner(cohort, name="Oksana")))
    given_signed_in(page, live_server, client, settings, mentor, "/en/mentor/consultations/")
    seen(page, "diary")

    page.get_by_role("link", name="Offer a time").click()
    page.get_by_label("Places").fill("0")
    page.get_by_role("button", name="Offer it").click()
    expect(page).to_have_title(re.compile("^Error:"))
    seen(page, "offer-error")
    page.get_by_label("Places").fill("2")
    page.get_by_role("button", name="Offer it").click()
    page.get_by_role("link", name="It was held").click()
    seen(page, "hold")
    page.get_by_label("Topic").fill("Grants")
    page.get_by_label("What the learner will do").first.fill("Call the school")
    page.get_by_role("button", name="Write it down: held").click()

    expect(page.get_by_text("Written down.")).to_be_visible()
    seen(page, "held")
    one = Consultation.objects.get()
    assert (one.state, one.topic, one.actions.get().text) == (State.HELD, "Grants", "Call the school")


def test_the_other_pages_of_a_mentor(page, live_server, client, settings, cohort, mentor):
    one = booked(slot(cohort, mentor, seats=2))
    guest = Visitor.objects.create(cohort=cohort, name="Baba Halyna")
    given_signed_in(page, live_server, client, settings, mentor, f"/en/mentor/consultations/times/{one.slot_id}/")
    seen(page, "time")

    for path in (
        f"mentor/consultations/times/{one.slot_id}/change/",
        f"mentor/consultations/times/{one.slot_id}/cancel/",
        f"mentor/consultations/times/{one.slot_id}/book/?q=bab",
        f"mentor/consultations/{one.pk}/",
        f"mentor/consultations/{one.pk}/time/",
        f"mentor/consultations/{one.pk}/cancel/",
        f"mentor/visitors/{guest.pk}/",
        "account/about/",
    ):
        page.goto(f"{live_server.url}/en/{path}")
        seen(page, path.replace("/", "-").split("?")[0])
