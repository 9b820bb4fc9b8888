"""A certificate that was issued, whom a verifier trusts, and the lists at hand."""

import io
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils.timezone import now
from PIL import Image

from courses.certificates.actions import issue
from courses.certificates.badges.bits import REFRESH, REVOCATION
from courses.certificates.badges.publishing import key_log, status_list
from courses.certificates.badges.trust import Trusted
from courses.certificates.badges.verifying import Finding, verify
from courses.certificates.models import Badge, BadgeIssuer, Certificate, StatusList
from tests.factories import CertificateFactory


def issued(**fields) -> Certificate:
    certificate = CertificateFactory(**fields)
    issue(certificate=certificate)
    return Certificate.objects.get(pk=certificate.pk)


def credential(certificate: Certificate) -> bytes:
    return Badge.objects.get(certificate=certificate).credential.encode()


@dataclass
class World:
    """What a verifier knows who has just asked the site."""

    trusted: Trusted = field(default_factory=lambda: Trusted().with_logs(map(key_log, BadgeIssuer.objects.all())))
    lists: list[str] = field(
        default_factory=lambda: [status_list(each, p) for each in StatusList.objects.all() for p in (REVOCATION, REFRESH)]
    )

    def check(self, content: bytes, *, after: timedelta = timedelta(), **more) -> Finding:
        return verify(content, **{"trusted": self.trusted, "at": now() + after, "lists": self.lists, **more})


@pytest.fixture
def certificate(db) -> Certificate:
    return issued()


@pytest.fixture
def picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(made, "PNG")
    return made.getvalue()


@pytest.fixture
def open_page(browser, browser_context_args, tmp_path):
    """A function that writes the page as the site would now and opens the file, with the network cut."""

    contexts = []

    def opened(*, language="en-GB", offline=True, clock=None):
        context = browser.new_context(**browser_context_args | {"locale": language})
        contexts.append(context)
        context.set_offline(offline)
        page = context.new_page()
        page.asked_for, page.wrong = [], []
        page.on("request", lambda request: page.asked_for.append(request.url))
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        page.on("console", lambda line: page.wrong.append(line.text) if line.type == "error" else None)
        if clock:
            page.clock.set_fixed_time(clock)
        path = tmp_path / "verify.html"
        call_command("build_verify_page", str(path))
        page.goto(path.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()


def show(page, content: bytes, name: str = "badge.json", kind: str = "application/json") -> None:
    page.get_by_label("File or photograph").set_input_files({"name": name, "mimeType": kind, "buffer": content})


def verdict(page, content: bytes, name: str = "badge.json", kind: str = "application/json") -> tuple[str, list[str]]:
    page.evaluate("document.getElementById('answer').hidden = true")
    show(page, content, name, kind)
    page.locator("#answer").wait_for(state="visible")
    reasons = page.evaluate("document.getElementById('codes').textContent")
    return page.locator("#answer").get_attribute("data-verdict"), reasons.splitlines()
