"""What a verifier says of a good credential and of every bad one."""

import json
from datetime import datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from courses.certificates.actions import reissue, revoke
from courses.certificates.badges import addresses
from courses.certificates.badges.baking import bake_png, bake_svg
from courses.certificates.badges.jws import as_jws
from courses.certificates.badges.keys import private_half, public_half, rotate
from courses.certificates.badges.proof import as_text, signed
from courses.certificates.badges.publishing import did_document
from courses.certificates.badges.trust import Trusted
from courses.certificates.badges.verifying import Verdict, verify
from courses.certificates.models import Badge, SigningKey
from lms.accounts.actions import erase_person

from .conftest import World, credential, issued

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def changed(content, change):
    document = json.loads(content)
    change(document)
    return as_text(document).encode()


def signed_again(certificate, **more):
    """The same credential with other words, signed by the site's own key."""
    badge = Badge.objects.get(certificate=certificate)
    document = {name: value for name, value in json.loads(badge.credential).items() if name != "proof"} | more
    method = addresses.verification_method(badge.issuer, badge.key)
    return as_text(signed(document, key=private_half(badge.key), method=method, created=badge.awarded_at)).encode()


def test_a_credential_that_was_just_issued_is_valid(certificate):
    finding = World().check(credential(certificate))

    assert (finding.verdict, finding.reasons) == (Verdict.VALID, [])
    assert (finding.says["achievement"], finding.says["issuer_name"]) == ("Ten lessons", "Workbook")


@pytest.mark.parametrize(
    "change",
    [
        lambda said: said["credentialSubject"]["achievement"].update(name="Eleven lessons"),
        lambda said: said["credentialSubject"]["result"][0].update(value="400"),
        lambda said: said["issuer"].update(name="Somebody else"),
        lambda said: said.pop("name"),
        lambda said: said.pop("credentialStatus"),
        lambda said: said["credentialStatus"].update(statusListIndex="0"),
        lambda said: said.update(validFrom="2020-01-01T00:00:00Z"),
        lambda said: said["proof"].update(created="2020-01-01T00:00:00Z"),
        lambda said: said.update(description="With honours"),
    ],
)
def test_a_changed_word_is_noticed(certificate, change):
    finding = World().check(changed(credential(certificate), change))

    assert (finding.verdict, finding.reasons) == (Verdict.TAMPERED, ["signature: what is said is not what was signed"])
    assert finding.says == {}


def test_a_word_that_no_signature_covers_is_not_overlooked(certificate):
    finding = World().check(changed(credential(certificate), lambda said: said.update(hoursOfStudy="400")))

    assert (finding.verdict, finding.reasons) == (Verdict.UNSUPPORTED, ["unsupported: a term that no context knows: hoursOfStudy"])


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_no_change_of_any_byte_is_taken_for_valid(certificate, data):
    """The law that all the others serve, for the bare text and for both pictures."""
    world, good = World(), credential(certificate)
    bare = good.decode()
    svg = bake_svg('<svg xmlns="http://www.w3.org/2000/svg"></svg>', bare).encode()
    content = data.draw(st.sampled_from([good, svg]))
    start, end = (content.index(b"{"), content.rindex(b"}") + 1) if content is svg else (0, len(content))
    place, byte = data.draw(st.integers(start, end - 1)), data.draw(st.integers(0, 255).map(int))
    if content[place] == byte:
        byte ^= 1

    finding = world.check(content[:place] + bytes([byte]) + content[place + 1 :])

    assert finding.verdict not in {Verdict.VALID, Verdict.STATUS_UNKNOWN}


