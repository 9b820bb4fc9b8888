"""Letters that come back: who is told, what stops, and that nobody can stop another's letters."""

import io
import uuid
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils.timezone import now

from lms.notifications import bounces
from lms.notifications.delivery import return_address
from lms.notifications.models import BouncedAddress, BounceReport, Letter
from tests.factories import LetterFactory, UserFactory

SAMPLES = Path(__file__).parent / "came_back"
Trouble = Letter.Trouble
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_home(settings):
    settings.BASE_URL = "https://workbook.example"


@pytest.fixture
def letter():
    return sent()


def sent(**fields) -> Letter:
    return LetterFactory(state=Letter.State.HANDED_OVER, message_id=f"{uuid.uuid4().hex}@workbook.example", **fields)


def report(name: str, letter: Letter, *, to: str = "", return_to: str = "workbook@workbook.example", message_id: str = "") -> bytes:
    text = (SAMPLES / f"{name}.eml").read_text()
    text = text.replace("{to}", to or str(letter.person.email)).replace("{return_to}", return_to)
    return text.replace("{id}", message_id or letter.message_id).encode()


def take(monkeypatch, raw: bytes) -> str:
    said = io.StringIO()
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
    call_command("take_bounce", stdout=said)
    return said.getvalue()


def comes_back(person) -> bool:
    person.refresh_from_db()
    assert BouncedAddress.objects.filter(address=person.email).exists() == person.letters_come_back
    return person.letters_come_back


@pytest.mark.parametrize("server", ["postfix", "exim", "exim_of_old", "exchange", "mail_ru"])
def test_a_report_that_an_address_is_no_more_stops_letters_to_it(monkeypatch, letter, server):
    said = take(monkeypatch, report(server, letter))

    assert letter.message_id in said
    assert comes_back(letter.person)
    letter.refresh_from_db()
    assert (letter.state, letter.trouble) == (Letter.State.HANDED_OVER, Trouble.NOBODY)
    assert letter.answer.startswith("550")


def test_the_same_report_may_come_twice_and_with_windows_line_ends(letter):
    raw = report("postfix", letter).replace(b"\n", b"\r\n")
    for _ in range(2):
        bounces.take_returned(raw)

    assert comes_back(letter.person)
    assert BounceReport.objects.count() == 1


def test_where_neither_letter_nor_its_headers_come_back_the_address_that_only_it_had_says_which(settings, letter):
    settings.BOUNCE_ADDRESS = "bounces@workbook.example"

    assert bounces.take_returned(report("headless", letter, return_to=return_address(letter.message_id))) == [letter]
    assert comes_back(letter.person)


@pytest.mark.parametrize("name", ["policy", "delayed"])
def test_what_is_refused_for_its_sender_or_only_late_stops_nothing(letter, name):
    bounces.take_returned(report(name, letter))

    assert not comes_back(letter.person)
    assert BounceReport.objects.count() == 0


def test_a_full_mailbox_stops_letters_after_three_of_them_within_a_fortnight():
    person = UserFactory()
    old, first, second, third = (sent(person=person) for _ in range(4))
    with time_machine.travel(now() - timedelta(days=15)):
        bounces.take_returned(report("gmail_full", old))
    for letter in [first, first, second]:
        bounces.take_returned(report("gmail_full", letter))
    assert not comes_back(person)

    bounces.take_returned(report("gmail_full", third))

    assert comes_back(person)


def test_nobody_stops_the_letters_of_another(settings, letter):
    settings.BOUNCE_ADDRESS = "bounces@workbook.example"
    victim = UserFactory()
    guess = f"{'0' * 32}@workbook.example"
    forged = [
        report("postfix", letter, to=victim.email),  # the forger's own letter, another's address
        report("postfix", letter, to=victim.email, message_id=guess),
        report("postfix", letter, to=victim.email, message_id="x@elsewhere.example"),
        report("headless", letter, to=victim.email, return_to=return_address(guess)),
        report("headless", letter, to=victim.email, return_to=return_address(letter.message_id)),
        f"X-Failed-Recipients: {victim.email}\nMessage-ID: <{letter.message_id}>\n\n550 no such user".encode(),
        b"",
        b"\xff\xfe\x00 no letter at all",
    ]

    assert [bounces.take_returned(raw) for raw in forged] == [[]] * len(forged)
    assert not comes_back(victim)
    assert not comes_back(letter.person)


def test_the_person_is_told_and_says_that_it_works_again(client, letter, django_assert_num_queries):
    person = letter.person
    client.force_login(person)
    pages = [reverse("profile"), reverse("my_learning")]
    assert not any(b"letters-come-back" in client.get(page).content for page in pages)

    bounces.take_returned(report("postfix", letter))
    assert all(b"letters-come-back" in client.get(page).content for page in pages)

    answer = client.post(reverse("address_works"), follow=True)
    assert b"letters-come-back" not in answer.content
    assert not comes_back(person)
    assert BounceReport.objects.count() == 0


def test_it_works_again_can_be_said_so_often_and_no_more_and_by_nobody_else(client, letter, within_one_minute):
    assert client.post(reverse("address_works")).status_code == 302
    client.force_login(letter.person)
    assert client.get(reverse("address_works")).status_code == 405

    assert [client.post(reverse("address_works")).status_code for _ in range(4)] == [302, 302, 302, 429]


def test_another_address_is_a_new_beginning(letter):
    bounces.take_returned(report("postfix", letter))
    person = letter.person
    person.refresh_from_db()

    person.email = "another@example.org"
    person.save()

    assert not person.letters_come_back


def test_an_erased_person_leaves_no_address_behind(letter):
    from lms.accounts.actions import erase_person

    bounces.take_returned(report("postfix", letter))
    letter.person.refresh_from_db()
    erase_person(person=letter.person)

    assert (BouncedAddress.objects.count(), BounceReport.objects.count()) == (0, 0)
    letter.person.refresh_from_db()
    assert letter.person.bounced_address == ""
