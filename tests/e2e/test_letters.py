"""A learner finds what was told on the site, opens it, and chooses how letters come: on a phone, and without scripts."""

import pytest
from django.test import Client

from lms.notifications.models import Letter, LetterChoice, LetterSettings
from lms.notifications.signed import choices_path, why_path
from tests.factories import EnrolmentFactory, LetterFactory
from tests.support.browser import accessibility_problems, fits

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def learner():
    enrolment = EnrolmentFactory(learner__language="en")
    for number in range(3):
        LetterFactory(kind="review_late", person=enrolment.learner, subject_key=f"gone-{number}", context={"task": 0}, state="handed_over")
    return enrolment.learner


def test_letters_are_found_opened_and_chosen(page, live_server, learner):
    # given somebody who is signed in and has three letters
    client = Client()
    client.force_login(learner)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page.goto(f"{live_server.url}/en/my/")
    with page.expect_navigation():
        page.get_by_role("link", name="3 new letters").click()

    # when one is opened whose work is no longer there, and the rest are marked
    assert (fits(page), accessibility_problems(page)) == (True, [])
    page.locator("a.inbox__subject").first.click()
    page.get_by_text("What this letter was about is no longer there.").wait_for()
    page.get_by_role("button", name="Mark all as seen").click()
    page.get_by_text("All are marked as seen.").wait_for()
    assert not Letter.objects.filter(seen_at=None).exists()

    # and it is asked why one came
    page.get_by_role("link", name="Why did I get this?").first.click()
    page.get_by_text("It loses its worth by waiting").wait_for()
    assert (fits(page), accessibility_problems(page)) == (True, [])


def test_choices_are_made_from_a_letter_without_signing_in_and_without_scripts(page_without_scripts, page, live_server, learner):
    letter = Letter.objects.first()
    page.goto(live_server.url + choices_path(learner))
    assert (fits(page), accessibility_problems(page)) == (True, [])

    page_without_scripts.goto(live_server.url + why_path(letter))
    page_without_scripts.get_by_role("link", name="Choose which letters come by e-mail, and how often").click()
    page_without_scripts.get_by_label("Once a week, everything together").check()
    page_without_scripts.get_by_label("Welcome to a course").select_option("inbox")
    page_without_scripts.get_by_role("button", name="Save").click()
    page_without_scripts.get_by_text("This is how letters come to you from now on.").wait_for()

    assert (LetterSettings.objects.get().rhythm, LetterChoice.objects.get().channel) == ("weekly", "inbox")