@given(content=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass"))))
@example(content=b"")
@example(content=b"[" * 100_000)
@example(content=b'{"a":' * 100_000)
@example(content=b"<svg/>")
@example(content=b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><svg>&a;</svg>')
@example(content=b"\x89PNG\r\n\x1a\n")
@example(content=b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffiTXt")
@example(content=b"a.b.c")
@example(content=b"e30.e30.e30")
@example(content=b'{"id": 1, "id": 2}')
@example(content=b'{"@context": NaN}')
@example(content=b'{"@context": 1e999999}')
@example(content=b'{"id": "\\ud800"}')
@example(content=b"%PDF-1.7")
def test_whatever_a_file_holds_is_answered_with_a_reason(content):
    finding = verify(content, trusted=Trusted(), at=datetime.fromisoformat("2026-11-26T12:00:00Z"))

    assert finding.verdict in {Verdict.MALFORMED, Verdict.UNSUPPORTED}
    assert finding.reasons


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=5)
    | st.sampled_from(["_:b0", "@id", "z1", "did:key:z1"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5) | st.sampled_from(["id", "type", "@context"]), inner, max_size=3)
    ),
    max_leaves=5,
)


def paths(value, before=()):
    yield before
    for name, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from paths(inner, (*before, name))


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_anything_in_the_place_of_anything_is_answered_with_a_reason(certificate, data):
    document = json.loads(credential(certificate))
    *way, last = data.draw(st.sampled_from(list(paths(document))[1:]))
    inside = document
    for name in way:
        inside = inside[name]
    before = json.dumps(inside[last])
    inside[last] = data.draw(JUNK)
    if json.dumps(inside[last]) == before:
        return

    finding = World().check(as_text(document).encode("utf-8", "surrogatepass"))

    assert finding.verdict not in {Verdict.VALID, Verdict.STATUS_UNKNOWN}
    assert finding.reasons


def test_an_expired_and_a_future_credential_say_since_when_and_from_when(certificate):
    world = World()

    expired = world.check(signed_again(certificate, validUntil="2026-01-01T00:00:00Z"))
    future = world.check(signed_again(certificate, validFrom="2100-01-01T00:00:00Z"))

    assert (expired.verdict, expired.reasons) == (Verdict.EXPIRED, ["expired: since 2026-01-01T00:00:00Z"])
    assert (future.verdict, future.reasons) == (Verdict.NOT_YET_VALID, ["not_yet_valid: from 2100-01-01T00:00:00Z"])


def test_what_is_unknown_gives_way_to_what_is_known(certificate):
    finding = World().check(signed_again(certificate, validUntil="2026-01-01T00:00:00Z"), lists=[])

    assert (finding.verdict, len(finding.reasons)) == (Verdict.EXPIRED, 2)


def test_a_revoked_credential_is_refused_from_the_moment_on(certificate):
    before, content = World(), credential(certificate)

    revoke(certificate=certificate, because="A mistake", by=None)

    assert before.check(content).verdict == Verdict.VALID
    finding = World().check(content)
    assert (finding.verdict, finding.reasons) == (Verdict.REVOKED, ["revoked: the issuer took it back"])


def test_a_replaced_credential_says_so_and_the_new_one_is_valid(certificate, django_capture_on_commit_callbacks):
    content = credential(certificate)
    with django_capture_on_commit_callbacks(execute=True):
        again = reissue(certificate=certificate, holder_name="Олена Ґудзь-Їжак", by=None)

    world = World()
    assert (world.check(content).verdict, world.check(credential(again)).verdict) == (Verdict.SUPERSEDED, Verdict.VALID)
    others = [text for text in world.lists if "/refresh" not in text]
    assert world.check(content, lists=others).verdict == Verdict.REVOKED
    assert json.loads(credential(again))["issuer"]["id"] == json.loads(content)["issuer"]["id"]


def test_what_a_forgotten_holder_has_is_not_confirmed_any_more(certificate):
    content, learner = credential(certificate), certificate.enrolment.learner

    erase_person(person=learner)

    badge = Badge.objects.get()
    assert (badge.credential, badge.salt) == ("", "")
    assert World().check(content).verdict == Verdict.REVOKED


