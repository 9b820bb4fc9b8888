"""An administrator looks at what goes out, pauses it, lets it go on, sets the rate and tries again: with scripts and without; axe on every
page, on a phone and on a wide screen, in two languages."""

from datetime import timedelta

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from lms.notifications import outbox
from lms.notifications.delivery import Delivery
from lms.notifications.models import Letter, Outbox
from tests.factories import EnrolmentFactory, LetterFactory, UserFactory

from .learner_rounds import open_as
from .test_certificate_templates import looks_right

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ANSWER = "550 5.7.26 Unauthenticated mail from learn.example.org is not accepted due to the domain's DMARC policy"


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


def administrator(language="en"):
    person = UserFactory(name="Ada", language=language)
    grant_role(person=person, role=Role.ADMINISTRATOR)
    return person


def letters_of_all_sorts():
    """Some wait, one went, one was refused, one came back."""
    due = now() - timedelta(hours=2)
    LetterFactory.create_batch(3, kind="weekly", due_at=due, priority=Letter.Priority.CAN_WAIT)
    LetterFactory(kind="certificate", due_at=due)
    LetterFactory(state=Letter.State.HANDED_OVER, claimed_at=now() - timedelta(minutes=5))
    for trouble in ("unwanted", "nobody"):
        LetterFactory(state=Letter.State.NOT_SENT, reason="refused", claimed_at=now(), trouble=trouble, answer=ANSWER)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_letters_are_paused_let_go_and_hurried(new_context, live_server, scripts):
    letters_of_all_sorts()
    see = looks_right if scripts else lambda page: None
    page = open_as(new_context, administrator(), live_server.url, "/admin/outgoing-letters/", scripts=scripts)
    see(page)

    page.get_by_role("link", name="Pause").click()
    see(page)
    page.get_by_label("Reason").fill("The mail server moves")
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_text("The mail server moves (Ada)")).to_be_visible()
    see(page)
    assert Outbox.objects.get().paused_at is not None

    page.get_by_role("link", name="Let letters go on").click()
    see(page)
    page.get_by_role("button", name="Let letters go on").click()
    page.get_by_role("link", name="Change the rate").click()
    see(page)
    page.get_by_label("Letters a minute").fill("30")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Try again what did not go").click()
    see(page)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("letter is tried again")).to_be_visible()
    assert (Outbox.objects.get().paused_at, Outbox.objects.get().per_minute) == (None, 30)


def test_a_mail_server_that_refuses_the_password_is_said_in_ukrainian(new_context, live_server):
    letters_of_all_sorts()
    outbox.hold(Delivery(Letter.Trouble.KEY, "535 5.7.8 Wrong password"))
    page = open_as(new_context, administrator("uk"), live_server.url, "/admin/outgoing-letters/")

    expect(page.get_by_text("535 5.7.8 Wrong password").first).to_be_visible()
    looks_right(page)


def test_the_list_of_letters_and_one_of_them(new_context, live_server):
    letters_of_all_sorts()
    page = open_as(new_context, administrator(), live_server.url, "/admin/letters/")
    looks_right(page)

    page.goto(f"{live_server.url}/admin/letters/inspect/{Letter.objects.filter(trouble='nobody').get().pk}/")
    expect(page.get_by_text(ANSWER)).to_be_visible()
    looks_right(page)


def test_the_inbox_of_somebody_with_many_letters_and_of_somebody_with_none(new_context, live_server):
    learner = EnrolmentFactory(learner__language="uk").learner
    for number in range(25):
        LetterFactory(kind="review_late", person=learner, subject_key=f"{number}", context={"task": 0}, state="handed_over")

    looks_right(open_as(new_context, learner, live_server.url, "/uk/letters/"))
    looks_right(open_as(new_context, EnrolmentFactory().learner, live_server.url, "/en/letters/"))
