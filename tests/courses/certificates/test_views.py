"""What a verifier with a phone sees, and what the holder may do."""

import pytest
from django.urls import reverse

from courses.certificates.actions import issue, reissue, revoke, withdraw_all
from courses.certificates.models import Certificate
from courses.certificates.numbers import new_number
from courses.certificates.pdf import render
from lms.notifications.models import Letter
from tests.factories import CertificateFactory, UserFactory

State = Certificate.State
pytestmark = pytest.mark.django_db


def issued(**fields):
    certificate = CertificateFactory(**fields)
    issue(certificate=certificate)
    certificate.refresh_from_db()
    return certificate


def look_up(client, number, **headers):
    return client.get(reverse("verify", args=[number]), headers=headers)


def test_a_valid_certificate_says_to_whom_for_what_and_when(client):
    certificate = issued(holder_name="Олена <Ґудзь>", course_title="Ten & more lessons")

    answer = look_up(client, certificate.number)

    assert answer.status_code == 200
    for words in ["This certificate is valid", "Олена &lt;Ґудзь&gt;", "Ten &amp; more lessons", "Hours of study"]:
        assert words in answer.text
    assert answer["X-Robots-Tag"] == "noindex"
    assert "no-store" in answer["Cache-Control"]
    assert reverse("certificate_pdf", args=[certificate.number]) not in answer.text


@pytest.mark.parametrize(
    "typed", [lambda number: number.lower(), lambda number: number.replace("-", " "), lambda number: number.replace("-", "")]
)
def test_capitals_spaces_and_dashes_do_not_matter(client, typed):
    certificate = issued()

    assert look_up(client, typed(certificate.number)).status_code == 200
    assert client.get(reverse("find_certificate"), {"number": typed(certificate.number)}).url == reverse(
        "verify", args=[certificate.number]
    )


def test_a_certificate_that_is_being_made_says_so(client):
    answer = look_up(client, CertificateFactory().number)

    assert (answer.status_code, "being made" in answer.text) == (200, True)


def test_an_old_number_leads_to_the_newest_one_and_no_longer_says_a_name(client):
    old = issued(holder_name="Wrong Name")
    newer = reissue(certificate=old, holder_name="Better Name", by=None)
    newest = reissue(certificate=newer, holder_name="Right Name", by=None)

    answer = look_up(client, old.number)

    assert answer.status_code == 200
    assert reverse("verify", args=[newest.number]) in answer.text
    assert [name in answer.text for name in ["Wrong Name", "Better Name", "Right Name"]] == [False, False, False]


def test_a_revoked_certificate_says_since_when_and_neither_why_nor_whose(client):
    certificate = issued(holder_name="Олена Ґудзь")
    revoke(certificate=certificate, because="A secret", by=None)

    answer = look_up(client, certificate.number)

    assert (answer.status_code, "was revoked" in answer.text) == (410, True)
    assert [words in answer.text for words in ["A secret", "Олена Ґудзь"]] == [False, False]


def test_a_withdrawn_certificate_says_that_its_holder_withdrew_it(client):
    certificate = issued(holder_name="Олена Ґудзь")
    withdraw_all(holder=certificate.enrolment.learner)

    answer = look_up(client, certificate.number)

    assert (answer.status_code, "Withdrawn by its holder" in answer.text, "Олена" in answer.text) == (410, True, False)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        pytest.param(new_number(), "no certificate with this number", id="well made"),
        ("7K3M", "slip in this number"),
        ("<script>", "slip in this number"),
        ("%00", "slip in this number"),
    ],
)
def test_a_number_that_is_not_ours_is_not_found(client, number, words):
    answer = look_up(client, number)

    assert (answer.status_code, words in answer.text, "<script>" in answer.text.replace("<script type", "")) == (404, True, False)


def test_an_empty_form_asks_and_a_slip_is_explained(client):
    assert client.get(reverse("find_certificate")).status_code == 200
    assert client.get(reverse("find_certificate"), {"number": "  "}).status_code == 200

    answer = client.get(reverse("find_certificate"), {"number": "7K3M-9"})
    assert (answer.status_code, "slip in this number" in answer.text, "7K3M-9" in answer.text) == (404, True, True)


def test_the_page_speaks_the_language_of_whoever_looks(client):
    answer = look_up(client, issued().number, **{"Accept-Language": "uk"})

    assert answer["Content-Language"] == "uk"
    assert '<html lang="uk"' in answer.text


def test_numbers_cannot_be_tried_for_ever(client, within_one_minute):
    statuses = [look_up(client, new_number()).status_code for _ in range(31)]

    assert statuses == [404] * 30 + [429]


