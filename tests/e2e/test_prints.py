"""A coordinator prints a cohort: while a worker makes the file its progress is shown; the worker dies, another goes on; the file is there.
With scripts and without; axe on every page, on a phone and on a wide screen."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from courses.certificates.models import Certificate, CohortPrint
from courses.certificates.printing import actions
from courses.certificates.tasks import run_print, sweep_prints
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from tests.factories import CertificateFactory, CohortFactory, EnrolmentFactory, UserFactory

from .learner_rounds import open_as
from .test_certificate_templates import looks_right

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAMES = ["Ґава", "Їжак", "Мавка"]


@pytest.fixture
def coordinator(settings, monkeypatch):
    settings.REQUIRE_SECOND_FACTOR = False
    monkeypatch.setattr(actions, "CHUNK", 1)
    monkeypatch.setattr(run_print, "delay_on_commit", lambda **ids: None)  # no worker yet
    cohort = CohortFactory(name="Spring")
    for name in NAMES:
        CertificateFactory(enrolment=EnrolmentFactory(cohort=cohort), state=Certificate.State.ISSUED, pdf="x", holder_name=name)
    person = UserFactory()
    grant_role(person=person, role=Role.COORDINATOR, where=cohort)
    return person


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_given_a_cohort_when_it_is_printed_then_progress_is_shown_and_a_dead_worker_loses_nothing(
    coordinator, new_context, live_server, scripts
):
    see = looks_right if scripts else lambda page: None
    page = open_as(new_context, coordinator, live_server.url, "/admin/certificate-prints/", scripts=scripts)
    see(page)
    page.get_by_role("link", name="Spring").click()
    see(page)
    page.get_by_label("With the backs").uncheck()
    page.get_by_role("button", name="Print all 3 certificates of this cohort").click()
    expect(page.get_by_text("0 of 3 certificates are in the file.")).to_be_visible()
    see(page)

    made = CohortPrint.objects.get()
    actions._advance(made.pk)  # a worker that dies after the first part
    if not scripts:
        page.get_by_role("link", name="Look again").click()
    expect(page.get_by_text("1 of 3 certificates are in the file.")).to_be_visible()
    CohortPrint.objects.update(touched_at=now() - timedelta(minutes=2))
    sweep_prints()
    if not scripts:
        page.get_by_role("link", name="Look again").click()

    expect(page.get_by_text("3 certificates, in the order of names.")).to_be_visible()
    see(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the file (PDF)").click()
    assert download.value.suggested_filename == "certificates-spring.pdf"
    with pikepdf.open(io.BytesIO(download.value.path().read_bytes())) as opened, opened.open_outline() as outline:
        assert ([item.title for item in outline.root], len(opened.pages)) == (NAMES, 3)
