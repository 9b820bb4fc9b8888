"""Whom a verifier trusts: issuers by their identifiers, each with the keys that it had and when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from . import multibase
from .proof import public_key
from .reading import Malformed, moment_of

DID_KEY = "did:key:"


@dataclass(frozen=True)
class Key:
    id: str
    public: str
    since: datetime | None = None
    until: datetime | None = None
    is_withdrawn: bool = False

    def covers(self, at: datetime) -> bool:
        return (self.since is None or self.since <= at) and (self.until is None or at <= self.until)


@dataclass(frozen=True)
class Trusted:
    """`issuers`: identifier → its keys."""

    issuers: Mapping[str, tuple[Key, ...]] = field(default_factory=dict)

    def key(self, issuer: str, method: str) -> Key | None:
        return next((key for key in self.issuers.get(issuer, ()) if key.id == method), None)

    def with_logs(self, documents: Iterable[dict[str, Any]]) -> "Trusted":
        """Key logs and DID documents, each for the issuer that it names. Raises Malformed."""
        return Trusted({**self.issuers, **dict(map(read_log, documents))})

    def with_did_keys(self, names: Iterable[str]) -> "Trusted":
        """did:key: the identifier is the key. Raises Malformed."""
        return Trusted({**self.issuers, **{name: (_key_in(name),) for name in names}})


def read_log(document: dict[str, Any]) -> tuple[str, tuple[Key, ...]]:
    """Of a key log (`keys`) or of a DID document (`verificationMethod`): the issuer and its keys. Raises Malformed."""
    issuer = document.get("id")
    if not isinstance(issuer, str):
        raise Malformed("a key log without id")
    if isinstance(document.get("keys"), list):
        return issuer, tuple(_logged(each) for each in document["keys"])
    allowed = document.get("assertionMethod") or []
    methods = document.get("verificationMethod") or []
    return issuer, tuple(_method(each) for each in methods if isinstance(each, dict) and each.get("id") in allowed)


def key_of_did(method: str) -> Key | None:
    """What a method of did:key says by itself; None when it is of another kind."""
    name, _, fragment = method.partition("#")
    if not name.startswith(DID_KEY) or (fragment and fragment != name.removeprefix(DID_KEY)):
        return None
    try:
        return Key(method, _checked(name.removeprefix(DID_KEY)))
    except Malformed:
        return None


def usable(key: Key) -> Ed25519PublicKey:
    return public_key(key.public)


def _key_in(name: str) -> Key:
    key = key_of_did(f"{name}#{name.removeprefix(DID_KEY)}")
    if key is None:
        raise Malformed(f"{name[:80]}: not an Ed25519 key")
    return key


def _logged(line: Any) -> Key:
    if not isinstance(line, dict) or not isinstance(line.get("id"), str):
        raise Malformed("a key log with a line that is not a key")
    until = moment_of(line["until"], "until") if line.get("until") else None
    return Key(
        line["id"], _checked(line.get("publicKeyMultibase")), moment_of(line.get("from"), "from"), until, bool(line.get("withdrawn"))
    )


def _method(method: dict[str, Any]) -> Key:
    return Key(str(method["id"]), _checked(method.get("publicKeyMultibase")))


def _checked(text: Any) -> str:
    try:
        public_key(text)
    except (multibase.NotMultibase, ValueError) as wrong:
        raise Malformed("not an Ed25519 key") from wrong
    return text
