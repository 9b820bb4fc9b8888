"""The published vectors: what W3C and 1EdTech signed, we sign the same, byte for byte."""

import hashlib
import json
import re
from datetime import datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from courses.certificates.badges import multibase
from courses.certificates.badges.canonical import CannotBeSigned, canonical
from courses.certificates.badges.proof import is_signed_by, public_key, signed
from courses.certificates.badges.vocabulary import CREDENTIALS, FOLDER, OPEN_BADGES, PINNED, contexts

EXAMPLES = {"https://www.w3.org/ns/credentials/examples/v2": {"@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}}}


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def split(credential):
    return {name: value for name, value in credential.items() if name != "proof"}, credential["proof"]


def key_from(text):
    return Ed25519PrivateKey.from_private_bytes(multibase.decode(text, length=32, kind=multibase.PRIVATE))


def again(credential, key, known=None):
    """The same document signed by us."""
    document, proof = split(credential)
    created = datetime.fromisoformat(proof["created"])
    return signed(document, key=key, method=proof["verificationMethod"], created=created, contexts=known)


def test_the_proof_that_w3c_published_comes_out_byte_for_byte(shared):
    folder = shared / "corpora/ob3/w3c-eddsa-vectors"
    known = {**contexts(), **EXAMPLES}
    published = read(folder / "eddsa-rdfc-2022/signedDataInt.json")
    document, proof = split(published)

    ours = again(published, key_from(read(folder / "keyPair.json")["privateKeyMultibase"]), known)

    assert canonical(document, known) == (folder / "eddsa-rdfc-2022/canonDocDataInt.txt").read_text()
    assert ours == published
    assert is_signed_by(document, proof, key=public_key(read(folder / "keyPair.json")["publicKeyMultibase"]), contexts=known)


def published_badge(shared):
    """The signed badge and the key of 1EdTech's page of vectors, cut out of its HTML."""
    page = (shared / "corpora/ob3/spec/impl/linked-data-proof-ob.html").read_text(encoding="utf-8")
    blocks = [block for block in re.findall(r"<pre[^>]*>(.*?)</pre", page, flags=re.S) if "proofValue" in block]
    secret = re.search(r"Private key \(hex\):.*?([0-9a-f]{128})", page, flags=re.S)[1]
    return json.loads(blocks[-1]), Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret)[:32])


def test_the_proof_that_1edtech_published_comes_out_byte_for_byte(shared):
    published, key = published_badge(shared)
    document, _proof = split(published)

    assert canonical(document) == (shared / "corpora/ob3/spec/impl/test-vectors/obv3p0/document-canon.txt").read_text()
    assert again(published, key) == published


def test_the_contexts_are_the_official_ones_and_the_pinned_ones(shared):
    folder = shared / "corpora/ob3/contexts"
    official = {
        CREDENTIALS: read(folder / "credentials-v2.jsonld"),
        OPEN_BADGES: read(folder / "ob-v3p0-3.0.3.json"),
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json": read(folder / "ob-v3p0-3.0.2.json"),
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json": read(folder / "ob-v3p0-3.0.1.json"),
        "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": read(folder / "ob-v3p0-extensions.json"),
    }

    assert dict(contexts()) == official
    assert {name: hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() for name, _pin in PINNED.values()} == dict(PINNED.values())


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"hoursOfStudy": "400"}, "a term that no context knows"),
        ({"name": None}, "null"),
        ({"type": ["VerifiableCredential", "Diploma"]}, "neither a known term nor a whole address"),
        ({"id": "diploma"}, "neither a known term nor a whole address"),
        ({"id": "_:b0"}, "nameless"),
        ({"@graph": []}, "@graph"),
        ({"@context": [CREDENTIALS, "https://example.org/mine"]}, "unknown context https://example.org/mine"),
        ({"@context": [CREDENTIALS, {"name": "https://schema.org/description"}]}, "unknown context"),
        ({"issuer": {"id": "https://example.org/", "@context": CREDENTIALS}}, "@context"),
        ({"evidence": [{"type": "https://example.org/same"}] * 9}, "look alike"),
    ],
)
def test_what_a_signature_would_not_cover_is_refused(more, reason):
    document = {"@context": [CREDENTIALS], "id": "urn:x:1", "type": ["VerifiableCredential"], "name": "Ten lessons"}
    assert "Ten lessons" in canonical(document)

    with pytest.raises(CannotBeSigned, match=re.escape(reason)):
        canonical(document | more)
