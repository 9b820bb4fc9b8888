"""The ledger after each answer of a real mail server."""

from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now

from lms.notifications.models import BouncedAddress, Letter, Outbox
from lms.notifications.tasks import sweep_letters
from tests.factories import LetterFactory, UserFactory

from .mail_server import open_mail_server

State, Reason, Trouble = Letter.State, Letter.Reason, Letter.Trouble
pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings, register_kind):
    register_kind("must", priority=Letter.Priority.MUST)
    with open_mail_server() as (server, port):
        settings.EMAIL_BACKEND = "lms.core.mail.SmtpBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 1
        yield server


def letter_to(word: str) -> Letter:
    """Must-send, so that the hour of the day says nothing."""
    person = UserFactory()
    person.email = f"{word}-{person.pk}@example.org"
    person.save()
    return LetterFactory(kind="must", person=person, priority=Letter.Priority.MUST)


def stands(letter: Letter) -> tuple[str, str, str]:
    letter.refresh_from_db()
    return letter.state, letter.reason, letter.trouble


def test_a_batch_goes_through_one_connection_and_each_letter_arrives_once_with_its_headers(server):
    letters = [letter_to("somebody") for _ in range(5)]

    sweep_letters()

    assert {stands(letter) for letter in letters} == {(State.HANDED_OVER, "", "")}
    assert server.copies() == {letter.message_id: 1 for letter in letters}
    assert server.connections == 1
    assert {(letter["Auto-Submitted"], letter["To"].startswith("somebody-")) for letter in server.letters} == {("auto-generated", True)}


def test_a_letter_returns_to_an_address_that_only_it_has(server, settings):
    settings.BOUNCE_ADDRESS = "bounces@workbook.example"
    letter = letter_to("somebody")

    sweep_letters()

    assert server.returns_to == [f"bounces+{letter.message_id.split('@')[0]}@workbook.example"]
    assert server.letters[0]["From"] == settings.DEFAULT_FROM_EMAIL


def test_a_server_that_hangs_up_after_some_letters_gets_the_rest_through_another_connection(server):
    server.patience = 2
    letters = [letter_to("somebody") for _ in range(5)]

    sweep_letters()

    assert {stands(letter) for letter in letters} == {(State.HANDED_OVER, "", "")}
    assert (server.connections, set(server.copies().values())) == (3, {1})


@pytest.mark.parametrize(
    ("word", "trouble", "bounces"),
    [
        ("nobody", Trouble.NOBODY, True),
        ("closed", Trouble.NOBODY, True),
        ("elsewhere", Trouble.NOBODY, True),
        ("policy", Trouble.UNWANTED, False),
        ("spam", Trouble.UNWANTED, False),
        ("large", Trouble.UNWANTED, False),
    ],
)
def test_what_is_refused_for_good_is_not_repeated_and_holds_up_nobody(server, word, trouble, bounces):
    refused, other = letter_to(word), letter_to("somebody")

    sweep_letters()
    with time_machine.travel(now() + timedelta(days=3)):
        sweep_letters()

    assert [stands(refused), stands(other)] == [(State.NOT_SENT, Reason.REFUSED, trouble), (State.HANDED_OVER, "", "")]
    assert refused.answer[:3].isdigit()
    assert (refused.attempts, len(server.letters)) == (1, 1)
    assert BouncedAddress.objects.filter(address=refused.person.email).exists() == bounces


def test_a_server_that_asks_to_come_again_is_come_to_again(server):
    grey, full, other = letter_to("grey"), letter_to("full"), letter_to("somebody")

    sweep_letters()
    assert [stands(each) for each in (grey, full, other)] == [
        (State.QUEUED, "", Trouble.LATER), (State.QUEUED, "", Trouble.FULL), (State.HANDED_OVER, "", "")
    ]  # fmt: skip
    with time_machine.travel(now() + timedelta(minutes=6)):
        sweep_letters()

    assert [stands(grey), stands(full)] == [(State.HANDED_OVER, "", ""), (State.QUEUED, "", Trouble.FULL)]
    assert (grey.attempts, full.attempts) == (2, 1)


def test_a_server_without_room_is_left_alone_for_a_while_and_nothing_is_lost(server):
    letters = [letter_to("disk"), letter_to("somebody")]

    sweep_letters()
    sweep_letters()

    assert [stands(letter) for letter in letters] == [(State.QUEUED, "", Trouble.BUSY), (State.QUEUED, "", "")]
    assert (server.connections, Outbox.objects.get().troubles) == (1, 1)


def test_a_server_that_stalls_before_the_letter_has_not_got_it(server):
    server.stalls_at_hello = True
    letter = letter_to("somebody")

    sweep_letters()

    assert stands(letter) == (State.QUEUED, "", Trouble.AWAY)
    assert (letter.interruptions, server.letters) == (0, [])


@pytest.mark.parametrize("word", ["stalls", "drops"])
def test_a_server_that_falls_silent_over_the_letter_may_have_got_it(server, word):
    letter = letter_to(word)

    sweep_letters()
    assert stands(letter) == (State.QUEUED, "", Trouble.BROKEN)
    for day in range(1, 4):
        with time_machine.travel(now() + timedelta(days=day)):
            sweep_letters()

    assert stands(letter) == (State.UNKNOWN, "", Trouble.BROKEN)
    assert server.copies() == {letter.message_id: 2}
