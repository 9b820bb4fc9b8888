"""Reading the letter that says that a letter came back (RFC 3464), and what older servers write instead."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import getaddresses, parseaddr
from typing import cast
from urllib.parse import urlsplit

from django.conf import settings

from .models import Letter
from .troubles import CODE, ENHANCED, told_trouble

Trouble = Letter.Trouble

RETURNED_TO = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To")


@dataclass(frozen=True)
class Returned:
    """A letter of ours, by its Message-ID, did not reach this address."""

    message_id: str
    address: str
    trouble: Trouble
    said: str


def read_report(raw: bytes) -> list[Returned]:
    """Nothing if it is no such report, or does not name a letter with an unguessable name of ours: then it may be from anybody."""
    report = message_from_bytes(raw, policy=policy.default)
    message_id = _which_letter(report, raw)
    if not message_id:
        return []
    return [Returned(message_id, address, told_trouble(said, status=status), said[:200]) for address, status, said in _failures(report)]


def _which_letter(report: EmailMessage, raw: bytes) -> str:
    """By the address it was returned to, which only that letter had, or by the Message-ID of the letter that is enclosed."""
    name, _at, host = parseaddr(settings.BOUNCE_ADDRESS)[1].lower().rpartition("@")
    ours = urlsplit(settings.BASE_URL).hostname
    for _name, address in getaddresses([value for header in RETURNED_TO for value in _values(report, header)]):
        found = re.fullmatch(rf"{re.escape(name)}\+([0-9a-f]{{32}})@{re.escape(host)}", address.lower()) if name else None
        if found:
            return f"{found[1]}@{ours}"
    enclosed = _after_its_own_headers(raw).decode(errors="replace")
    found = re.search(rf"Message-ID:\s*<([0-9a-f]{{32}}@{re.escape(str(ours))})>", enclosed, re.IGNORECASE)
    return found[1].lower() if found else ""


def _values(message: Message, header: str) -> list[str]:
    return [str(value) for value in message.get_all(header, [])]


def _after_its_own_headers(raw: bytes) -> bytes:
    return raw.replace(b"\r\n", b"\n").partition(b"\n\n")[2]


def _failures(report: EmailMessage) -> Iterator[tuple[str, str, str]]:
    """(address, status, what was said) of each recipient that was given up."""
    found = False
    for part in report.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        found = True
        for group in cast(list[Message], part.get_payload()):
            if str(group.get("Action", "")).strip().lower() == "failed":
                status, said = str(group.get("Status", "")), _after_type(group.get("Diagnostic-Code", ""))
                yield _address(group), status, said or status
    if not found and report["X-Failed-Recipients"]:  # Exim of old
        said = _diagnosis(report)
        for _name, address in getaddresses([str(report["X-Failed-Recipients"])]):
            yield address.lower(), "", said


def _address(group: Message) -> str:
    """Whom we wrote to: the final recipient may be where that address forwards to."""
    return _after_type(group.get("Original-Recipient") or group.get("Final-Recipient") or "").strip("<>").lower()


def _after_type(value: object) -> str:
    """rfc822; name@host → name@host"""
    kind, semicolon, rest = str(value).partition(";")
    return " ".join((rest if semicolon else kind).split())


def _diagnosis(report: EmailMessage) -> str:
    body = report.get_body(("plain",))
    lines = body.get_content().splitlines() if body else []
    return next((" ".join(line.split()) for line in lines if CODE.search(line) or ENHANCED.search(line)), "")
