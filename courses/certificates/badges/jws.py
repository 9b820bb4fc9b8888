"""A credential signed around (VC-JWT): a compact JWS by Ed25519 (RFC 7515, RFC 8037).
No other algorithm, and no key that it brings itself."""

import base64
import binascii
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from .proof import as_text
from .reading import Malformed, Unsupported, moment_of, parse

ALGORITHMS = {"EdDSA", "Ed25519"}
CLAIMS = {"iss", "sub", "aud", "exp", "nbf", "iat", "jti"}


@dataclass(frozen=True)
class Jws:
    method: str
    credential: dict[str, Any]
    signed: bytes
    signature: bytes

    def is_signed_by(self, key: Ed25519PublicKey) -> bool:
        try:
            key.verify(self.signature, self.signed)
        except InvalidSignature:
            return False
        return True


def read_jws(text: str) -> Jws:
    """Raises Malformed, or Unsupported for algorithms and extensions that are not read here."""
    head, body, signature = text.split(".")
    header, payload = parse(_text(head)), parse(_text(body))
    if header.get("alg") not in ALGORITHMS:
        raise Unsupported(f"alg: {str(header.get('alg'))[:40]}")
    if "crit" in header or "b64" in header:
        raise Unsupported("crit: extensions are not read here")
    credential = payload.get("vc") if isinstance(payload.get("vc"), dict) else None
    credential = credential or {name: value for name, value in payload.items() if name not in CLAIMS}
    _check_claims(payload, credential)
    return Jws(str(header.get("kid", "")), credential, f"{head}.{body}".encode(), _bytes(signature))


def as_jws(credential: dict[str, Any], *, key: Ed25519PrivateKey, method: str) -> str:
    """The other direction, for those who want a badge as VC-JWT."""
    head = _plain(as_text({"alg": "EdDSA", "kid": method, "typ": "vc+jwt"}).encode())
    body = _plain(as_text(credential).encode())
    return f"{head}.{body}.{_plain(key.sign(f'{head}.{body}'.encode()))}"


def _check_claims(payload: dict[str, Any], credential: dict[str, Any]) -> None:
    """What is said twice must be the same."""
    issuer = credential.get("issuer")
    said = issuer.get("id") if isinstance(issuer, dict) else issuer
    if "iss" in payload and payload["iss"] != said:
        raise Malformed("iss: another issuer than the credential says")
    if "jti" in payload and "id" in credential and payload["jti"] != credential["id"]:
        raise Malformed("jti: another id than the credential has")
    for claim, name in (("nbf", "validFrom"), ("exp", "validUntil")):
        if claim not in payload:
            continue
        at = payload[claim]
        if not isinstance(at, int | float) or isinstance(at, bool):
            raise Malformed(f"{claim}: not a number")
        if name not in credential or abs(moment_of(credential[name], name).timestamp() - at) > 1:
            raise Malformed(f"{claim}: another moment than {name}")


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as wrong:
        raise Malformed("not a compact JWS") from wrong


def _text(part: str) -> str:
    try:
        return _bytes(part).decode()
    except UnicodeDecodeError as wrong:
        raise Malformed("not a compact JWS") from wrong


def _plain(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
