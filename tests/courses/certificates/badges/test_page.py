"""The checking page, opened from the disk in a browser without a network: what it says of a good badge and of every bad one."""

import base64
import hashlib
import json
import re
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.urls import reverse
from django.utils.timezone import now

from courses.certificates.actions import reissue, revoke
from courses.certificates.badges import addresses
from courses.certificates.badges.baking import bake_png, bake_svg
from courses.certificates.badges.bits import REVOCATION
from courses.certificates.badges.jws import as_jws
from courses.certificates.badges.keys import private_half, public_half, rotate
from courses.certificates.badges.page_building import build_page
from courses.certificates.badges.picture import badge_png, badge_svg
from courses.certificates.badges.proof import as_text, signed
from courses.certificates.badges.publishing import status_list
from courses.certificates.models import Badge
from tests.support.browser import accessibility_problems, fits

from .conftest import World, credential, issued, show, verdict
from .test_paper import LONG, paper_of

pytestmark = pytest.mark.django_db
EMPTY = '<svg xmlns="http://www.w3.org/2000/svg"></svg>'


def bare(certificate) -> dict:
    return {name: value for name, value in json.loads(credential(certificate)).items() if name != "proof"}


def signed_as_ours(certificate, document) -> bytes:
    badge = Badge.objects.get(certificate=certificate)
    method = addresses.verification_method(badge.issuer, badge.key)
    return as_text(signed(document, key=private_half(badge.key), method=method, created=badge.awarded_at)).encode()


def every_kind_of_badge() -> dict[str, bytes]:
    """By a name; whether each is good and why not is for the two verifiers to say."""
    good, revoked, replaced = issued(), issued(), issued()
    text, document = credential(good).decode(), bare(good)
    badge = Badge.objects.get(certificate=good)
    key, method = private_half(badge.key), addresses.verification_method(badge.issuer, badge.key)
    theirs = Ed25519PrivateKey.generate()
    did = f"did:key:{public_half(theirs)}"
    own, at = f"{did}#{public_half(theirs)}", badge.awarded_at
    made = {
        "good": text.encode(),
        "good, indented": json.dumps(json.loads(text), indent=2).encode(),
        "good, as a token": as_jws(document, key=key, method=method).encode(),
        "good, long and Cyrillic": credential(issued(course_title=LONG, title_language="uk", language="uk")),
        "revoked": credential(revoked),
        "replaced": credential(replaced),
        "expired": signed_as_ours(good, document | {"validUntil": "2026-01-01T00:00:00Z"}),
        "of a later day": signed_as_ours(good, document | {"validFrom": "2100-01-01T00:00:00Z"}),
        "on a list that is not at hand": signed_as_ours(
            good, document | {"credentialStatus": document["credentialStatus"] | {"statusListCredential": "https://example.org/list"}}
        ),
        "with another status": signed_as_ours(good, document | {"credentialStatus": {"id": "urn:x:1", "type": "https://example.org/Status"}}),
        "without status": signed_as_ours(good, {name: value for name, value in document.items() if name != "credentialStatus"}),
        "changed": text.replace("Ten lessons", "Six lessons").encode(),
        "with a term of its own": text.replace('"name":"Ten', '"hours":"400","name":"Ten', 1).encode(),
        "with null": text.replace('"validFrom"', '"description":null,"validFrom"', 1).encode(),
        "with a keyword": text.replace('"validFrom"', '"@included":[],"validFrom"', 1).encode(),
        "with a name twice": text.replace('"validFrom"', '"validFrom":"2020-01-01T00:00:00Z","validFrom"', 1).encode(),
        "with another context": text.replace("context-3.0.3", "context-3.0.9").encode(),
        "with a context of its own": text.replace('"https://www.w3.org/ns/credentials/v2",', '"https://www.w3.org/ns/credentials/v2",{"name":"urn:x:y"},').encode(),
        "without proof": as_text(document).encode(),
        "with two proofs": as_text(json.loads(text) | {"proof": [json.loads(text)["proof"]] * 2}).encode(),
        "with another suite": text.replace("eddsa-rdfc-2022", "eddsa-jcs-2022").encode(),
        "with an impossible day": text.replace(json.loads(text)["validFrom"], "2026-02-30T00:00:00Z").encode(),
        "with a broken signature": text.replace('"proofValue":"z', '"proofValue":"z1').encode(),
        "with an unknown key": text.replace("#z6Mk", "#z6Mj").encode(),
        "of another issuer": as_text(signed(document | {"issuer": did}, key=theirs, method=own, created=at)).encode(),
        "of another in our name": as_text(signed(document, key=theirs, method=own, created=at)).encode(),
        "of another changed": as_text(
            signed(document | {"issuer": did}, key=theirs, method=own, created=at) | {"name": "Other"}
        ).encode(),
        "signed when the key was not there": as_text(signed(document, key=key, method=method, created=at - timedelta(days=400))).encode(),
        "a token without algorithm": b"eyJhbGciOiJub25lIn0.e30.AAAA",
        "a profile": as_text(document | {"type": ["VerifiableCredential"]}).encode(),
        "without criteria": as_text(json.loads(text) | {"credentialSubject": {"type": ["AchievementSubject"], "id": "urn:x:1"}}).encode(),
        "no JSON": b"a certificate",
        "a list": b"[]",
        "half a letter": b'{"id": "\\ud800"}',
        "no text": b"\xff\xfe\x00\x01",
        "nothing": b"",
    }  # fmt: skip
    revoke(certificate=revoked, because="A mistake", by=None)
    reissue(certificate=replaced, holder_name="Олена Їжак", by=None)
    return made


