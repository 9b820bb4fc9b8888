"""The one click that stops a kind of letter."""

import pytest
from django.test import Client

from lms.core.personal_data import registered
from lms.notifications.kinds import get
from lms.notifications.models import Letter, LetterChoice
from lms.notifications.stopping import stop_path
from tests.factories import LetterFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return UserFactory(language="uk")


@pytest.fixture
def address(person):
    return stop_path(person, get("weekly_progress"))


def stopped():
    return list(LetterChoice.objects.values_list("person", "kind"))


def test_looking_changes_nothing(client, address):
    answer = client.get(address)

    assert (answer.status_code, answer["Content-Language"], stopped()) == (200, "uk", [])


@pytest.mark.parametrize("kind", ["weekly_progress", "digest"])
def test_a_checker_of_links_changes_nothing_and_finds_the_address_good(client, person, kind):
    address = stop_path(person, get(kind))

    answers = [client.head(address, follow=True).status_code, client.get(address, follow=True).status_code]

    assert (answers, stopped()) == ([200, 200], [])


def test_a_mail_program_stops_with_one_click_and_without_signing_in(person, address):
    program = Client(enforce_csrf_checks=True)

    answers = [program.post(address, {"List-Unsubscribe": "One-Click"}).status_code for _ in range(2)]

    assert (answers, stopped()) == ([200, 200], [(person.pk, "weekly_progress")])


def test_letters_that_wait_do_not_go_any_more(client, person, address):
    waiting = LetterFactory(kind="weekly_progress", person=person)
    gone = LetterFactory(kind="weekly_progress", person=person, state="handed_over")
    other = LetterFactory(kind="welcome", person=person)

    client.post(address)

    found = Letter.objects.in_bulk()
    assert [found[letter.pk].state for letter in [waiting, gone, other]] == ["not_sent", "handed_over", "queued"]


def test_they_can_be_had_back(client, address):
    client.post(address, {"action": "stop"})

    answer = client.post(address, {"action": "resume"})

    assert (answer.status_code, stopped()) == (200, [])


@pytest.mark.parametrize("change", [lambda path: path[:-3] + "/", lambda path: path.replace("e", "f", 1), lambda path: "/letters/stop/x/"])
def test_an_address_that_was_changed_stops_nothing(client, address, change):
    answer = client.post(change(address))

    assert (answer.status_code, stopped()) == (404, [])


def test_what_a_person_stopped_is_told_and_forgotten(client, person, address):
    client.post(address)
    letter = LetterFactory(person=person, context={"enrolment": 1})
    data = next(data for data in registered() if data.key == "letters")

    told = data.export(person)
    data.erase(person)
    data.erase(person)

    assert [(each["kind"], each["channel"]) for each in told["choices"]] == [("weekly_progress", "inbox")]
    assert [each["message_id"] for each in told["letters"]] == [letter.message_id]
    letter.refresh_from_db()
    assert (letter.state, letter.reason, letter.context, stopped()) == ("not_sent", "erased", {}, [])
