"""Whose a credential is, as Open Badges 3.0 says it without saying it: a salted hash (IdentityHash)."""

import hashlib
import secrets
from typing import Any
from unicodedata import normalize


def hashed(words: str, salt: str) -> str:
    return "sha256$" + hashlib.sha256((normalize("NFC", words) + salt).encode()).hexdigest()


def belongs_to(subject: dict[str, Any], recipient: str) -> bool:
    """Whether one of the identifiers is this name or e-mail address."""
    said = " ".join(recipient.split())
    identities = subject.get("identifier", [])
    listed = identities if isinstance(identities, list) else [identities]
    return any(_is_of(identity, words) for identity in listed if isinstance(identity, dict) for words in {said, said.lower()})


def _is_of(identity: dict[str, Any], words: str) -> bool:
    kept = str(identity.get("identityHash", ""))
    if identity.get("hashed") is not True:
        return secrets.compare_digest(words.encode(), kept.encode())
    return secrets.compare_digest(hashed(words, str(identity.get("salt", ""))).encode(), kept.lower().encode())