def test_the_page_and_the_command_say_the_same_of_every_badge_without_a_network(open_page):
    badges = every_kind_of_badge()
    world = World()
    expected = {name: world.check(content) for name, content in badges.items()}
    page = open_page()

    told = {name: verdict(page, content) for name, content in badges.items()}

    assert {name: each for name, (each, _reasons) in told.items()} == {name: each.verdict.value for name, each in expected.items()}
    signatures = {name: each for name, each in expected.items() if each.verdict.value != "unsupported"}
    assert {name: told[name][1] for name in signatures} == {name: each.reasons for name, each in signatures.items()}
    assert all(told[name][1] for name, each in expected.items() if each.verdict.value != "valid")
    assert {finding.verdict.value for finding in expected.values()} == {
        "valid", "valid_status_unknown", "superseded", "expired", "not_yet_valid", "revoked",
        "tampered", "unknown_issuer", "malformed", "unsupported",
    }  # fmt: skip
    assert (page.wrong, [url for url in page.asked_for if not url.startswith(("file:", "blob:", "data:"))]) == ([], [])


def test_no_changed_byte_is_taken_for_valid_by_the_page_either(open_page):
    """Each byte of the text in turn, by another printable one, in the page itself: as files it would take long."""
    good = credential(issued())
    page = open_page()

    wrong = page.evaluate(
        """async (good) => {
            const lists = Verdicts.byAddress(Page.lists), wrong = [];
            const check = async (text) => (await Verdicts.verify(new TextEncoder().encode(text), new Date(), lists)).verdict;
            if (await check(good) !== "valid") wrong.push("the good one");
            for (let place = 0; place < good.length; place += 1) {
                const other = String.fromCharCode(32 + (good.charCodeAt(place) - 31 + place) % 94);
                if (other === good[place]) continue;
                const verdict = await check(good.slice(0, place) + other + good.slice(place + 1));
                if (verdict.startsWith("valid")) wrong.push(`${place}: ${other}`);
            }
            return wrong;
        }""",
        good.decode(),
    )

    assert wrong == []


def test_pictures_and_papers_are_read_too(open_page):
    certificate = issued()
    text = credential(certificate).decode()
    page = open_page()

    told = [
        verdict(page, badge_png(certificate, text), "badge.png", "image/png"),
        verdict(page, badge_svg(certificate, text), "badge.svg", "image/svg+xml"),
        verdict(page, paper_of(certificate), "certificate.pdf", "application/pdf"),
        verdict(page, bake_png(badge_png(certificate, text), text.replace("Ten", "Six")), "badge.png", "image/png"),
        verdict(page, bake_svg(EMPTY, text.replace("Ten", "Six")).encode(), "badge.svg", "image/svg+xml"),
        verdict(page, EMPTY.encode(), "empty.svg", "image/svg+xml"),
        verdict(page, b"<!DOCTYPE svg><svg/>", "empty.svg", "image/svg+xml"),
        verdict(page, b"%PDF-1.7", "empty.pdf", "application/pdf"),
    ]  # fmt: skip

    assert [each for each, _reasons in told] == ["valid", "valid", "valid", "tampered", "tampered", "malformed", "malformed", "malformed"]


