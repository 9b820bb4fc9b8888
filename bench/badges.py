"""How long it takes to check a badge in Python, with its status list: `python -m bench.badges`.

Milliseconds of CPU in one process, warm, without database: signature of the badge, signature of the list, bits, dates."""

import statistics
import time
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from courses.certificates.badges import bits, multibase
from courses.certificates.badges.identity import hashed
from courses.certificates.badges.proof import as_text, moment, signed
from courses.certificates.badges.trust import Trusted
from courses.certificates.badges.verifying import Verdict, verify
from courses.certificates.badges.vocabulary import CREDENTIALS, OPEN_BADGES

MOST = 20  # milliseconds
TIMES = 100
AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
LIST = "https://learn.example.org/status/1/revocation"
COURSE = "https://learn.example.org/achievements/1"


def milliseconds() -> float:
    """The median of one check."""
    key = Ed25519PrivateKey.generate()
    issuer = f"did:key:{_public(key)}"
    content, listed = _signed(_badge(issuer), issuer, key).encode(), _signed(_list(issuer), issuer, key)
    trusted = Trusted().with_did_keys([issuer])
    taken = []
    for _time in range(TIMES):
        started = time.process_time()
        finding = verify(content, trusted=trusted, at=AT, lists=[listed])
        taken.append(time.process_time() - started)
        assert finding.verdict == Verdict.VALID, finding
    return statistics.median(taken) * 1000


def a_badge(number: int) -> str:
    """Signed, and like no other: as it stands inside a certificate."""
    key = Ed25519PrivateKey.generate()
    issuer = f"did:key:{_public(key)}"
    return _signed(_badge(issuer) | {"id": f"https://learn.example.org/badges/{number}"}, issuer, key)


def _signed(document: dict, issuer: str, key: Ed25519PrivateKey) -> str:
    return as_text(signed(document, key=key, method=f"{issuer}#{_public(key)}", created=AT))


def _public(key: Ed25519PrivateKey) -> str:
    return multibase.encode(multibase.PUBLIC + key.public_key().public_bytes_raw())


def _badge(issuer: str) -> dict:
    """Shaped like those of the site."""
    identity = {"type": "IdentityObject", "hashed": True, "identityHash": hashed("Олена", "salt"), "salt": "salt"}
    hours = {"id": f"{COURSE}#hours", "type": ["ResultDescription"], "name": "Години навчання", "resultType": "ext:HoursOfStudy"}
    return {
        "@context": [CREDENTIALS, OPEN_BADGES],
        "id": "https://learn.example.org/badges/1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Десять уроків",
        "issuer": {"id": issuer, "type": ["Profile"], "name": "Ресурсний центр", "url": "https://learn.example.org/"},
        "validFrom": moment(AT),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [identity | {"identityType": "name"}, identity | {"identityType": "emailAddress"}],
            "achievement": {
                "id": COURSE,
                "type": ["Achievement"],
                "name": "Десять уроків",
                "description": "Курс «Десять уроків», 40 годин навчання",
                "criteria": {"narrative": "Виконано все, чого вимагає курс."},
                "resultDescription": [hours],
            },
            "result": [{"type": ["Result"], "resultDescription": hours["id"], "value": "40"}],
        },
        "credentialStatus": {
            "id": f"{LIST}#5",
            "type": "BitstringStatusListEntry",
            "statusPurpose": bits.REVOCATION,
            "statusListIndex": "5",
            "statusListCredential": LIST,
        },
    }


def _list(issuer: str) -> dict:
    """With a thousand revoked ones on it."""
    return {
        "@context": [CREDENTIALS],
        "id": LIST,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": moment(AT),
        "validUntil": moment(AT + timedelta(days=7)),
        "credentialSubject": {
            "id": f"{LIST}#list",
            "type": "BitstringStatusList",
            "statusPurpose": bits.REVOCATION,
            "encodedList": bits.packed(range(6, 131_000, 131)),
        },
    }


def main() -> None:
    print(f"{'a badge and its list, checked':42}{milliseconds():8,.1f} ms{f'≤ {MOST}':>23}")


if __name__ == "__main__":
    main()
