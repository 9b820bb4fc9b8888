"""Which letters a person gets: by kind, how often, and with one click."""

from datetime import UTC, datetime

import pytest
from django.core import mail
from django.core.signing import Signer
from django.test import Client

from lms.accounts.models import Role
from lms.notifications import kinds
from lms.notifications.channels import channels_of
from lms.notifications.choosing import choose_letters, stop_letters
from lms.notifications.handing import hand_over
from lms.notifications.models import Letter, LetterChoice, LetterSettings
from lms.notifications.signed import choices_path, why_path
from lms.notifications.stopping import stop_path
from tests.factories import LetterFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return UserFactory(language="en")


@pytest.fixture
def letter(register_kind, person):
    register_kind("test")
    return LetterFactory(kind="test", person=person)


def answers(page, **changed):
    return page.context["form"].initial | changed


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_a_person_chooses_by_kind_and_how_often(client, person, letter, is_signed_in):
    """On the profile, or by the address in a letter without signing in."""
    address = "/en/account/letters/" if is_signed_in else choices_path(person)
    if is_signed_in:
        client.force_login(person)

    answer = client.post(address, answers(client.get(address), test="inbox", weekly_progress="none", rhythm="weekly"))

    letter.refresh_from_db()
    assert (answer.status_code, letter.state, letter.reason) == (302, "not_sent", "stopped")
    assert dict(LetterChoice.objects.values_list("kind", "channel")) == {"test": "inbox", "weekly_progress": "none"}
    assert LetterSettings.objects.get().rhythm == "weekly"


def test_must_send_letters_are_listed_and_not_asked_about(client, person):
    page = client.get(choices_path(person))

    assert "certificate" not in page.context["form"].fields
    assert "<li>Your certificate</li>" in page.content.decode()
    assert client.post(choices_path(person), answers(page, certificate="none")).status_code == 302
    assert channels_of(person).of(kinds.get("certificate")) == "email"


def test_what_belongs_to_duties_is_asked_of_those_who_have_some(client, person):
    assert "mentor_waiting" not in client.get(choices_path(person)).context["form"].fields

    type(person).objects.filter(pk=person.pk).update(has_duties=True)

    assert "mentor_waiting" in client.get(choices_path(person)).context["form"].fields
    assert Role.MENTOR


def test_what_is_not_one_of_the_answers_is_refused(client, person):
    page = client.get(choices_path(person))

    assert client.post(choices_path(person), answers(page, welcome="pigeon")).status_code == 422
    assert not LetterChoice.objects.exists()


def test_the_one_click_of_a_letter_of_letters_leaves_what_must_be_sent(person, letter):
    address = stop_path(person, kinds.get("digest"))
    program = Client(enforce_csrf_checks=True)

    assert program.get(address)["Location"] == choices_path(person)
    assert program.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    hand_over(letter=LetterFactory(kind="test", person=person))

    assert set(Letter.objects.values_list("state", "reason")) == {("not_sent", "stopped")}
    assert mail.outbox == []
    assert (channels_of(person).of(kinds.get("welcome")), channels_of(person).of(kinds.get("certificate"))) == ("inbox", "email")

    program.post(address, {"action": "resume"})
    assert channels_of(person).of(kinds.get("welcome")) == "email"


def test_one_kind_can_be_had_back_while_all_else_is_stopped(client, person):
    stop_letters(person=person, kind=kinds.get("digest"))

    client.post(stop_path(person, kinds.get("welcome")), {"action": "resume"})

    assert [channels_of(person).of(kinds.get(kind)) for kind in ("welcome", "weekly_progress")] == ["email", "inbox"]


def test_choosing_again_asks_anew_about_what_is_held_back(person, letter):
    Letter.objects.update(held_until="2999-01-01T00:00:00Z")

    choose_letters(person=person, rhythm="daily", channels={})

    assert Letter.objects.get().held_until is None


@pytest.mark.parametrize("name", ["choices", "why", "stop"])
def test_an_address_that_was_tampered_with_opens_nothing(client, person, letter, name):
    good = {"choices": choices_path(person), "why": why_path(letter), "stop": stop_path(person, kinds.get("test"))}
    other = {"choices": "why", "why": "stop", "stop": "choices"}[name]
    head, token = good[name].rstrip("/").rsplit("/", 1)
    forged = [
        f"{token[:-1]}{'A' if token[-1] != 'A' else 'B'}",
        "x" + token,
        token.split(":")[0],
        good[other].rstrip("/").rsplit("/", 1)[1],
    ]
    forged += [Signer(salt="letters.choices", key="another").sign_object(person.pk)]

    assert [client.get(f"{head}/{each}/").status_code for each in forged] == [404] * 5


def test_who_deleted_the_account_has_no_address_left(client, person, letter):
    from django.utils.timezone import now

    type(person).objects.filter(pk=person.pk).update(erased_at=now())

    assert [client.get(path).status_code for path in (choices_path(person), why_path(letter))] == [404, 404]


def test_why_says_kind_reason_urgency_and_what_else_was_told(client, person, register_kind):
    register_kind("test")
    first, second = LetterFactory(kind="test", person=person), LetterFactory(kind="welcome", person=person, context={"enrolment": 0})
    vessel = LetterFactory(kind="digest", person=person, state="handed_over")
    Letter.objects.filter(pk__in=[first.pk, second.pk]).update(state="gathered", gathered_in=vessel)

    page = client.get(why_path(first)).content.decode()

    for said in [
        "You get this letter because you enrolled",
        "Test",
        "It loses its worth by waiting",
        "Welcome to a course",
        "/letters/stop/",
    ]:
        assert said in page
    assert person.email not in page
    assert client.get(why_path(vessel)).status_code == 200


def test_why_says_the_hour_by_the_clock_of_whoever_got_it(client, person, letter):
    person.time_zone = "Asia/Almaty"
    person.save()
    Letter.objects.update(created_at=datetime(2026, 11, 27, 4, 31, tzinfo=UTC))

    page = client.get(why_path(letter)).content.decode()

    assert "9:31" in page


def test_every_letter_says_where_to_ask_why_and_to_choose(person, letter):
    hand_over(letter=letter)

    message = mail.outbox[0]
    for body in (message.body, message.alternatives[0][0]):
        assert (why_path(letter) in body, choices_path(person) in body) == (True, True)
