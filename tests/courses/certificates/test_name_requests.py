"""A holder asks for another name; a coordinator answers; two people at once; doubles."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.timezone import now

from courses.certificates.actions import Answered, NotInForce, ask_for_name, grant_name, refuse_name, reissue, revoke, withdraw_all
from courses.certificates.models import Certificate, NameRequest
from courses.certificates.name_letters import NAMES
from courses.mentorship.week_lines import lines_for
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from lms.core.links import absolute
from lms.notifications.handing import hand_over
from lms.notifications.models import Letter
from tests.factories import CertificateFactory, CohortFactory, EnrolmentFactory, UserFactory

State = NameRequest.State
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


def old_enough(**fields):
    """Issued so long ago that a coordinator is asked."""
    at = now() - timedelta(days=15)
    return CertificateFactory(
        **{"state": Certificate.State.ISSUED, "pdf": "certificates/x.pdf", "issued_at": at, "holder_name": "Olena", **fields}
    )


def coordinator(where=None):
    person = UserFactory()
    grant_role(person=person, role=Role.COORDINATOR, where=where)
    return person


def page_of(certificate):
    return reverse("correct_certificate_name", args=[certificate.number])


def asked(**fields):
    return ask_for_name(certificate=old_enough(**fields), name="Олена Коваль", why="Married")


def test_after_two_weeks_the_coordinator_is_asked_and_nothing_is_made(client):
    certificate = old_enough()
    client.force_login(certificate.enrolment.learner)

    assert client.post(page_of(certificate), {"name": "  Олена   Коваль ", "why": "Married"}).url == page_of(certificate)

    request = NameRequest.objects.get()
    assert (request.wanted_name, request.why, request.state) == ("Олена Коваль", "Married", State.ASKED)
    assert "Your coordinator is asked" in client.get(page_of(certificate)).text
    assert Certificate.objects.count() == 1


def test_one_that_took_the_place_of_another_is_not_corrected_alone_either(client):
    first = CertificateFactory(holder_name="Olena")
    second = reissue(certificate=first, holder_name="Helena", by=None)
    client.force_login(second.enrolment.learner)

    client.post(page_of(second), {"name": "Somebody Else"})

    assert (Certificate.objects.count(), NameRequest.objects.get().wanted_name) == (2, "Somebody Else")


@pytest.mark.parametrize("name", ["", "   ", "Olena", "ნინო", "x" * 151])
def test_what_cannot_be_printed_or_changes_nothing_is_not_asked_for(client, name):
    certificate = old_enough()
    client.force_login(certificate.enrolment.learner)

    assert client.post(page_of(certificate), {"name": name}).status_code == 422
    assert NameRequest.objects.count() == 0


def test_asking_twice_is_one_request_with_the_later_name():
    certificate = old_enough()

    first = ask_for_name(certificate=certificate, name="One", why="")
    second = ask_for_name(certificate=certificate, name="Two", why="Better")

    assert (first.pk, NameRequest.objects.get().wanted_name) == (second.pk, "Two")


def test_a_stranger_asks_for_nothing(client):
    certificate = old_enough()

    assert client.post(page_of(certificate), {"name": "X Y"}).status_code == 302
    client.force_login(UserFactory())
    assert (client.post(page_of(certificate), {"name": "X Y"}).status_code, NameRequest.objects.count()) == (404, 0)


def test_granting_makes_the_certificate_again_and_only_once():
    request, by = asked(), coordinator()

    again = grant_name(request=request, by=by)
    with pytest.raises(Answered):
        grant_name(request=request, by=by)
    with pytest.raises(Answered):
        refuse_name(request=request, because="No", by=by)

    request.refresh_from_db()
    assert (again.holder_name, again.supersedes, request.state, request.answered_by) == (
        "Олена Коваль",
        request.certificate,
        State.DONE,
        by,
    )
    assert Certificate.objects.count() == 2


def test_a_name_written_anew_while_somebody_answers_is_not_granted_unseen():
    request = asked()
    ask_for_name(certificate=request.certificate, name="Somebody Else", why="")

    with pytest.raises(Answered):
        grant_name(request=request, by=coordinator())

    assert (NameRequest.objects.get().state, Certificate.objects.count()) == (State.ASKED, 1)


def test_refusing_tells_the_holder_why_once(client):
    request = asked()

    refuse_name(request=request, because="Please send your passport.", by=coordinator())

    assert [letter.kind for letter in Letter.objects.filter(person=request.certificate.enrolment.learner)] == ["certificate_name_refused"]
    client.force_login(request.certificate.enrolment.learner)
    assert "Please send your passport." in client.get(page_of(request.certificate)).text


@pytest.mark.parametrize("what", ["reissued", "revoked"])
def test_a_request_for_a_certificate_that_is_gone_is_closed(what):
    request, by = asked(), coordinator()
    if what == "reissued":
        reissue(certificate=request.certificate, holder_name="Third", by=by)
    else:
        revoke(certificate=request.certificate, because="A mistake", by=by)

    request.refresh_from_db()
    assert request.state == State.CLOSED
    with pytest.raises(NotInForce):
        ask_for_name(certificate=request.certificate, name="Again", why="")


def test_requests_are_forgotten_with_the_account():
    request = asked()

    withdraw_all(holder=request.certificate.enrolment.learner)

    assert NameRequest.objects.count() == 0


def test_a_coordinator_answers_what_is_in_scope_and_nothing_else(client):
    mine, other = asked(), asked()
    client.force_login(coordinator(where=mine.certificate.enrolment.cohort))

    assert [one.pk for one in client.get(reverse("names:index")).context["object_list"]] == [mine.pk]
    for name in ("inspect", "grant", "refuse"):
        assert client.get(reverse(f"names:{name}", args=[mine.pk])).status_code == 200
        assert client.get(reverse(f"names:{name}", args=[other.pk])).status_code == 404
    assert client.post(reverse("names:grant", args=[other.pk]), {"seen": other.wanted_name}).status_code == 404
    assert client.post(reverse("names:refuse", args=[mine.pk]), {"seen": mine.wanted_name, "because": " "}).status_code == 200
    client.post(reverse("names:grant", args=[mine.pk]), {"seen": mine.wanted_name})

    assert sorted(NameRequest.objects.values_list("pk", "state")) == [(mine.pk, State.DONE), (other.pk, State.ASKED)]
    assert client.post(reverse("names:grant", args=[mine.pk]), {"seen": mine.wanted_name}).url == reverse("names:index")
    assert Certificate.objects.count() == 3


def test_a_coordinator_does_not_answer_themselves(client):
    request = asked()
    holder = request.certificate.enrolment.learner
    grant_role(person=holder, role=Role.COORDINATOR, where=request.certificate.enrolment.cohort)
    client.force_login(holder)

    client.post(reverse("names:grant", args=[request.pk]), {"seen": request.wanted_name})

    assert (NameRequest.objects.get().state, Certificate.objects.count()) == (State.ASKED, 1)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.MENTOR, Role.LEARNER])
def test_others_see_no_requests(client, role):
    request = asked()
    person = UserFactory()
    grant_role(person=person, role=role)
    client.force_login(person)

    for name in ("index", "inspect", "grant", "refuse"):
        args = [] if name == "index" else [request.pk]
        assert client.get(reverse(f"names:{name}", args=args)).status_code in {302, 403, 404}


def test_the_list_takes_the_same_queries_for_one_row_and_for_many(client, django_assert_max_num_queries):
    client.force_login(UserFactory(is_superuser=True))
    asked()
    client.get(reverse("names:index"))
    for _ in range(4):
        asked()

    with django_assert_max_num_queries(20):
        assert len(client.get(reverse("names:index")).context["object_list"]) == 5


def letters_of(person):
    return Letter.objects.filter(kind=NAMES, person=person)


def test_the_coordinators_of_the_cohort_are_told_at_once_and_not_again_while_the_letter_waits():
    everywhere, elsewhere, administrator = coordinator(), coordinator(CohortFactory()), UserFactory()
    grant_role(person=administrator, role=Role.ADMINISTRATOR)
    first = asked()
    here = coordinator(first.certificate.enrolment.cohort)
    ask_for_name(certificate=first.certificate, name="Olena Moroz", why="")
    asked(enrolment=EnrolmentFactory(cohort=first.certificate.enrolment.cohort))

    assert [letters_of(one).count() for one in (everywhere, here, elsewhere, administrator)] == [1, 1, 0, 0]

    hand_over(letter=letters_of(everywhere).get())
    said = next(letter for letter in mail.outbox if letter.to == [everywhere.email])
    assert "2 people ask for another name" in said.body
    assert "Moroz" not in said.body
    assert reverse("names:index") in said.body


def test_without_a_coordinator_the_administrators_are_told_but_never_who_asks():
    administrator, certificate = UserFactory(), old_enough()
    for one in (administrator, certificate.enrolment.learner):
        grant_role(person=one, role=Role.ADMINISTRATOR)

    ask_for_name(certificate=certificate, name="Helena", why="")

    assert [letters_of(one).count() for one in (administrator, certificate.enrolment.learner)] == [1, 0]


def test_the_letter_does_not_go_when_somebody_has_answered():
    person = coordinator()
    request = asked()
    refuse_name(request=request, because="No proof", by=person)

    hand_over(letter=letters_of(person).get())

    assert letters_of(person).get().state == Letter.State.NOT_SENT


def test_the_letter_on_monday_says_it_too():
    person = coordinator()
    assert not list(lines_for(person))
    asked()

    assert [(line.count, line.sentence, line.link) for line in lines_for(person)] == [
        (1, "1 person asks for another name on their certificate.", absolute(reverse("names:index")))
    ]