def test_only_the_holder_gets_the_paper(client):
    certificate = issued()
    address = reverse("certificate_pdf", args=[certificate.number])

    assert client.get(address).status_code == 302
    client.force_login(UserFactory())
    assert client.get(address).status_code == 404
    client.force_login(certificate.enrolment.learner)
    answer = client.get(address)

    assert b"".join(answer.streaming_content) == render(certificate, credential=certificate.badge.credential)
    assert answer["Content-Disposition"] == f'attachment; filename="certificate-{certificate.number}.pdf"'
    assert address in look_up(client, certificate.number).text


def test_the_holder_alone_is_offered_the_badge(client):
    certificate = CertificateFactory()
    issue(certificate=certificate)
    address = reverse("verify", args=[certificate.number])
    offered = reverse("badge_download", args=[certificate.number, "svg"])
    stranger = client.get(address).content.decode()
    client.force_login(UserFactory())
    other = client.get(address).content.decode()
    client.force_login(certificate.enrolment.learner)

    mine = client.get(address).content.decode()
    revoke(certificate=certificate, because="A mistake", by=None)

    assert [offered in page for page in (stranger, other, mine, client.get(address).content.decode())] == [False, False, True, False]


def test_a_certificate_without_a_badge_offers_none(client):
    certificate = CertificateFactory(state=State.ISSUED, pdf="certificates/x.pdf")
    client.force_login(certificate.enrolment.learner)

    assert "/badge." not in client.get(reverse("verify", args=[certificate.number])).content.decode()


@pytest.mark.parametrize("state", [State.ELIGIBLE, State.SUPERSEDED, State.REVOKED, State.WITHDRAWN])
def test_a_paper_that_is_not_in_force_is_not_given_out(client, state):
    certificate = CertificateFactory(state=state)
    client.force_login(certificate.enrolment.learner)

    assert client.get(reverse("certificate_pdf", args=[certificate.number])).status_code == 404


def test_the_holder_has_it_made_again_with_the_name_of_the_profile(client):
    certificate = issued(holder_name="Olena")
    learner = certificate.enrolment.learner
    address = reverse("correct_certificate_name", args=[certificate.number])
    client.force_login(learner)

    assert "Olena" in client.get(address).text
    answers = [client.post(address), client.post(address)]

    new = Certificate.objects.get(holder_name=learner.name)
    assert [answer.url for answer in answers] == [reverse("verify", args=[new.number])] * 2
    assert (new.created_by, Certificate.objects.count()) == (learner, 2)


def test_the_same_name_is_not_made_again(client):
    certificate = issued(holder_name="Олена Ґудзь")
    client.force_login(certificate.enrolment.learner)

    answer = client.post(reverse("correct_certificate_name", args=[certificate.number]))

    assert (answer.status_code, reverse("profile") in answer.text, Certificate.objects.count()) == (200, True, 1)


def test_a_stranger_corrects_nothing(client):
    certificate = issued(holder_name="Olena")
    address = reverse("correct_certificate_name", args=[certificate.number])

    assert client.post(address).status_code == 302
    client.force_login(UserFactory())
    assert (client.post(address).status_code, Certificate.objects.count()) == (404, 1)


def test_looking_up_costs_the_same_however_many_there_are(client, django_assert_num_queries):
    certificate = issued()
    look_up(client, certificate.number)
    CertificateFactory.create_batch(3)

    with django_assert_num_queries(1):
        look_up(client, certificate.number)


def test_the_holder_has_the_certificate_sent_once_more_and_not_too_often(client):
    certificate = issued()
    client.force_login(certificate.enrolment.learner)
    address = reverse("send_certificate_again", args=[certificate.number])
    assert address in look_up(client, certificate.number).text
    before = Letter.objects.filter(kind="certificate").count()

    answers = [client.post(address).status_code for _time in range(4)]

    letters = Letter.objects.filter(kind="certificate").order_by("-pk")[: len(answers) - 1]
    assert answers == [302, 302, 302, 429]
    assert Letter.objects.filter(kind="certificate").count() == before + 3
    assert {letter.person for letter in letters} == {certificate.enrolment.learner}
    assert client.get(address).status_code == 405


def test_nobody_else_has_it_sent_and_without_an_address_nothing_goes(client):
    certificate = issued()
    address = reverse("send_certificate_again", args=[certificate.number])
    before = Letter.objects.count()

    assert client.post(address).status_code == 302  # to sign in
    client.force_login(UserFactory())
    assert client.post(address).status_code == 404
    holder = certificate.enrolment.learner
    type(holder).objects.filter(pk=holder.pk).update(email=None)
    client.force_login(holder)
    assert client.post(address).url == reverse("verify", args=[certificate.number])
    assert Letter.objects.count() == before
