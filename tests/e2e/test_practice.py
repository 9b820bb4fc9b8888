"""A day of practice on a small phone: written, kept without a connection, handed in, answered, confirmed by a host; with scripts and
without; axe on every page."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from courses.internships.actions.hosting import make_host_link
from courses.internships.hosts import key_of
from courses.internships.models import PracticeEntry, PracticeFile
from tests.factories import CourseVersionFactory
from tests.factories.internships import handed_in, participation, placement, supervisor
from tests.support.browser import accessibility_problems, fits

from .learner_rounds import SAVED, open_as
from .wire import Wire

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def who(transactional_db, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    made = participation(placement())
    CourseVersionFactory(of=made.placement.cohort.course)
    return made


def looks_right(page) -> None:
    assert accessibility_problems(page) == []
    assert fits(page)


def photo() -> dict:
    made = io.BytesIO()
    Image.effect_noise((2400, 1800), 80).convert("RGB").save(made, "JPEG", quality=95)
    return {"name": "table.jpg", "mimeType": "image/jpeg", "buffer": made.getvalue()}


@pytest.mark.parametrize("scripts", [True, False])
def test_given_a_placement_when_a_day_is_written_and_handed_in_then_the_mentor_confirms_it(who, new_context, live_server, scripts):
    page = open_as(new_context, who.enrolment.learner, live_server.url, "/en/my/", scripts=scripts)
    page.get_by_role("link", name="Practice log").click()
    if scripts:
        looks_right(page)
    page.get_by_role("link", name="Write a new entry").click()
    page.get_by_label("hours", exact=True).fill("2")
    page.get_by_label("What I did").fill("Sorted the letters of 1987.")
    page.get_by_label("A question for your mentor").fill("What about those without a name?")
    if scripts:
        expect(page.locator(".exercise__state")).to_have_text(SAVED)
        looks_right(page)
    page.get_by_role("button", name="Look it over and hand in").click()
    expect(page.get_by_role("heading", name="Before you hand in")).to_be_visible()
    if scripts:
        looks_right(page)
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_text("Handed in. You can take it back")).to_be_visible()

    desk = open_as(new_context, who.placement.mentor, live_server.url, "/en/mentor/practice/", scripts=scripts)
    expect(desk.get_by_text("What about those without a name?")).to_be_visible()
    if scripts:
        looks_right(desk)
    desk.get_by_label("Confirm", exact=True).check()
    desk.get_by_role("button", name="Answer those that are chosen").click()
    expect(desk.get_by_text("1 entry is answered.")).to_be_visible()
    desk.get_by_role("link", name=re.compile(str(who.enrolment.learner))).last.click()
    expect(desk.get_by_text("✓ Confirmed")).to_be_visible()
    if scripts:
        looks_right(desk)

    entry = PracticeEntry.objects.get()
    assert (entry.state, entry.minutes, entry.value["did"]) == ("confirmed", 120, "Sorted the letters of 1987.")


def test_given_no_connection_when_a_day_is_written_then_it_waits_on_the_device_and_is_sent_later(who, new_context, live_server):
    wire = Wire(live_server.thread.host, live_server.thread.port)
    page = open_as(new_context, who.enrolment.learner, wire.address, f"/en/my/{who.enrolment_id}/practice/{who.pk}/new/")
    expect(page.get_by_label("What I did")).to_be_visible()
    wire.cut()

    page.get_by_label("minutes", exact=True).fill("45")
    page.get_by_label("What I did").fill("Walked to three houses.")
    expect(page.locator(".exercise__state")).to_contain_text("no connection")
    page.get_by_role("button", name="Look it over and hand in").click()
    expect(page.get_by_label("What I did")).to_have_value("Walked to three houses.")
    assert not PracticeEntry.objects.exists()
    wire.mend()

    expect(page.locator(".exercise__state")).to_have_text(SAVED)
    assert (PracticeEntry.objects.get().minutes, PracticeEntry.objects.get().value["did"]) == (45, "Walked to three houses.")


def test_given_a_large_photo_when_it_is_added_then_it_is_made_smaller_before_it_is_sent(who, new_context, live_server):
    page = open_as(new_context, who.enrolment.learner, live_server.url, f"/en/my/{who.enrolment_id}/practice/{who.pk}/new/")
    page.get_by_label("What I did").fill("Took a picture of the shelf.")
    page.get_by_label("A photo or a file").set_input_files([photo()])
    with page.expect_request("**/files/**") as sent:
        page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("link", name="table.jpg")).to_be_visible()

    file = PracticeFile.objects.get()
    assert max(Image.open(file.file).size) == 1600
    assert sent.value.method == "POST"
    assert PracticeEntry.objects.get().value["did"] == "Took a picture of the shelf."
    looks_right(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_given_a_link_when_a_host_opens_it_then_it_confirms_once(who, new_context, live_server, scripts):
    handed_in(who, did="First day")
    link = make_host_link(placement=who.placement, by=supervisor(who.placement))
    context = new_context(base_url=live_server.url, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"/host/{key_of(link)}/")
    if scripts:
        looks_right(page)
    page.get_by_label("Your name").fill("Hanna Koval")
    page.get_by_label("What you do there").fill("Head of the library")
    page.get_by_role("button", name="Confirm what is ticked").click()

    expect(page.get_by_text("Hanna Koval: 1 entry is confirmed.")).to_be_visible()
    assert PracticeEntry.objects.get().state == "confirmed"
    if scripts:
        looks_right(page)


def test_given_what_waits_when_other_pages_are_opened_then_they_fit_and_can_be_used_by_everybody(who, new_context, live_server):
    handed_in(who)
    learner = open_as(new_context, who.enrolment.learner, live_server.url, f"/en/my/{who.enrolment_id}/practice/{who.pk}/sheet/")
    learner.get_by_role("button", name="Make a sheet of what waits").click()
    expect(learner.get_by_role("link", name="Print it (PDF)")).to_be_visible()
    looks_right(learner)

    desk = open_as(new_context, who.placement.mentor, live_server.url, "/en/mentor/practice/sheet/")
    looks_right(desk)
    desk.goto(f"/en/mentor/practice/placements/{who.placement_id}/host/")
    desk.get_by_role("button", name="Make a link").click()
    expect(desk.locator(".practice-address")).to_be_visible()
    looks_right(desk)
