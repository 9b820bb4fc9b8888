"""Two holders at the same moment: real threads, real commits."""

import pytest

from courses.certificates.actions import ask_for_name
from courses.certificates.models import Certificate, NameRequest
from courses.certificates.name_letters import NAMES
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from lms.notifications.models import Letter
from lms.notifications.tasks import hand_over_letter
from tests.courses.mentorship.test_reviewing_at_once import at_once
from tests.factories import CertificateFactory, CohortFactory, EnrolmentFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
HOLDERS = 6


def test_of_names_asked_for_at_the_same_moment_each_coordinator_gets_one_letter(monkeypatch):
    monkeypatch.setattr(hand_over_letter, "delay_on_commit", lambda **ids: None)  # one that has gone says nothing of those who ask later
    cohort = CohortFactory()
    keepers = [UserFactory(), UserFactory()]
    for person in keepers:
        grant_role(person=person, role=Role.COORDINATOR, where=cohort)
    held = [
        CertificateFactory(state=Certificate.State.ISSUED, pdf="certificates/x.pdf", enrolment=EnrolmentFactory(cohort=cohort))
        for _each in range(HOLDERS)
    ]

    at_once(*[lambda pk=one.pk: ask_for_name(certificate=Certificate.objects.get(pk=pk), name="Олена Коваль", why="") for one in held])

    assert NameRequest.objects.waiting().count() == HOLDERS
    assert list(Letter.objects.filter(kind=NAMES).order_by("person").values_list("person", flat=True)) == [each.pk for each in keepers]