def test_without_the_list_the_signature_is_good_and_the_rest_unknown(certificate):
    world, content = World(), credential(certificate)
    made_at = json.loads(world.lists[0])["validFrom"]

    without = world.check(content, lists=[])
    stale = world.check(content, after=8 * DAY)

    assert (without.verdict, without.reasons) == (Verdict.STATUS_UNKNOWN, ["status_unknown: the list is not at hand"])
    assert (stale.verdict, stale.reasons) == (Verdict.STATUS_UNKNOWN, [f"status_unknown: since {made_at}"])


def test_an_old_list_still_says_who_was_revoked(certificate):
    revoke(certificate=certificate, because="A mistake", by=None)

    assert World().check(credential(certificate), after=8 * DAY).verdict == Verdict.REVOKED


@pytest.mark.parametrize(
    "change",
    [
        lambda said: said["credentialSubject"].update(encodedList="uH4sIAAAAAAAC_2NgGAWjYBQMBgAAs2bGmQAgAAA"),
        lambda said: said.update(issuer="did:web:example.org"),
        lambda said: said["credentialSubject"].update(statusPurpose="message"),
        lambda said: said.pop("proof"),
    ],
)
def test_a_list_that_the_issuer_did_not_sign_is_no_list(certificate, change):
    world = World()
    revocation = next(text for text in world.lists if "/refresh" not in text)
    forged = changed(revocation, change).decode()

    assert world.check(credential(certificate), lists=[forged]).verdict == Verdict.STATUS_UNKNOWN


def test_a_list_of_another_issuer_says_nothing_about_ours(certificate):
    """Signed well, for the address that our credential names, by somebody else whom the verifier trusts too."""
    theirs = Ed25519PrivateKey.generate()
    did = f"did:key:{public_half(theirs)}"
    method = f"{did}#{public_half(theirs)}"
    world = World()
    listed = json.loads(next(text for text in world.lists if "/refresh" not in text)) | {"issuer": did}
    listed.pop("proof")
    forged = as_text(signed(listed, key=theirs, method=method, created=datetime.fromisoformat(listed["validFrom"])))

    finding = world.check(credential(certificate), lists=[forged], trusted=world.trusted.with_did_keys([did]))

    assert finding.verdict == Verdict.STATUS_UNKNOWN


def test_a_foreign_credential_is_of_an_unknown_issuer(certificate):
    content = credential(certificate)

    finding = World().check(content, trusted=Trusted())

    assert (finding.verdict, finding.reasons) == (Verdict.UNKNOWN_ISSUER, ["issuer_unknown: nobody here vouches for it"])


def test_a_verifier_with_nothing_but_the_did_document_can_check_it(certificate):
    """As others do it, who know no key log. They see no periods, but a withdrawn key is not there."""
    issuer = Badge.objects.get().issuer
    content = credential(certificate)
    rotate()
    retired = World().check(content, trusted=Trusted().with_logs([did_document(issuer)]))
    SigningKey.objects.filter(state="retired").update(state="withdrawn")
    withdrawn = World().check(content, trusted=Trusted().with_logs([did_document(issuer)]))

    assert [retired.verdict, withdrawn.verdict] == [Verdict.VALID, Verdict.UNKNOWN_ISSUER]


def test_somebody_elses_key_under_our_name_is_refused(certificate):
    theirs = Ed25519PrivateKey.generate()
    document = json.loads(credential(certificate))
    document.pop("proof")
    own = f"did:key:{public_half(theirs)}#{public_half(theirs)}"
    ours = f"{document['issuer']['id']}#{Badge.objects.get().key.public}"
    at = datetime.fromisoformat(document["validFrom"])
    world = World()

    as_theirs = world.check(as_text(signed(document, key=theirs, method=own, created=at)).encode())
    as_ours = world.check(as_text(signed(document, key=theirs, method=ours, created=at)).encode())
    as_unknown = world.check(
        as_text(signed(document, key=theirs, method=f"{document['issuer']['id']}#{public_half(theirs)}", created=at)).encode()
    )

    assert [as_theirs.verdict, as_ours.verdict, as_unknown.verdict] == [Verdict.UNKNOWN_ISSUER, Verdict.TAMPERED, Verdict.UNKNOWN_ISSUER]