def test_an_old_copy_of_the_page_says_since_when_it_does_not_know(open_page):
    certificate = issued()
    page = open_page(clock=now() + timedelta(days=30))

    told = verdict(page, credential(certificate))

    made_at = json.loads(World().lists[0])["validFrom"]
    assert told == ("valid_status_unknown", [f"status_unknown: since {made_at}"])
    assert page.get_by_role("heading", level=2).inner_text().startswith("Signature good, revocation unknown since ")


def test_a_newer_list_brings_an_old_copy_up_to_date(open_page):
    certificate = issued()
    page = open_page()
    revoke(certificate=certificate, because="A mistake", by=None)
    before = verdict(page, credential(certificate))[0]

    show(page, status_list(Badge.objects.get().status_list, REVOCATION).encode())
    page.get_by_text("The list of revocations is taken over.").wait_for()

    assert (before, verdict(page, credential(certificate))[0]) == ("valid", "revoked")


def test_what_a_withdrawn_key_signed_is_refused(open_page):
    content = credential(issued())
    rotate(withdraw=True)

    assert verdict(open_page(), content) == ("unknown_issuer", ["key_withdrawn: others may have this key"])


def test_the_holder_is_compared_on_the_device(open_page):
    certificate = issued()
    page = open_page()
    verdict(page, credential(certificate))
    named = page.get_by_label("Whose it should be")

    named.fill("Олена Ґудзь")
    page.get_by_text("The badge was given to this person.").wait_for()
    named.fill(certificate.enrolment.learner.email.upper())
    page.get_by_text("The badge was given to this person.").wait_for()
    named.fill("Олена Гудзь")
    page.get_by_text("The badge was not given to this name or address.").wait_for()


@pytest.mark.parametrize(
    ("language", "said"), [("uk-UA", "Чинна"), ("ru-RU", "Действителен"), ("bg-BG", "Валидна"), ("cs-CZ", "Platný"), ("fr-FR", "Valid")]
)
def test_the_answer_is_in_the_language_of_the_device(open_page, language, said):
    content = credential(issued())
    page = open_page(language=language)

    page.locator("#files").set_input_files({"name": "badge.json", "mimeType": "application/json", "buffer": content})
    page.locator("#answer").wait_for(state="visible")

    assert page.locator("#verdict").inner_text() == said
    assert page.locator("html").get_attribute("lang") == (language[:2] if language != "fr-FR" else "en")


def test_everybody_can_use_it(open_page):
    certificate = issued()
    page = open_page()
    before = accessibility_problems(page)
    verdict(page, credential(certificate).replace(b"Ten", b"Six"))

    assert (before, accessibility_problems(page)) == ([], [])
    assert fits(page)
    assert page.evaluate("document.activeElement.id") == "answer"


def test_the_page_lets_nothing_run_but_what_it_brings_and_reaches_nobody(open_page):
    page = open_page(offline=False)
    html = build_page()

    script, style = re.search(r"<script>(.*)</script>", html, flags=re.S)[1], re.search(r"<style>(.*)</style>", html, flags=re.S)[1]
    hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(each.encode()).digest()).decode()}'" for each in (script, style)]
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)[1]
    reached = page.evaluate("fetch('https://example.org/').then(() => 'reached', () => 'stopped')")
    page.evaluate("document.body.appendChild(Object.assign(document.createElement('script'), {textContent: 'window.alarm = true'}))")

    assert policy.startswith(f"default-src 'none'; script-src {hashes[0]}; style-src {hashes[1]};")
    assert (reached, page.evaluate("window.alarm === undefined")) == ("stopped", True)


def test_what_people_wrote_does_not_run_in_the_page(open_page):
    """Names of issuers stand in its data."""
    from lms.network.models import Organisation

    organisation = Organisation.objects.create(name="</script><script>window.alarm = 1</script><img src=x onerror=alert(1)>", slug="x")
    certificate = issued(enrolment__cohort__owner=organisation, issuer_name=organisation.name, course_title="<b>Ten</b>")
    page = open_page()

    assert verdict(page, credential(certificate))[0] == "valid"
    assert (page.locator("#issuer").inner_text(), page.locator("#achievement").inner_text()) == (organisation.name, "<b>Ten</b>")
    assert page.evaluate("window.alarm === undefined")


@pytest.mark.django_db(transaction=True)
def test_the_page_works_the_same_from_the_site(live_server, page):
    certificate = issued()
    wrong = []
    page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)

    page.goto(live_server.url + reverse("verify_page"))

    assert verdict(page, credential(certificate)) == ("valid", [])
    assert wrong == []
