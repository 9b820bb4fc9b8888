"""A supervisor offers a meeting, a mentor books it and puts a case on the agenda; then who was there, minutes, days that are confirmed.
On a phone; the main path without JavaScript too."""

import os
import re

import pytest
from django.test import Client

from courses.internships.models import PracticeEntry
from courses.meetings.models import AgreedStep, Attendance, Case, Meeting, Note
from tests.factories.internships import handed_in, participation
from tests.factories.meetings import about, begun, booked, keeper, topic
from tests.factories.mentorship import mentor
from tests.support.browser import accessibility_problems, fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAVED = re.compile(r"^Saved(?! replies)")
State = Attendance.State


@pytest.fixture
def placement(settings):
    settings.REQUIRE_SECOND_FACTOR = False
    who = participation()
    handed_in(who, did="Sorted the letters of the readers.")
    handed_in(who, did="Visited three readers.")
    return who.placement


@pytest.fixture
def supervisor(placement):
    return keeper(placement.cohort, name="Halyna Supervisor", language="en")


@pytest.fixture
def guest(placement):
    return mentor(placement.cohort, name="Petro Mentor", language="en")


def given_signed_in(page, live_server, settings, person, path):
    client = Client()  # one that is signed in anew signs out whoever it was before
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


def when_offers(page, scripts):
    seen(page, "meetings-empty", scripts=scripts)
    page.get_by_role("link", name="Offer a meeting").click()
    seen(page, "meeting-offer", scripts=scripts)
    page.get_by_label("Where").fill("Library, School Street 4")
    page.get_by_label("About a placement").select_option(index=1)
    page.get_by_role("button", name="Offer it").click()
    seen(page, "meetings-offered", scripts=scripts)


def when_books_and_puts_on_the_agenda(page, scripts):
    seen(page, "meetings-to-book", scripts=scripts)
    page.get_by_role("button", name="Book").click()
    seen(page, "meeting-booked", scripts=scripts)
    page.get_by_role("link", name="Put something on the agenda").click()
    page.get_by_role("button", name="Put it on the agenda").click()
    seen(page, "case-error", scripts=scripts)
    page.get_by_label("What it is about").fill("Saying no")
    page.get_by_label("What do you want to talk about?").fill("A learner wants me to write it for her.")
    page.get_by_role("button", name="Put it on the agenda").click()
    seen(page, "meeting-agenda", scripts=scripts)


def when_notes_who_was_there(page, scripts):
    page.get_by_role("link", name="Who was there?").first.click()
    seen(page, "attendance", scripts=scripts)
    page.get_by_text("Somebody came without booking").click()
    page.get_by_label("Nina Late").check()
    page.get_by_label("How many minutes did it take?").fill("80")
    page.get_by_role("button", name="Note it").click()
    seen(page, "attended", scripts=scripts)


