"""Reading the mailbox that letters return to, where the mail server cannot hand them to `manage.py take_bounce`."""

import imaplib
from urllib.parse import unquote, urlsplit

from django.conf import settings

from .bounces import take_returned

AT_ONCE = 200
LARGEST = 200_000  # bytes that are read of one: what we need stands in front of the letter that is enclosed, or in its head
TIMEOUT = 30  # seconds


def read_mailbox() -> int:
    """How many letters were read; they are marked as seen and stay where they are. One whose reading was cut off is read once more."""
    url = urlsplit(settings.BOUNCE_MAILBOX)
    with imaplib.IMAP4_SSL(str(url.hostname), url.port or 993, timeout=TIMEOUT) as mailbox:
        mailbox.login(unquote(str(url.username)), unquote(str(url.password)))
        mailbox.select(_quoted(unquote(url.path.strip("/")) or "INBOX"))
        numbers = mailbox.uid("SEARCH", "UNSEEN")[1][0].split()[:AT_ONCE]
        for number in numbers:
            take_returned(_read(mailbox, number.decode()))
            mailbox.uid("STORE", number.decode(), "+FLAGS", r"(\Seen)")
    return len(numbers)


def _read(mailbox: imaplib.IMAP4_SSL, number: str) -> bytes:
    parts = mailbox.uid("FETCH", number, f"(BODY.PEEK[]<0.{LARGEST}>)")[1]
    return next((part[1] for part in parts if isinstance(part, tuple)), b"")


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
