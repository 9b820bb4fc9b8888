"""A holder chooses on a phone what strangers see; a stranger looks, with a number in hand and with a list; a coordinator grants a name."""

import os
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.utils.timezone import now

from courses.certificates.actions import reissue, revoke
from courses.certificates.models import Certificate, NameRequest
from courses.certificates.numbers import new_number
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from tests.factories import CertificateFactory, UserFactory
from tests.support.browser import accessibility_problems, fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
State = Certificate.State


@pytest.fixture(autouse=True)
def no_tries_yet(settings):
    settings.REQUIRE_SECOND_FACTOR = False
    cache.clear()


def valid(**fields):
    at = now() - timedelta(days=30)
    return CertificateFactory(
        **{"state": State.ISSUED, "pdf": "certificates/x.pdf", "issued_at": at, "holder_name": "Олена Ґудзь", **fields}
    )


def given_signed_in(page, live_server, client, settings, person, path):
    client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page.goto(f"{live_server.url}{path}")


def seen(page, name, *, scripts=True):
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
    if scripts:
        assert fits(page)
        assert accessibility_problems(page) == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_the_holder_chooses_and_a_stranger_sees_no_more(new_context, live_server, client, settings, scripts):
    judged = [{"title": "Asking people", "language": "en", "level": 4}]
    certificate = valid(course_title="Ten lessons for small organisations", expires_on=date(2099, 5, 3), competences=judged)
    page = new_context(java_script_enabled=scripts).new_page()
    given_signed_in(page, live_server, client, settings, certificate.enrolment.learner, f"/verify/{certificate.number}/")
    seen(page, "holder", scripts=scripts)

    page.get_by_role("link", name="Choose what strangers see here").click()
    page.get_by_label("The initials only").check()
    page.get_by_label("How many hours of study").uncheck()
    page.get_by_label("Which competences a mentor has judged").check()
    page.get_by_role("button", name="Keep this choice").click()
    seen(page, "choice", scripts=scripts)
    preview = page.locator("section.card dl").inner_text()

    stranger = new_context(java_script_enabled=scripts).new_page()
    stranger.goto(f"{live_server.url}/verify/{certificate.number}/")
    seen(stranger, "stranger", scripts=scripts)
    assert stranger.locator("dl.facts").inner_text() == preview
    assert [words in preview for words in ("О. Ґ.", "4 of 5", "Hours of study")] == [True, True, False]
    assert stranger.get_by_text("Олена").count() == 0


def test_a_list_is_pasted_from_a_spreadsheet(page, live_server):
    good, old, gone = (valid(course_title="Ten lessons for small organisations") for _ in range(3))
    reissue(certificate=old, holder_name="Олена Коваль", by=None)
    revoke(certificate=gone, because="A mistake", by=None)
    wrong = good.number[:-1] + ("A" if good.number[-1] != "A" else "B")
    page.goto(f"{live_server.url}/verify/")
    page.get_by_role("link", name="Check a list of numbers").click()
    seen(page, "list-empty")

    lines = ["Name\tNumber", *(f"Olena\t{number}" for number in (good.number, old.number, gone.number, wrong, new_number()))]
    page.get_by_label("Numbers of the certificates").fill("\n".join(lines))
    page.get_by_role("button", name="Check the list").click()

    seen(page, "list")
    assert page.get_by_role("row").count() == 6
    for words in ("Replaced: 1", "Revoked: 1", "A slip in the number: 1", "Not known here: 1", "1 line without a number"):
        assert page.get_by_text(words).first.is_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the table as CSV").click()
    assert download.value.suggested_filename == "certificates.csv"


def test_a_name_is_asked_for_and_granted(page, new_context, live_server, client, settings):
    certificate = valid()
    learner = certificate.enrolment.learner
    given_signed_in(page, live_server, client, settings, learner, f"/verify/{certificate.number}/")
    page.get_by_role("link", name="The name is wrong").click()
    page.get_by_label("The name as it should be").fill("Олена Коваль")
    page.get_by_label("What has changed?").fill("I have married.")
    seen(page, "ask-name")
    page.get_by_role("button", name="Ask the coordinator").click()
    seen(page, "asked-name")

    coordinator = UserFactory(name="Coordinator", language="en")
    grant_role(person=coordinator, role=Role.COORDINATOR, where=certificate.enrolment.cohort)
    office = new_context().new_page()
    office.set_viewport_size({"width": 1280, "height": 900})
    given_signed_in(office, live_server, client, settings, coordinator, "/admin/names/")
    if folder := os.environ.get("SCREENSHOTS"):
        office.screenshot(path=f"{folder}/office.png")
    office.get_by_role("link", name="Олена Коваль").first.click()
    office.get_by_role("button", name="Actions").first.click()
    office.get_by_role("link", name="Make the certificate again").first.click()
    if folder := os.environ.get("SCREENSHOTS"):
        office.screenshot(path=f"{folder}/office-grant.png")
    office.get_by_role("button", name="Make it again").click()
    office.get_by_text("The new certificate has the number").wait_for()

    assert (NameRequest.objects.get().state, Certificate.objects.in_force().get().holder_name) == ("done", "Олена Коваль")
    page.goto(f"{live_server.url}/verify/{certificate.number}/")
    assert page.get_by_text("was replaced by a new one").is_visible()
