"""The letters that the demo kept as files (`lms.core.mail.FileBackend`), for reading."""

import email
import email.policy
import email.utils
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from pathlib import Path

from django.conf import settings

NAME = re.compile(r"\d{13}-[0-9a-f]{8}")
SHOWN = 300


class NoSuchLetter(LookupError):
    pass


@dataclass(frozen=True)
class Envelope:
    key: str
    to: tuple[str, ...]
    sender: str
    subject: str
    sent_at: datetime | None


@dataclass(frozen=True)
class Part:
    name: str
    mimetype: str
    content: bytes


@dataclass(frozen=True)
class KeptLetter:
    envelope: Envelope
    text: str
    html: str
    attachments: tuple[Part, ...]


def envelopes() -> list[Envelope]:
    """The newest first."""
    return [_envelope(path.stem, _headers(path)) for path in _files()]


def addresses(kept: list[Envelope]) -> list[str]:
    return sorted({address for each in kept for address in each.to})


def open_letter(key: str) -> KeptLetter:
    """Raises NoSuchLetter."""
    path = _folder() / f"{key}.eml"
    if not NAME.fullmatch(key) or not path.is_file():
        raise NoSuchLetter(key)
    message = email.message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=email.policy.default)
    return KeptLetter(
        envelope=_envelope(key, message),
        text=_body(message, "plain"),
        html=_body(message, "html"),
        attachments=tuple(_attachments(message)),
    )


def _folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)


def _files() -> list[Path]:
    return sorted((path for path in _folder().glob("*.eml") if NAME.fullmatch(path.stem)), reverse=True)[:SHOWN]


def _headers(path: Path) -> EmailMessage:
    with path.open("rb") as file:
        return BytesHeaderParser(_class=EmailMessage, policy=email.policy.default).parse(file)


def _envelope(key: str, message: EmailMessage) -> Envelope:
    receivers = email.utils.getaddresses(message.get_all("To", []) + message.get_all("Cc", []))
    sent = message["Date"]
    return Envelope(
        key=key,
        to=tuple(address.lower() for _name, address in receivers if address),
        sender=str(message["From"] or ""),
        subject=str(message["Subject"] or ""),
        sent_at=sent.datetime if sent else None,
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return part.get_content() if part else ""


def _attachments(message: EmailMessage) -> Iterator[Part]:
    for part in message.iter_attachments():
        content = part.get_payload(decode=True)
        yield Part(part.get_filename() or "", part.get_content_type(), content if isinstance(content, bytes) else b"")