def when_confirms_days(page, scripts):
    page.get_by_role("link", name="Confirm days of practice").click()
    seen(page, "entries", scripts=scripts)
    page.get_by_role("button", name="Confirm all but those to be returned").click()
    seen(page, "minutes-closed-days", scripts=scripts)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_meeting_from_the_offer_to_the_minutes(new_context, live_server, settings, placement, supervisor, guest, scripts):
    mentor(placement.cohort, name="Nina Late")
    keeping, coming = (new_context(java_script_enabled=scripts).new_page() for _ in range(2))
    given_signed_in(keeping, live_server, settings, supervisor, "/en/mentor/meetings/")
    when_offers(keeping, scripts)
    given_signed_in(coming, live_server, settings, guest, "/en/mentor/meetings/")
    when_books_and_puts_on_the_agenda(coming, scripts)
    begun(Meeting.objects.get())

    keeping.reload()
    when_notes_who_was_there(keeping, scripts)
    when_confirms_days(keeping, scripts)
    keeping.get_by_label("What was said").first.fill("She writes the first sentence, you read it.")
    keeping.get_by_role("button", name="Save").first.click()
    keeping.get_by_text(SAVED).first.wait_for()
    seen(keeping, "minutes-written", scripts=scripts)
    keeping.get_by_label("What will be done").fill("Ask her for one sentence")
    keeping.get_by_label("Who", exact=True).select_option("Petro Mentor")
    keeping.get_by_label("Which case").select_option(index=1)
    keeping.get_by_role("button", name="Add").click()
    keeping.get_by_role("link", name="Close the minutes").click()
    seen(keeping, "close", scripts=scripts)
    keeping.get_by_role("button", name="Yes, close them").click()
    keeping.get_by_label("What has to be put right").fill("It was Nina who said it.")
    keeping.get_by_role("button", name="Add a correction").click()
    seen(keeping, "minutes-closed", scripts=scripts)

    states = {one.person.name: one.state for one in Attendance.objects.select_related("person")}
    assert states == {"Petro Mentor": State.ATTENDED, "Nina Late": State.ATTENDED}
    assert set(PracticeEntry.objects.values_list("state", flat=True)) == {"confirmed"}
    assert (Note.objects.get().text, Case.objects.get().topic) == ("She writes the first sentence, you read it.", "Saying no")
    assert (Meeting.objects.get().lasted, AgreedStep.objects.get().who) == (80, guest)
    assert keeping.get_by_text("It was Nina who said it.").is_visible()
    coming.goto(f"{live_server.url}/en/mentor/meetings/")
    seen(coming, "meetings-to-do", scripts=scripts)
    with coming.expect_navigation():
        coming.get_by_role("button", name="Done").click()
    assert AgreedStep.objects.get().done_at is not None


def test_what_is_typed_without_a_connection_is_kept_and_goes_when_it_can(page, live_server, settings, placement, supervisor):
    one = begun(about(placement, by=supervisor))
    given_signed_in(page, live_server, settings, supervisor, f"/en/mentor/meetings/{one.pk}/minutes/")
    page.context.set_offline(True)

    page.get_by_label("What was said").fill("The bus does not run.")
    page.get_by_text("Not saved yet: no connection").wait_for()
    page.context.set_offline(False)

    page.locator("[data-state=saved]").wait_for()
    assert Note.objects.get().text == "The bus does not run."


def test_cases_are_ordered_by_the_keyboard(page, live_server, settings, placement, supervisor):
    one = about(placement, by=supervisor)
    topic(one, "First")
    topic(one, "Second")
    given_signed_in(page, live_server, settings, supervisor, f"/en/mentor/meetings/{one.pk}/")
    seen(page, "meeting-order")

    page.get_by_role("button", name="Later").first.press("Enter")
    page.get_by_role("heading", name="1. Second").wait_for()

    assert list(one.cases.order_by("position").values_list("topic", flat=True)) == ["Second", "First"]


def test_the_other_pages(page, live_server, settings, placement, supervisor, guest):
    one = about(placement, by=supervisor)
    place, case = booked(one, guest), topic(one)
    given_signed_in(page, live_server, settings, supervisor, f"/en/mentor/meetings/{one.pk}/change/")
    seen(page, "meeting-change")
    for path in (f"{one.pk}/cancel/", f"{one.pk}/invite/", f"places/{place.pk}/cancel/", f"cases/{case.pk}/", f"cases/{case.pk}/remove/"):
        page.goto(f"{live_server.url}/en/mentor/meetings/{path}")
        seen(page, f"meeting-{path.replace('/', '-')}")
    given_signed_in(page, live_server, settings, guest, f"/en/mentor/meetings/{one.pk}/move/")
    seen(page, "meeting-move")
    page.goto(f"{live_server.url}/en/mentor/meetings/{one.pk}/leave/")
    seen(page, "meeting-leave")
    page.get_by_role("button", name="Yes, cancel it").click()
    page.get_by_text("It is cancelled.").wait_for()