def test_what_a_retired_key_signed_stays_valid_and_what_a_withdrawn_key_signed_does_not(certificate):
    content = credential(certificate)

    rotate()
    retired = World().check(content)
    newer = World().check(credential(issued()))
    rotate(withdraw=True)
    still = World().check(content)
    withdrawn = World().check(credential(Badge.objects.latest("pk").certificate))

    assert [retired.verdict, newer.verdict, still.verdict] == [Verdict.VALID] * 3
    assert (withdrawn.verdict, withdrawn.reasons) == (Verdict.UNKNOWN_ISSUER, ["key_withdrawn: others may have this key"])


def test_a_retired_key_signs_nothing_new(certificate):
    badge = Badge.objects.get()
    old = private_half(badge.key)
    document = {name: value for name, value in json.loads(badge.credential).items() if name != "proof"}
    rotate()

    method, late = addresses.verification_method(badge.issuer, badge.key), badge.awarded_at + DAY
    finding = World().check(as_text(signed(document, key=old, method=method, created=late)).encode(), after=DAY)

    assert (finding.verdict, finding.reasons[0]) == (Verdict.UNKNOWN_ISSUER, "key_period: signed when the key was not in charge")


def test_the_holder_decides_whom_to_tell_that_it_is_theirs(certificate):
    world, content = World(), credential(certificate)
    learner = certificate.enrolment.learner

    told = [world.check(content, recipient=words).recipient for words in ("Олена Ґудзь", f" {learner.email.upper()} ", "Олена Гудзь", "")]

    assert told == ["matches", "matches", "differs", ""]
    assert "Ґудзь" not in content.decode()
    assert learner.email not in content.decode()


def test_a_badge_is_read_from_pictures_and_as_a_token(certificate, picture):
    world, text = World(), credential(certificate).decode()
    badge = Badge.objects.get()
    document = {name: value for name, value in json.loads(text).items() if name != "proof"}
    method = addresses.verification_method(badge.issuer, badge.key)
    token = as_jws(document, key=private_half(badge.key), method=method)

    forms = [
        bake_png(picture, text),
        bake_svg('<svg xmlns="http://www.w3.org/2000/svg"></svg>', text).encode(),
        token.encode(),
        bake_png(picture, token),
        b"\xef\xbb\xbf" + text.encode(),
        json.dumps(json.loads(text), indent=2).encode(),
    ]

    assert [world.check(form).verdict for form in forms] == [Verdict.VALID] * len(forms)


@pytest.mark.parametrize(
    ("header", "verdict"),
    [
        ({"alg": "none"}, Verdict.UNSUPPORTED),
        ({"alg": "HS256"}, Verdict.UNSUPPORTED),
        ({"alg": "RS256"}, Verdict.UNSUPPORTED),
        ({"alg": "EdDSA", "crit": ["b64"], "b64": False}, Verdict.UNSUPPORTED),
        ({"alg": "EdDSA", "jwk": {"kty": "OKP"}}, Verdict.UNKNOWN_ISSUER),
        ({"alg": "EdDSA", "kid": "OURS"}, Verdict.TAMPERED),
    ],
)
def test_a_token_cannot_choose_how_it_is_checked(certificate, header, verdict):
    from courses.certificates.badges.jws import _plain

    badge = Badge.objects.get()
    method = addresses.verification_method(badge.issuer, badge.key)
    document = {name: value for name, value in json.loads(badge.credential).items() if name != "proof"}
    _head, body, signature = as_jws(document, key=private_half(badge.key), method=method).split(".")
    header = {name: method if value == "OURS" else value for name, value in header.items()}

    finding = World().check(f"{_plain(as_text(header).encode())}.{body}.{signature}".encode())

    assert finding.verdict == verdict
