"""A review is read a second time on a small phone, shared and talked over; with scripts and without; axe on every page."""

import re

import pytest
from playwright.sync_api import expect

from courses.supervision.models import Message, SampledReview, SecondReview
from tests.factories import CohortFactory, CourseVersionFactory
from tests.factories.mentorship import mentor
from tests.factories.supervision import sampled, supervisor
from tests.support.browser import accessibility_problems, fits

from .learner_rounds import SAVED, open_as

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def one(transactional_db, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    cohort = CohortFactory(name="Spring")
    CourseVersionFactory(of=cohort.course)
    return sampled(cohort, by=mentor(cohort, name="Olena First"), levels={"words": "no", "facts": "yes"})


def looks_right(page, scripts: bool) -> None:
    if scripts:
        assert accessibility_problems(page) == []
        assert fits(page)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_given_a_sampled_review_when_it_is_read_a_second_time_then_both_talk_it_over(one, new_context, live_server, scripts):
    person = supervisor(one.cohort)
    page = open_as(new_context, person, live_server.url, "/en/mentor/", scripts=scripts)
    page.get_by_role("link", name="Supervision", exact=True).click()
    expect(page.get_by_role("heading", name="Reviews to read a second time")).to_be_visible()
    looks_right(page, scripts)
    page.get_by_role("link", name=re.compile("Show your mentor")).click()
    looks_right(page, scripts)
    page.get_by_role("button", name="Read it a second time").click()
    expect(page.get_by_text("You read this as the mentor did.")).to_be_visible()
    assert "Olena First" not in page.content()
    page.get_by_role("group", name="Words").get_by_label(re.compile("Partly")).check()
    page.get_by_role("group", name="Facts").get_by_label(re.compile("A neighbour")).check()
    page.get_by_label("Why you see it this way").fill("It is clear enough.")
    page.get_by_label("Accepted").check()
    if scripts:
        expect(page.locator(".exercise__state")).to_have_text(SAVED)
    looks_right(page, scripts)
    page.get_by_role("button", name="Look at it and send").click()
    expect(page.get_by_role("heading", name="Before it is sent")).to_be_visible()
    looks_right(page, scripts)
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_text("Both say the same of 1 of 3 things.")).to_be_visible()
    looks_right(page, scripts)
    page.get_by_role("link", name="Talk it over").click()
    looks_right(page, scripts)
    page.get_by_role("button", name="Share it with Olena First").click()
    page.get_by_label("Your letter").fill("Shall we look at it together?")
    if scripts:
        expect(page.locator(".exercise__state")).to_have_text(SAVED)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("not read yet")).to_be_visible()
    looks_right(page, scripts)
    for name in ("Agreement", "Appeals and last rounds", "Letters with mentors"):
        page.get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        looks_right(page, scripts)

    by = open_as(new_context, one.review.reviewer, live_server.url, "/en/mentor/", scripts=scripts)
    by.get_by_role("link", name=re.compile("From your supervisor")).click()
    looks_right(by, scripts)
    by.get_by_role("link", name="Halyna Supervisor").click()
    expect(by.get_by_text("Shall we look at it together?")).to_be_visible()
    looks_right(by, scripts)
    by.get_by_role("link", name=re.compile("Show your mentor")).first.click()
    expect(by.get_by_role("heading", name="What you said")).to_be_visible()
    looks_right(by, scripts)

    one.refresh_from_db()
    assert one.state == SampledReview.State.TALKED_OVER
    assert SecondReview.objects.get().value["levels"] == {"words": "half", "facts": "yes"}
    assert [message.text for message in Message.objects.sent().filter(shares=False)] == ["Shall we look at it together?"]
