"""The holder chooses what a stranger sees."""

import pytest
from django.urls import reverse

from courses.certificates.actions import choose_what_is_shown, issue, reissue, withdraw_all
from courses.certificates.disclosing import initials
from courses.certificates.models import Badge, Certificate, Disclosure, NameShown
from tests.factories import CertificateFactory, UserFactory

State = Certificate.State
pytestmark = pytest.mark.django_db
NOTHING = {"name": NameShown.NONE, "course": False, "hours": False, "day": False, "cohort": False, "competences": False}


def valid(**fields):
    return CertificateFactory(**{"state": State.ISSUED, "pdf": "certificates/x.pdf", "holder_name": "Олена Ґудзь", **fields})


def seen_by_a_stranger(client, certificate):
    client.logout()
    return client.get(reverse("verify", args=[certificate.number])).text


@pytest.mark.parametrize(
    ("name", "short"),
    [("Олена Ґудзь", "О. Ґ."), ("anna-marie van Dyk", "A.-M. V. D."), ("Ґ", "Ґ."), ("", ""), ("- Šárka", "Š.")],
)
def test_initials(name, short):
    assert initials(name) == short


def test_by_default_a_stranger_compares_the_name_and_sees_the_course(client):
    certificate = valid(course_title="Ten lessons", enrolment__cohort__name="Spring 2027")

    page = seen_by_a_stranger(client, certificate)

    assert [words in page for words in ("Олена Ґудзь", "Ten lessons", "Hours of study", "Spring 2027")] == [True, True, True, False]


def test_the_choice_holds_at_once_and_for_the_certificate_that_takes_its_place(client):
    certificate = valid(course_title="Ten lessons", enrolment__cohort__name="Spring 2027")
    address = reverse("certificate_shown", args=[certificate.number])
    client.force_login(certificate.enrolment.learner)

    answer = client.post(address, {"name": "initials", "cohort": "on"})
    preview = client.get(answer.url).text
    page = seen_by_a_stranger(client, certificate)
    again = reissue(certificate=certificate, holder_name="Олена Коваль", by=None)
    later = seen_by_a_stranger(client, again)

    assert answer.url == address
    for each in (preview, page):
        assert [words in each for words in ("О. Ґ.", "Spring 2027", "<dt>Hours")] == [True, True, False]
    assert [words in page for words in ("Олена", "Ten lessons", "This certificate is valid")] == [False, False, True]
    assert [words in later for words in ("О. К.", "Олена", "Spring 2027")] == [True, False, True]


def test_nothing_but_the_issuer_is_enough_to_verify(client):
    certificate = valid(issuer_name="Village Hub")
    choose_what_is_shown(certificate=certificate, choice=NOTHING)

    page = seen_by_a_stranger(client, certificate)

    assert [words in page for words in ("This certificate is valid", "Village Hub", "does not show their name here")] == [True] * 3
    assert "Олена" not in page


def test_competences_are_shown_as_the_certificate_says_them_where_the_holder_says_so(client, django_assert_num_queries):
    certificate = valid(competences=[{"title": "Asking people", "language": "en", "level": 4}])
    hidden = seen_by_a_stranger(client, certificate)

    choose_what_is_shown(certificate=certificate, choice={"competences": True})
    with django_assert_num_queries(1):
        page = client.get(reverse("verify", args=[certificate.number])).text

    assert ("Asking people" in hidden, "Asking people" in page, "4 of 5" in page) == (False, True, True)


def test_a_stranger_chooses_nothing(client):
    certificate = valid()
    address = reverse("certificate_shown", args=[certificate.number])

    assert client.post(address, NOTHING).status_code == 302
    client.force_login(UserFactory())
    assert (client.post(address, NOTHING).status_code, Disclosure.objects.count()) == (404, 0)


def test_there_is_nothing_to_choose_where_nothing_is_shown(client):
    certificate = valid(state=State.REVOKED)
    client.force_login(certificate.enrolment.learner)

    assert client.get(reverse("certificate_shown", args=[certificate.number])).url == reverse("verify", args=[certificate.number])


def test_a_name_of_no_kind_is_not_kept(client):
    certificate = valid()
    client.force_login(certificate.enrolment.learner)

    answer = client.post(reverse("certificate_shown", args=[certificate.number]), {"name": "everything"})

    assert (answer.status_code, Disclosure.objects.count()) == (200, 0)


def test_the_signed_badge_stays_as_it_is():
    certificate = CertificateFactory()
    issue(certificate=certificate)
    before = Badge.objects.get().credential

    choose_what_is_shown(certificate=certificate, choice=NOTHING)

    assert (Badge.objects.get().credential, before > "") == (before, True)


def test_the_choice_goes_with_the_account():
    certificate = valid()
    choose_what_is_shown(certificate=certificate, choice=NOTHING)

    withdraw_all(holder=certificate.enrolment.learner)

    assert Disclosure.objects.count() == 0
