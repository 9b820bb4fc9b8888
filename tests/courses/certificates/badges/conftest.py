"""A certificate that was issued, whom a verifier trusts, and the lists at hand."""

import io
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
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
