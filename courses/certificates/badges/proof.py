"""A Data Integrity proof of the suite eddsa-rdfc-2022 (W3C, Data Integrity EdDSA Cryptosuites 1.0)."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from . import multibase
from .canonical import canonical

TYPE = "DataIntegrityProof"
SUITE = "eddsa-rdfc-2022"
PURPOSE = "assertionMethod"


def signed(
    document: dict[str, Any], *, key: Ed25519PrivateKey, method: str, created: datetime, contexts: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The document with its proof. The same input gives the same bytes. Raises CannotBeSigned."""
    proof = {"type": TYPE, "cryptosuite": SUITE, "created": moment(created), "verificationMethod": method, "proofPurpose": PURPOSE}
    value = multibase.encode(key.sign(_hash(document, proof, contexts)))
    return document | {"proof": proof | {"proofValue": value}}


def is_signed_by(
    document: dict[str, Any], proof: dict[str, Any], *, key: Ed25519PublicKey, contexts: Mapping[str, Any] | None = None
) -> bool:
    """`document` without its proof. Raises CannotBeSigned."""
    try:
        signature = multibase.decode(proof.get("proofValue"), length=multibase.SIGNATURE_LENGTH)
        key.verify(signature, _hash(document, proof, contexts))
    except (multibase.NotMultibase, InvalidSignature):
        return False
    return True


def public_key(text: object) -> Ed25519PublicKey:
    """Raises NotMultibase."""
    return Ed25519PublicKey.from_public_bytes(multibase.decode(text, length=multibase.KEY_LENGTH, kind=multibase.PUBLIC))


def moment(at: datetime) -> str:
    """The way times are written in credentials: to the second, in UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def as_text(document: dict[str, Any]) -> str:
    """Compact: no byte stands in it that the signature does not cover."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _hash(document: dict[str, Any], proof: dict[str, Any], contexts: Mapping[str, Any] | None) -> bytes:
    about = {name: value for name, value in proof.items() if name != "proofValue"} | {"@context": document.get("@context")}
    return _digest(about, contexts) + _digest(document, contexts)


def _digest(document: dict[str, Any], contexts: Mapping[str, Any] | None) -> bytes:
    return hashlib.sha256(canonical(document, contexts).encode()).digest()
