"""The letter before a certificate stops being valid."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.utils.timezone import now

from courses.certificates.actions import reissue, revoke
from courses.certificates.expiry_letters import EXPIRES
from courses.certificates.models import Certificate
from courses.certificates.tasks import post_expiry_letters
from lms.notifications.handing import hand_over
from lms.notifications.models import Letter
from tests.factories import CertificateFactory, EnrolmentFactory

State = Certificate.State
pytestmark = pytest.mark.django_db
LAST_DAY, MONTH_BEFORE = date(2026, 6, 30), "2026-05-31T12:00:00Z"


def ending(**fields):
    long_ago = now().replace(year=2025)
    return CertificateFactory(
        **{
            "state": State.ISSUED,
            "pdf": "certificates/x.pdf",
            "issued_at": long_ago,
            "expires_on": LAST_DAY,
            "course_title": "Plans",
            **fields,
        }
    )


def posted(moment=MONTH_BEFORE):
    with time_machine.travel(moment, tick=False):
        post_expiry_letters()
    return Letter.objects.filter(kind=EXPIRES).count()


def sent(moment):
    with time_machine.travel(moment, tick=False):
        for letter in Letter.objects.filter(kind=EXPIRES).due():
            hand_over(letter=letter)
    return mail.outbox


def test_thirty_days_before_and_once():
    certificate = ending()

    assert [posted("2026-05-30T12:00:00Z"), posted(), posted(), posted("2026-06-15T12:00:00Z")] == [0, 1, 1, 1]

    letter = sent("2026-06-15T13:00:00Z")[0]
    assert letter.subject == "Your certificate is valid until 30 June 2026: “Plans”"
    assert certificate.number in letter.body
    assert f"/verify/{certificate.number}/" in letter.body
    assert "ask your coordinator" in letter.body


def test_a_beat_that_was_down_for_weeks_still_tells_while_there_is_time():
    ending()

    assert [posted("2026-06-30T12:00:00Z"), posted("2026-07-01T00:00:00Z")] == [1, 1]
    assert Letter.objects.get().context["last_day"] == "2026-06-30"


@pytest.mark.parametrize(
    "fields",
    [
        {"expires_on": None},
        {"expires_on": LAST_DAY + timedelta(days=1)},
        {"expires_on": date(2026, 5, 30)},
        {"state": State.REVOKED},
        {"state": State.ELIGIBLE},
        {"issued_at": now().replace(2026, 5, 25)},
    ],
    ids=["for ever", "not yet", "over", "revoked", "being made", "just given out"],
)
def test_nobody_else_is_told(fields):
    ending(**fields)

    assert posted() == 0


@pytest.mark.parametrize(
    ("other", "told"), [({"expires_on": None}, 0), ({"expires_on": date(2028, 6, 30)}, 0), ({"state": State.REVOKED}, 1)]
)
def test_who_has_a_newer_one_of_the_course_is_not_told(other, told):
    first = ending().enrolment
    ending(enrolment=EnrolmentFactory(learner=first.learner, cohort__course=first.cohort.course), **{"expires_on": None, **other})

    assert posted() == told


def test_made_again_with_another_name_it_is_not_said_twice_and_the_letter_names_the_new_number():
    posted_for = ending()
    assert posted() == 1
    again = reissue(certificate=posted_for, holder_name="Another", by=None)
    Certificate.objects.filter(pk=again.pk).update(state=State.ISSUED, pdf="certificates/y.pdf", issued_at=now().replace(2026, 1, 1))

    assert posted("2026-06-02T12:00:00Z") == 1
    assert again.number in sent("2026-06-02T13:00:00Z")[0].body


def test_not_sent_for_one_that_was_revoked_meanwhile_or_is_over():
    certificate = ending()
    posted()

    assert sent("2026-07-02T12:00:00Z") == []

    ending()
    posted()
    Letter.objects.all().update(state=Letter.State.QUEUED)
    for one in Certificate.objects.issued():
        revoke(certificate=one, because="A mistake", by=None)
    assert not [letter for letter in sent(MONTH_BEFORE) if certificate.course_title in letter.subject]


def test_many_ask_no_more_queries(django_assert_num_queries):
    with time_machine.travel(MONTH_BEFORE, tick=False):
        ending()
        with django_assert_num_queries(2):
            post_expiry_letters()
        for _number in range(3):
            ending()
        with django_assert_num_queries(2):
            post_expiry_letters()
