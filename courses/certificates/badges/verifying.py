"""Is this credential true, and is it still in force? Pure: what it trusts, what time it is and which status lists are at hand is given.

The order: schema → proof → refresh → status and dates → recipient. Whatever is not understood is refused.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from . import bits
from .bits import REFRESH, REVOCATION
from .canonical import CannotBeSigned
from .identity import belongs_to
from .jws import Jws, read_jws
from .proof import PURPOSE, SUITE, TYPE, is_signed_by, moment
from .reading import Malformed, Unsupported, carried, check_credential, check_list, issuer_of, moment_of, parse
from .trust import Key, Trusted, key_of_did, usable

ENTRY = "BitstringStatusListEntry"
SUSPENSION = "suspension"
CLOCKS_DIFFER = timedelta(minutes=5)
OF_A_PROOF = {"type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue"}


class Verdict(StrEnum):
    VALID = "valid"
    STATUS_UNKNOWN = "valid_status_unknown"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    REVOKED = "revoked"
    TAMPERED = "tampered"
    UNKNOWN_ISSUER = "unknown_issuer"
    MALFORMED = "malformed"
    UNSUPPORTED = "unsupported"


@dataclass
class Finding:
    """`reasons`: why not simply valid, each with a word in front that does not change. `says`: what the credential says, once its
    signature is known to be good. `recipient`: "matches" or "differs" when somebody was named."""

    verdict: Verdict = Verdict.VALID
    reasons: list[str] = field(default_factory=list)
    says: dict[str, Any] = field(default_factory=dict)
    recipient: str = ""

    def add(self, verdict: Verdict, reason: str) -> None:
        """The first verdict stands, but what is only unknown gives way to what is known; the reasons are all kept."""
        if self.verdict in {Verdict.VALID, Verdict.STATUS_UNKNOWN}:
            self.verdict = verdict
        self.reasons.append(reason)

    @property
    def is_good(self) -> bool:
        return self.verdict == Verdict.VALID and self.recipient != "differs"


@dataclass(frozen=True)
class Opened:
    """A document with what signs it."""

    document: dict[str, Any]
    method: str
    created: datetime | None
    proof: dict[str, Any] | Jws

    def is_signed_by(self, key: Key) -> bool:
        """Raises CannotBeSigned."""
        if isinstance(self.proof, Jws):
            return self.proof.is_signed_by(usable(key))
        return is_signed_by(self.document, self.proof, key=usable(key))


def verify(content: bytes, *, trusted: Trusted, at: datetime, lists: Iterable[str] = (), recipient: str = "") -> Finding:
    """Never raises for what the file holds. `lists`: signed status lists at hand, as text."""
    finding = Finding()
    try:
        opened = _open(content)
        check_credential(opened.document)
        if not _check_proof(opened, trusted, finding):
            return finding
        finding.says = _said(opened.document)
        _check_status(opened.document, trusted, at, _by_address(lists), finding)
        _check_dates(opened.document, at, finding)
        if recipient:
            finding.recipient = "matches" if belongs_to(opened.document["credentialSubject"], recipient) else "differs"
    except Malformed as wrong:
        return Finding(Verdict.MALFORMED, [f"malformed: {wrong}"])
    except (Unsupported, CannotBeSigned) as wrong:
        return Finding(Verdict.UNSUPPORTED, [f"unsupported: {wrong}"])
    return finding


def _open(content: bytes) -> Opened:
    held = carried(content)
    if held.is_jws:
        jws = read_jws(held.text)
        return Opened(jws.credential, jws.method, None, jws)
    return _open_document(parse(held.text))


def _open_document(document: dict[str, Any]) -> Opened:
    proof = document.get("proof")
    if isinstance(proof, list) and len(proof) == 1:
        proof = proof[0]
    if isinstance(proof, list) and proof:
        raise Unsupported("proof: more than one")
    if not isinstance(proof, dict):
        raise Malformed("proof: missing")
    if proof.get("type") != TYPE or proof.get("cryptosuite") != SUITE:
        raise Unsupported(f"proof: {str(proof.get('cryptosuite') or proof.get('type'))[:40]}")
    if set(proof) - OF_A_PROOF:
        raise Unsupported(f"proof: {sorted(set(proof) - OF_A_PROOF)[0][:40]}")
    if proof.get("proofPurpose") != PURPOSE:
        raise Malformed("proofPurpose: not assertionMethod")
    if not isinstance(proof.get("verificationMethod"), str) or not isinstance(proof.get("proofValue"), str):
        raise Malformed("proof: no verificationMethod or no proofValue")
    bare = {name: value for name, value in document.items() if name != "proof"}
    return Opened(bare, proof["verificationMethod"], moment_of(proof.get("created"), "created"), proof)


def _check_proof(opened: Opened, trusted: Trusted, finding: Finding) -> bool:
    """False when there is nothing more to say."""
    issuer = issuer_of(opened.document)
    known = trusted.key(issuer, opened.method)
    key = known or key_of_did(opened.method)
    if key is None:
        word = "key_unknown: this issuer has no such key" if issuer in trusted.issuers else "issuer_unknown: nobody here vouches for it"
        finding.add(Verdict.UNKNOWN_ISSUER, word)
        return False
    if not opened.is_signed_by(key):
        finding.add(Verdict.TAMPERED, "signature: what is said is not what was signed")
        return False
    if opened.method.partition("#")[0] != issuer:
        finding.add(Verdict.UNKNOWN_ISSUER, "issuer_unknown: signed by somebody else than the issuer")
        return False
    if known is None:
        finding.add(Verdict.UNKNOWN_ISSUER, "issuer_unknown: nobody here vouches for it")
        return True
    signed_at = opened.created or moment_of(opened.document.get("validFrom"), "validFrom")
    if known.is_withdrawn:
        finding.add(Verdict.UNKNOWN_ISSUER, "key_withdrawn: others may have this key")
    elif not known.covers(signed_at):
        finding.add(Verdict.UNKNOWN_ISSUER, "key_period: signed when the key was not in charge")
    return True


def _check_dates(document: dict[str, Any], at: datetime, finding: Finding) -> None:
    begins = moment_of(document["validFrom"], "validFrom")
    if begins > at + CLOCKS_DIFFER:
        finding.add(Verdict.NOT_YET_VALID, f"not_yet_valid: from {moment(begins)}")
    if "validUntil" in document:
        ends = moment_of(document["validUntil"], "validUntil")
        if ends < at:
            finding.add(Verdict.EXPIRED, f"expired: since {moment(ends)}")


def _check_status(document: dict[str, Any], trusted: Trusted, at: datetime, lists: Mapping[str, str], finding: Finding) -> None:
    entries = document.get("credentialStatus", [])
    for entry in entries if isinstance(entries, list) else [entries]:
        if not isinstance(entry, dict):
            raise Malformed("credentialStatus: not an object")
        purpose = entry.get("statusPurpose")
        if entry.get("type") != ENTRY or purpose not in {REVOCATION, REFRESH, SUSPENSION}:
            finding.add(Verdict.STATUS_UNKNOWN, f"status_unknown: {str(entry.get('type'))[:60]} is not read here")
            continue
        _check_entry(entry, str(purpose), issuer_of(document), trusted, at, lists, finding)


def _check_entry(
    entry: dict[str, Any], purpose: str, issuer: str, trusted: Trusted, at: datetime, lists: Mapping[str, str], finding: Finding
) -> None:
    address, index = entry.get("statusListCredential"), entry.get("statusListIndex")
    if not isinstance(address, str) or not isinstance(index, str) or not index.isascii() or not index.isdigit() or len(index) > 9:
        raise Malformed("credentialStatus: no list or no place on it")
    try:
        is_turned, list_at, is_stale = _look_up(lists, address, purpose, issuer, int(index), trusted, at)
        is_replaced = is_turned and (purpose == REFRESH or _is_replaced(lists, address, issuer, int(index), trusted, at))
    except LookupError as unknown:
        finding.add(Verdict.STATUS_UNKNOWN, f"status_unknown: {unknown.args[0]}")
        return
    if is_replaced:
        finding.add(Verdict.SUPERSEDED, "superseded: a newer one took its place")
    elif is_turned:
        finding.add(Verdict.REVOKED, "revoked: the issuer took it back" if purpose == REVOCATION else "revoked: suspended")
    elif is_stale:
        finding.add(Verdict.STATUS_UNKNOWN, f"status_unknown: since {moment(list_at)}")


def _is_replaced(lists: Mapping[str, str], address: str, issuer: str, index: int, trusted: Trusted, at: datetime) -> bool:
    """Our lists come in twos: beside …/revocation there is …/refresh, with the same places."""
    if not address.endswith(f"/{REVOCATION}"):
        return False
    try:
        return _look_up(lists, address.removesuffix(REVOCATION) + REFRESH, REFRESH, issuer, index, trusted, at)[0]
    except LookupError:
        return False


def _look_up(
    lists: Mapping[str, str], address: str, purpose: str, issuer: str, index: int, trusted: Trusted, at: datetime
) -> tuple[bool, datetime, bool]:
    """Whether the bit is set, from when the list is, whether it is too old. Raises LookupError with the reason."""
    if address not in lists:
        raise LookupError("the list is not at hand")
    try:
        opened = _open_document(parse(lists[address]))
        check_list(opened.document)
        key = trusted.key(issuer, opened.method)
        if issuer_of(opened.document) != issuer or key is None or key.is_withdrawn or not opened.is_signed_by(key):
            raise LookupError("the list is not signed by the issuer")
        if opened.created is None or not key.covers(opened.created):
            raise LookupError("the list is not signed by the issuer")
        subject = opened.document["credentialSubject"]
        purposes = subject.get("statusPurpose")
        if purpose not in (purposes if isinstance(purposes, list) else [purposes]):
            raise LookupError("the list is about something else")
        begins = moment_of(opened.document["validFrom"], "validFrom")
        ends = moment_of(opened.document["validUntil"], "validUntil") if "validUntil" in opened.document else None
        is_turned = bits.is_set(bits.unpacked(subject.get("encodedList")), index)
    except (Malformed, Unsupported, CannotBeSigned, bits.NotAList) as wrong:
        raise LookupError("the list cannot be read") from wrong
    if begins > at + CLOCKS_DIFFER:
        raise LookupError("the list is of a later day")
    return is_turned, begins, ends is not None and ends < at


def _by_address(lists: Iterable[str]) -> dict[str, str]:
    """Among lists of the same address the newest; of two of the same second the one that was given later."""
    found: dict[str, tuple[str, str]] = {}
    for text in lists:
        try:
            document = parse(text)
        except Malformed:
            continue
        address, begins = str(document.get("id")), str(document.get("validFrom"))
        if address not in found or found[address][0] <= begins:
            found[address] = begins, text
    return {address: text for address, (_begins, text) in found.items()}


def _said(document: dict[str, Any]) -> dict[str, Any]:
    issuer, achievement = document["issuer"], document["credentialSubject"]["achievement"]
    return {
        "id": document["id"],
        "achievement": achievement["name"],
        "issuer": issuer_of(document),
        "issuer_name": issuer.get("name", "") if isinstance(issuer, dict) else "",
        "valid_from": document["validFrom"],
    }
