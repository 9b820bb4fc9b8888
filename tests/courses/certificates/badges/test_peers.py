"""What others say of our credentials: two verifiers and a schema that nobody of this project wrote."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from courses.certificates.actions import revoke
from courses.certificates.badges.bits import REVOCATION
from courses.certificates.badges.picture import badge_png, badge_svg
from courses.certificates.badges.proof import as_text
from courses.certificates.badges.publishing import did_document, status_list
from courses.certificates.badges.trust import Trusted
from courses.certificates.badges.verifying import Verdict
from courses.certificates.models import Badge
from tests.support.reasons import MAY_BE_ABSENT, leave_out

from .conftest import World, credential, issued

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """The peers' libraries; docs/open-badges.md says which and how to fetch them."""
    if "NODE_MODULES" not in os.environ:
        leave_out(f"{MAY_BE_ABSENT} that has the libraries of the verifier in JavaScript (NODE_MODULES)")
    return Path(os.environ["NODE_MODULES"])


@pytest.fixture
def files(tmp_path) -> dict[str, Path]:
    """The same badge in each form, in the language with the longest words, and the document of its issuer."""
    certificate = issued(course_title="Управління проєктами «від А до Я»", title_language="uk")
    text = credential(certificate).decode()
    made = {"json": text.encode(), "png": badge_png(certificate, text), "svg": badge_svg(certificate, text)}
    document = did_document(Badge.objects.get().issuer)
    (tmp_path / f"{re.sub(r'[^A-Za-z0-9.]+', '_', document['id'])}.json").write_text(as_text(document))
    for kind, content in made.items():
        (tmp_path / f"badge.{kind}").write_bytes(content)
    (tmp_path / "changed.json").write_text(text.replace("від А до Я", "від A до Я"))
    (tmp_path / "list.json").write_text(status_list(Badge.objects.get().status_list, REVOCATION))
    return {path.name: path for path in tmp_path.iterdir()}


def said(command: list[str], **environment: str) -> list[dict]:
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | environment, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_verifier_of_digital_bazaar_accepts_ours_and_not_a_changed_one(shared, node_modules, files):
    script = str(shared / "tools/ob3/ob3_verify.mjs")
    given = [str(files[name]) for name in ("badge.json", "badge.png", "badge.svg", "changed.json")]

    answers = said(["node", script, *given], NODE_MODULES=str(node_modules), DIDWEB=str(files["badge.json"].parent))

    assert [(each["schema"], each["proof"], each["ok"]) for each in answers[:3]] == [("ok", "ok", True)] * 3
    assert (answers[3]["ok"], answers[3]["proof"].split()[0]) == (False, "FAIL")


def test_the_verifier_in_python_accepts_ours_and_our_lists_and_not_a_changed_one(shared, files):
    script = str(shared / "tools/ob3/ob3_verify.py")
    given = [str(files[name]) for name in ("badge.json", "list.json", "changed.json")]

    answers = said([sys.executable, script, *given], OB3_DATA=str(shared / "corpora/ob3"))

    assert [each["proof"].split()[0] for each in answers] == ["ok", "ok", "FAIL"]


def test_the_official_schema_accepts_ours(shared, files):
    """The one of 2019-09; the draft-04 rendering beside it is of Verifiable Credentials 1.1 (it asks for `issuanceDate`)."""
    schema = shared / "corpora/ob3/schema/ob_v3p0_achievementcredential_schema.json"

    done = subprocess.run(
        [sys.executable, str(shared / "tools/json/validate.py"), str(schema), str(files["badge.json"])], capture_output=True, text=True
    )

    assert (done.returncode, "ok" in done.stdout) == (0, True), done.stdout + done.stderr


def test_what_peers_issued_is_read_by_us(shared):
    folder = shared / "corpora/ob3/peer-issued"
    peer = json.loads((folder / "valid-cyrillic.json").read_text())["issuer"]["id"]
    trusted = Trusted().with_did_keys([peer])
    world = World()

    told = {path.name: world.check(path.read_bytes(), trusted=trusted).verdict for path in sorted(folder.iterdir())}

    assert told == {
        "bad-achievement-changed.json": Verdict.TAMPERED,
        "bad-issuer-name-changed.json": Verdict.TAMPERED,
        "bad-name-changed.json": Verdict.TAMPERED,
        "bad-no-proof.json": Verdict.MALFORMED,
        "bad-unicode-normalised.json": Verdict.TAMPERED,
        "expired.json": Verdict.EXPIRED,
        "valid-cyrillic.json": Verdict.VALID,
    }
    assert world.check((folder / "valid-cyrillic.json").read_bytes()).verdict == Verdict.UNKNOWN_ISSUER
    assert world.check((folder / "bad-name-changed.json").read_bytes()).verdict == Verdict.TAMPERED


def test_the_examples_of_the_specification_have_no_proof_and_nothing_else_is_wrong_with_them(shared):
    folder = shared / "corpora/ob3/spec-examples"

    told = {path.name: World().check(path.read_bytes()).reasons for path in sorted(folder.iterdir())}

    assert {reason for reasons in told.values() for reason in reasons} <= {
        "malformed: proof: missing",
        "unsupported: proof: DataIntegrityProof",
    }


def test_the_first_bit_is_the_most_significant_one(certificate):
    """As the specification has it, read here without any of our code: others would take somebody else's bit for revoked."""
    import base64
    import gzip

    revoke(certificate=certificate, because="A mistake", by=None)
    badge = Badge.objects.get()
    encoded = json.loads(status_list(badge.status_list, REVOCATION))["credentialSubject"]["encodedList"]

    content = gzip.decompress(base64.urlsafe_b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4)))

    assert len(content) * 8 == 131_072
    bits = "".join(f"{byte:08b}" for byte in content)
    assert [place for place, bit in enumerate(bits) if bit == "1"] == [badge.status_index]
