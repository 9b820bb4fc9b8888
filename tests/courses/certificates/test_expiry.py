"""Certificates that are valid for some months."""

import dataclasses
import json
from datetime import UTC, date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.timezone import now

from courses.certificates.actions import issue, make_eligible, reissue, sign_again
from courses.certificates.badges.publishing import key_log
from courses.certificates.badges.trust import Trusted
from courses.certificates.badges.verifying import verify
from courses.certificates.design.definition import Design, Field, Place, Placed
from courses.certificates.design.example import example
from courses.certificates.design.saying import sheet
from courses.certificates.models import Badge, BadgeIssuer, Certificate
from courses.certificates.pdf import render_front
from courses.certificates.tasks import sweep_certificates
from tests.courses.certificates.test_pdf import text_of
from tests.factories import CertificateFactory, CompletionFactory

State = Certificate.State
pytestmark = pytest.mark.django_db
NOON = "2026-03-31T12:00:00Z"


def valid(**fields):
    return CertificateFactory(**{"state": State.ISSUED, "pdf": "certificates/x.pdf", **fields})


@pytest.mark.parametrize(("months", "last_day"), [(None, None), (1, date(2026, 4, 30)), (24, date(2028, 3, 31))])
def test_the_cohort_says_for_how_long(months, last_day):
    with time_machine.travel(NOON, tick=False):
        completion = CompletionFactory(enrolment__cohort__certificate_months=months)

        certificate = make_eligible(completion=completion)
        again = reissue(certificate=certificate, holder_name="Another", by=None)

    assert (certificate.expires_on, again.expires_on) == (last_day, last_day)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "valid until 31 March 2028"),
        ("uk", "чинний до 31 березня 2028 р."),
        ("ru", "действителен до 31 марта 2028 г."),
        ("bg", "валиден до 31 март 2028 г."),
        ("cs", "platí do 31. března 2028"),
    ],
)
def test_the_paper_says_its_last_day(language, said):
    certificate = CertificateFactory.build(language=language, expires_on=date(2028, 3, 31), completed_on=date(2026, 3, 31))

    assert said in " ".join(text_of(render_front(certificate)).split())


@pytest.mark.parametrize("last_day", [date(2028, 3, 31), None])
def test_a_template_without_a_field_for_it_says_it_beside_the_day(last_day):
    design = Design(fields=tuple(Placed(field.value, Place.MIDDLE.value) for field in (Field.NAME, Field.COURSE, Field.DATE, Field.NUMBER)))
    content = dataclasses.replace(example("en"), completed_on=date(2026, 3, 31), valid_until=last_day)

    said = [item["text"] for item in sheet(design, content)["design"]["middle"] if item["role"] == "fact"]

    assert said == ["completed on 31 March 2026" + (" · valid until 31 March 2028" if last_day else "")]


def test_it_is_valid_to_the_end_of_its_last_day_and_then_expired_swept_or_not(client):
    certificate = valid(expires_on=date(2026, 3, 31))
    address = reverse("verify", args=[certificate.number])

    with time_machine.travel("2026-03-31T23:59:59Z", tick=False):
        sweep_certificates()
        before = client.get(address)
    with time_machine.travel("2026-04-01T00:00:00Z", tick=False):
        at_once = client.get(address)
        sweep_certificates()
        sweep_certificates()
        swept = client.get(address)

    certificate.refresh_from_db()
    assert certificate.state == State.EXPIRED
    assert (before.status_code, "This certificate is valid" in before.text, "Valid until" in before.text) == (200, True, True)
    for answer in (at_once, swept):
        assert (answer.status_code, "It was valid until" in answer.text, certificate.holder_name in answer.text) == (410, True, False)


def test_one_without_a_last_day_is_never_swept():
    certificate = valid()

    with time_machine.travel(now() + timedelta(days=36_500), tick=False):
        sweep_certificates()

    certificate.refresh_from_db()
    assert certificate.state == State.ISSUED


def test_the_badge_says_its_last_second_and_verifiers_refuse_it_after():
    with time_machine.travel(NOON, tick=False):
        certificate = CertificateFactory(expires_on=date(2027, 3, 31))
        issue(certificate=certificate)
        credential = Badge.objects.get(certificate=certificate).credential
        trusted = Trusted().with_logs(map(key_log, BadgeIssuer.objects.all()))
    last = now().replace(2027, 3, 31, 23, 59, 59, 0, tzinfo=UTC)

    verdicts = [verify(credential.encode(), trusted=trusted, at=at, lists=[]).verdict for at in (last, last + timedelta(seconds=1))]

    assert json.loads(credential)["validUntil"] == "2027-03-31T23:59:59Z"
    assert [str(verdict) for verdict in verdicts] == ["valid_status_unknown", "expired"]


def test_a_badge_without_a_last_day_says_nothing_of_one_and_is_signed_the_same_again():
    certificate = CertificateFactory()
    issue(certificate=certificate)
    certificate.refresh_from_db()
    before = Badge.objects.get(certificate=certificate).credential

    sign_again(certificate=certificate)

    assert Badge.objects.get(certificate=certificate).credential == before
    assert "validUntil" not in json.loads(before)


@pytest.mark.parametrize(("state", "is_offered"), [(State.ISSUED, True), (State.EXPIRED, False), (State.REVOKED, False)])
def test_my_learning_offers_the_paper_only_while_it_is_in_force(client, state, is_offered):
    certificate = valid(state=state)
    client.force_login(certificate.enrolment.learner)

    page = client.get(reverse("my_learning")).text

    assert (reverse("certificate_pdf", args=[certificate.number]) in page) == is_offered
    assert (reverse("verify", args=[certificate.number]) in page) != is_offered
