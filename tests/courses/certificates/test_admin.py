"""Certificates in the back office."""

import pytest
from django.urls import reverse

from courses.certificates.models import Certificate
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from lms.network.models import Organisation
from tests.factories import CertificateFactory, UserFactory

State = Certificate.State
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


def keeper(role=Role.COORDINATOR, where=None):
    person = UserFactory()
    grant_role(person=person, role=role, where=where)
    return person


def rows(client):
    return [certificate.number for certificate in client.get(reverse("certificates:index")).context["object_list"]]


def test_a_coordinator_sees_the_certificates_of_their_own_cohorts(client):
    mine, of_my_course, of_my_organisation, other = CertificateFactory.create_batch(4)
    owner = Organisation.objects.create(name="Hub", slug="hub")
    type(of_my_organisation.enrolment.cohort).objects.filter(pk=of_my_organisation.enrolment.cohort_id).update(owner=owner)

    for where, seen in [(mine.enrolment.cohort, mine), (of_my_course.enrolment.cohort.course, of_my_course), (owner, of_my_organisation)]:
        client.force_login(keeper(where=where))
        assert rows(client) == [seen.number]
        assert client.get(reverse("certificates:inspect", args=[seen.pk])).status_code == 200
        assert client.get(reverse("certificates:inspect", args=[other.pk])).status_code == 404
        assert client.post(reverse("certificates:revoke", args=[other.pk]), {"because": "x"}).status_code == 404

    client.force_login(keeper(role=Role.ADMINISTRATOR))
    assert len(rows(client)) == 4
    assert set(Certificate.objects.values_list("state", flat=True)) == {State.ELIGIBLE}


@pytest.mark.parametrize("role", [Role.EDITOR, Role.MENTOR, Role.LEARNER])
def test_others_see_none(client, role):
    certificate = CertificateFactory()
    client.force_login(keeper(role=role))

    for name in ["index", "inspect", "revoke", "reissue"]:
        args = [] if name == "index" else [certificate.pk]
        assert client.get(reverse(f"certificates:{name}", args=args)).status_code in {302, 403, 404}


@pytest.mark.parametrize("name", ["edit", "delete"])
def test_nobody_edits_the_row(client, name):
    certificate = CertificateFactory()
    client.force_login(UserFactory(is_superuser=True))

    answer = client.post(reverse(f"certificates:{name}", args=[certificate.pk]), {"holder_name": "X"})

    assert answer.status_code == 302
    assert Certificate.objects.get().holder_name == certificate.holder_name
    assert client.get(reverse("certificates:add")).status_code == 302


def test_revoking_asks_for_a_reason(client):
    certificate = CertificateFactory()
    coordinator = keeper(where=certificate.enrolment.cohort)
    client.force_login(coordinator)
    address = reverse("certificates:revoke", args=[certificate.pk])

    assert client.get(address).status_code == 200
    assert client.post(address, {"because": "   "}).status_code == 200
    assert Certificate.objects.get().state == State.ELIGIBLE

    assert client.post(address, {"because": "The wrong person."}).url == reverse("certificates:index")
    certificate.refresh_from_db()
    assert (certificate.state, certificate.revoked_by, certificate.revoked_because) == (State.REVOKED, coordinator, "The wrong person.")
    assert client.post(address, {"because": "Again."}).status_code == 404


def test_making_again_takes_another_name(client):
    certificate = CertificateFactory(holder_name="Olena")
    coordinator = keeper(where=certificate.enrolment.cohort.course)
    client.force_login(coordinator)
    address = reverse("certificates:reissue", args=[certificate.pk])

    assert 'value="Olena"' in client.get(address).text
    client.post(address, {"holder_name": "Олена Ґудзь"})

    new = Certificate.objects.in_force().get()
    assert (new.holder_name, new.created_by, new.supersedes) == ("Олена Ґудзь", coordinator, certificate)


def test_the_list_takes_the_same_queries_for_one_row_and_for_many(client, django_assert_max_num_queries):
    client.force_login(UserFactory(is_superuser=True))
    CertificateFactory()
    rows(client)
    CertificateFactory.create_batch(5)

    with django_assert_max_num_queries(20):
        assert len(rows(client)) == 6
