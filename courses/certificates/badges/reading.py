"""What a file says, read strictly: JSON, a compact JWS, or a picture with one of them inside."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from . import baking
from .vocabulary import CREDENTIALS, PINNED

LARGEST = 8 * 2**20  # bytes of a file
LARGEST_TEXT = 2**20  # of a credential
DEEPEST = 40
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)")
ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:[^\s<>\"{}|\\^`]+")
COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
KINDS = {"OpenBadgeCredential", "AchievementCredential"}
LIST = "BitstringStatusListCredential"


class Malformed(ValueError):
    """Not a credential at all. The text says what is wrong."""


class Unsupported(ValueError):
    """Perhaps a credential, of a kind that is not read here."""


@dataclass(frozen=True)
class Carried:
    """Text of a credential and how it is signed: inside (a proof) or around (a compact JWS)."""

    text: str
    is_jws: bool


def carried(content: bytes) -> Carried:
    """Raises Malformed."""
    if len(content) > LARGEST:
        raise Malformed("the file is too large")
    try:
        if content.startswith(baking.PNG):
            text = baking.unbake_png(content)
        elif content.startswith(b"%PDF-"):
            text = baking.unbake_pdf(content)
        elif _looks_like_svg(content):
            text = baking.unbake_svg(content)
        else:
            text = content.decode("utf-8-sig").strip()
    except (baking.NotBaked, UnicodeDecodeError) as wrong:
        raise Malformed(str(wrong) if isinstance(wrong, baking.NotBaked) else "neither text nor a picture") from wrong
    if len(text) > LARGEST_TEXT:
        raise Malformed("the credential is too large")
    return Carried(text, is_jws=bool(COMPACT.fullmatch(text)))


def parse(text: str) -> dict[str, Any]:
    """A JSON object in which nothing is said twice. Raises Malformed."""
    try:
        document = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
        text.encode()
    except (json.JSONDecodeError, UnicodeEncodeError, RecursionError, ValueError) as wrong:
        raise wrong if isinstance(wrong, Malformed) else Malformed("not JSON") from wrong
    if not isinstance(document, dict):
        raise Malformed("not a JSON object")
    _check_text(document, 0)
    return document


def check_credential(document: dict[str, Any]) -> None:
    """The shape that Open Badges 3.0 asks for, as far as a decision rests on it. Raises Malformed or Unsupported."""
    _check_frame(document)
    types = _types(document)
    if "VerifiableCredential" not in types:
        raise Malformed("type: not a verifiable credential")
    if not KINDS & set(types):
        raise Unsupported("type: not an Open Badge")
    subject = document.get("credentialSubject")
    if not isinstance(subject, dict):
        raise Malformed("credentialSubject: missing, or more than one")
    if "AchievementSubject" not in _types(subject):
        raise Malformed("credentialSubject.type: not an AchievementSubject")
    achievement = subject.get("achievement")
    if not isinstance(achievement, dict) or "Achievement" not in _types(achievement):
        raise Malformed("credentialSubject.achievement: missing")
    for name in ("id", "name", "description"):
        _check_string(achievement, name, "achievement.")
    if not isinstance(achievement.get("criteria"), dict):
        raise Malformed("achievement.criteria: missing")
    if "id" not in subject and not subject.get("identifier"):
        raise Malformed("credentialSubject: neither id nor identifier")


def check_list(document: dict[str, Any]) -> None:
    """A published status list. Raises Malformed or Unsupported."""
    _check_frame(document)
    if LIST not in _types(document):
        raise Unsupported("type: not a status list")
    if not isinstance(document.get("credentialSubject"), dict):
        raise Malformed("credentialSubject: missing")


def issuer_of(document: dict[str, Any]) -> str:
    issuer = document.get("issuer")
    return str(issuer.get("id")) if isinstance(issuer, dict) else str(issuer)


def moment_of(text: object, name: str) -> datetime:
    """Raises Malformed."""
    if not isinstance(text, str) or not MOMENT.fullmatch(text):
        raise Malformed(f"{name}: not a moment in time")
    try:
        return datetime.fromisoformat(text)
    except ValueError as wrong:
        raise Malformed(f"{name}: not a moment in time") from wrong


def _check_frame(document: dict[str, Any]) -> None:
    named = document.get("@context")
    if not isinstance(named, list) or not named:
        raise Malformed("@context: missing")
    if named[0] != CREDENTIALS:
        raise Unsupported("@context: not Verifiable Credentials 2.0")
    unknown = [each for each in named if not isinstance(each, str) or each not in PINNED]
    if unknown:
        raise Unsupported(f"@context: {str(unknown[0])[:120]} is not known")
    if not ADDRESS.fullmatch(issuer_of(document)):
        raise Malformed("issuer: missing")
    if not isinstance(document.get("id"), str) or not ADDRESS.fullmatch(document["id"]):
        raise Malformed("id: missing")
    moment_of(document.get("validFrom"), "validFrom")
    if "validUntil" in document:
        moment_of(document["validUntil"], "validUntil")


def _types(document: dict[str, Any]) -> list[str]:
    said = document.get("type")
    return [each for each in (said if isinstance(said, list) else [said]) if isinstance(each, str)]


def _check_string(document: dict[str, Any], name: str, where: str) -> None:
    if not isinstance(document.get(name), str) or not document[name]:
        raise Malformed(f"{where}{name}: missing")


def _check_text(value: object, depth: int) -> None:
    if depth > DEEPEST:
        raise Malformed("too deep")
    if isinstance(value, dict):
        for name, inner in value.items():
            _check_letters(name)
            _check_text(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _check_text(inner, depth + 1)
    elif isinstance(value, str):
        _check_letters(value)


def _check_letters(text: str) -> None:
    """Half of a surrogate pair can be written in JSON, but is no text."""
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise Malformed("not text")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise Malformed("a name is said twice")
    return document


def _no_constant(name: str) -> None:
    raise Malformed(f"{name} is not JSON")


def _looks_like_svg(content: bytes) -> bool:
    return content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
