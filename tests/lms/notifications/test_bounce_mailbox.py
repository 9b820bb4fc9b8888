"""The mailbox that letters return to, read over IMAP. The mailbox is a fake; what imaplib is asked is what a server would be."""

import imaplib

import pytest

from lms.notifications.tasks import read_bounces

from .test_bounces import comes_back, report, sent

pytestmark = pytest.mark.django_db


class Mailbox:
    """Just as much of IMAP4_SSL as we use."""

    letters: dict[bytes, bytes] = {}
    seen: set[str] = set()
    opened: list[object] = []

    def __init__(self, host, port, timeout):
        self.opened.append((host, port, timeout))

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.opened.append("logged out")

    def login(self, name, word):
        self.opened.append((name, word))

    def select(self, folder):
        self.opened.append(folder)

    def uid(self, command, *args):
        if command == "SEARCH":
            return "OK", [b" ".join(number for number in self.letters if number.decode() not in self.seen)]
        if command == "FETCH":
            assert "PEEK" in args[1]
            return "OK", [(b"1 (BODY[]<0> {1}", self.letters[args[0].encode()]), b")"]
        assert (command, args[1:]) == ("STORE", ("+FLAGS", r"(\Seen)"))
        self.seen.add(args[0])
        return "OK", [b""]


@pytest.fixture
def mailbox(monkeypatch, settings):
    settings.BASE_URL = "https://workbook.example"
    settings.BOUNCE_MAILBOX = "imaps://bounces%40workbook.example:pass%2Fword@imap.example.org/Came%20back"
    monkeypatch.setattr(Mailbox, "letters", {})
    monkeypatch.setattr(Mailbox, "seen", set())
    monkeypatch.setattr(Mailbox, "opened", [])
    monkeypatch.setattr(imaplib, "IMAP4_SSL", Mailbox)
    return Mailbox


def test_each_report_is_read_once_and_stays_in_the_mailbox(mailbox):
    first, second = sent(), sent()
    mailbox.letters.update({b"7": report("postfix", first), b"8": b"Subject: holiday\n\nI am away", b"9": report("exchange", second)})

    read_bounces()
    read_bounces()

    assert [comes_back(first.person), comes_back(second.person)] == [True, True]
    assert mailbox.seen == {"7", "8", "9"}
    assert mailbox.opened[:4] == [("imap.example.org", 993, 30), ("bounces@workbook.example", "pass/word"), '"Came back"', "logged out"]


def test_without_a_mailbox_nothing_is_opened(mailbox, settings):
    settings.BOUNCE_MAILBOX = ""

    read_bounces()

    assert mailbox.opened == []
