"""What anybody may fetch, what only the holder may, and what the key log says."""

import json
import os
import stat
from pathlib import Path
from threading import Barrier, Thread
from urllib.parse import unquote

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from courses.certificates.actions import issue, reissue, revoke
from courses.certificates.badges import addresses
from courses.certificates.badges.awarding import reserve, sign
from courses.certificates.badges.baking import unbake_pdf, unbake_png, unbake_svg
from courses.certificates.badges.keys import KeyIsMissing, current_key, rotate, secret_text
from courses.certificates.badges.publishing import did_document
from courses.certificates.models import Badge, BadgeIssuer, Certificate, SigningKey, StatusList
from lms.accounts.actions import erase_person
from lms.network.models import Organisation
from tests.factories import CertificateFactory, CohortFactory, UserFactory

from .conftest import World, credential, issued

pytestmark = pytest.mark.django_db


def path_of(address: str) -> str:
    assert address.startswith(settings.BASE_URL)
    return address.removeprefix(settings.BASE_URL).partition("#")[0]


def test_the_identifier_of_the_issuer_leads_to_its_keys_as_did_web_says(client, certificate):
    said = json.loads(credential(certificate))
    host, *way = said["issuer"]["id"].removeprefix("did:web:").split(":")

    answer = client.get("/" + "/".join([*way, "did.json"]))

    assert settings.BASE_URL.endswith(unquote(host))
    document = answer.json()
    assert document["id"] == said["issuer"]["id"]
    assert said["proof"]["verificationMethod"] in document["assertionMethod"]
    assert document["verificationMethod"][0]["publicKeyMultibase"] == SigningKey.objects.get().public


@pytest.mark.parametrize(
    ("find", "content_type"),
    [
        (lambda said: said["id"], "application/vc"),
        (lambda said: said["credentialSubject"]["achievement"]["id"], "application/ld+json"),
        (lambda said: said["credentialStatus"]["statusListCredential"], "application/vc"),
        (lambda said: addresses.issuer_profile(BadgeIssuer.objects.get()), "application/ld+json"),
        (lambda said: f"{settings.BASE_URL}/issuers/{BadgeIssuer.objects.get().uid}/did.json", "application/did+ld+json"),
        (lambda said: f"{settings.BASE_URL}/issuers/{BadgeIssuer.objects.get().uid}/keys.json", "application/json"),
    ],
)
def test_every_address_in_a_credential_answers_scripts_of_any_site(client, certificate, find, content_type):
    answer = client.get(path_of(find(json.loads(credential(certificate)))))

    assert (answer.status_code, answer["Content-Type"], answer["Access-Control-Allow-Origin"]) == (200, content_type, "*")
    assert answer["Cache-Control"].startswith("public, max-age=")
    assert "Set-Cookie" not in answer
    assert json.loads(answer.content)["id"].startswith((settings.BASE_URL, "did:web:"))


@pytest.mark.parametrize("name", ["badge_issuer", "badge_did", "badge_keys", "badge", "badge_achievement"])
def test_what_nobody_issued_is_not_there(client, name):
    assert client.get(reverse(name, args=["01890a5d-ac96-774b-bcce-b302099a8057"])).status_code == 404


def test_a_list_is_about_revocation_or_refresh_and_nothing_else(client, certificate):
    listed = StatusList.objects.get()

    codes = [
        client.get(reverse("badge_status", args=[listed.uid, purpose])).status_code for purpose in ("revocation", "refresh", "message")
    ]

    assert codes == [200, 200, 404]


def test_a_course_that_nobody_completed_is_not_published_as_an_achievement(client, certificate):
    course = CertificateFactory().enrolment.cohort.course

    assert client.get(reverse("badge_achievement", args=[course.translation_key])).status_code == 404


def test_all_who_complete_a_course_earn_the_same_achievement():
    one = issued()
    other = issued(enrolment__cohort=one.enrolment.cohort, language="cs", course_title="Deset lekcí")

    achieved = [json.loads(credential(each))["credentialSubject"]["achievement"] for each in (one, other)]

    assert achieved[0]["id"] == achieved[1]["id"]
    assert [each["name"] for each in achieved] == ["Ten lessons", "Deset lekcí"]


def test_the_issuer_keeps_its_identifier_when_its_names_change():
    organisation = Organisation.objects.create(name="Hub", slug="hub")
    first = issued(enrolment__cohort__owner=organisation)
    Organisation.objects.filter(pk=organisation.pk).update(name="Centre", slug="centre")

    second = issued(enrolment__cohort__owner=organisation)

    assert json.loads(credential(first))["issuer"]["id"] == json.loads(credential(second))["issuer"]["id"]
    assert BadgeIssuer.objects.count() == 1


def test_the_same_list_is_the_same_bytes_until_a_bit_turns(client, certificate):
    address = reverse("badge_status", args=[StatusList.objects.get().uid, "revocation"])
    before = [client.get(address).content for _ in range(2)]

    revoke(certificate=certificate, because="A mistake", by=None)

    assert before[0] == before[1] != client.get(address).content


def test_an_address_of_a_badge_gives_the_newest_or_says_that_it_is_gone(client, certificate, django_capture_on_commit_callbacks):
    address = path_of(json.loads(credential(certificate))["id"])
    with django_capture_on_commit_callbacks(execute=True):
        again = reissue(certificate=certificate, holder_name="Олена Їжак", by=None)
    newest = client.get(address).content

    revoke(certificate=Certificate.objects.get(pk=again.pk), because="A mistake", by=None)

    assert newest == credential(again)
    assert client.get(address).status_code == 410


def test_two_badges_never_share_a_place(monkeypatch):
    """Even when the dice fall the same way again and again, and even after the first holder is forgotten."""
    falls = iter([7, 7, 7, 9])
    monkeypatch.setattr("courses.certificates.badges.awarding.secrets.randbelow", lambda _length: next(falls))
    first = issued()
    erase_person(person=first.enrolment.learner)

    second = issued()

    assert [each.status_index for each in Badge.objects.order_by("pk")] == [7, 9]
    assert World().check(credential(second)).is_good


def test_a_repeat_after_a_kill_signs_the_same_bytes(monkeypatch):
    certificate = CertificateFactory()

    def killed(*args, **options):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("courses.certificates.actions.render", killed)
        with pytest.raises(KeyboardInterrupt):
            issue(certificate=certificate)
    reserved = Badge.objects.get()
    first = sign(certificate=certificate)
    Badge.objects.update(credential="")

    issue(certificate=certificate)

    assert (reserved.credential, credential(certificate).decode()) == ("", first)


def test_reserving_twice_keeps_one_place():
    certificate = CertificateFactory()

    assert reserve(certificate=certificate) == reserve(certificate=certificate)


def test_a_key_that_changed_before_the_signature_is_not_used_any_more():
    certificate = CertificateFactory()
    old = reserve(certificate=certificate).key

    rotate(withdraw=True)
    issue(certificate=certificate)

    assert Badge.objects.get().key != old
    assert World().check(credential(certificate)).is_good


def test_the_private_half_is_a_file_that_only_its_owner_reads(certificate):
    folder = Path(settings.BADGE_KEYS)
    files = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}

    assert files[SigningKey.objects.get().public] == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert (folder / SigningKey.objects.get().public).read_text() not in credential(certificate).decode()


def test_rotation_leaves_one_key_that_signs_and_no_old_private_half(certificate):
    old = SigningKey.objects.get()

    call_command("rotate_badge_key")

    assert [key.state for key in SigningKey.objects.all()] == ["retired", "current"]
    assert not (Path(settings.BADGE_KEYS) / old.public).exists()
    assert len(did_document(BadgeIssuer.objects.get())["assertionMethod"]) == 2


def test_a_withdrawn_key_is_in_the_log_and_not_in_the_document(client, certificate):
    call_command("rotate_badge_key", withdraw=True)

    issuer = BadgeIssuer.objects.get()
    log = client.get(reverse("badge_keys", args=[issuer.uid])).json()
    assert [key["withdrawn"] for key in log["keys"]] == [True, False]
    assert len(did_document(issuer)["verificationMethod"]) == 1


def test_the_environment_says_which_key_signs(certificate, settings):
    settings.BADGE_SIGNING_KEY = secret_text(Ed25519PrivateKey.generate())

    newer = issued()

    assert [key.state for key in SigningKey.objects.all()] == ["retired", "current"]
    assert [World().check(credential(each)).is_good for each in (certificate, newer)] == [True, True]
    with pytest.raises(CommandError, match="BADGE_SIGNING_KEY"):
        call_command("rotate_badge_key")


def test_a_lost_key_is_named_and_leaves_the_certificate_waiting(certificate):
    os.unlink(Path(settings.BADGE_KEYS) / SigningKey.objects.get().public)
    waiting = CertificateFactory()

    with pytest.raises(KeyIsMissing, match="private half of key-1"):
        issue(certificate=waiting)

    waiting.refresh_from_db()
    assert waiting.state == Certificate.State.ELIGIBLE
    rotate()
    issue(certificate=waiting)
    assert World().check(credential(waiting)).is_good


def test_of_two_processes_that_make_the_first_key_one_wins(monkeypatch):
    """The other had looked before the first wrote."""
    from courses.certificates.badges import keys

    winner = current_key()
    loser = keys._put_in_charge(keys._made(), instead_of=None, as_state=SigningKey.State.RETIRED)

    assert loser == winner
    assert [path.name for path in Path(settings.BADGE_KEYS).iterdir() if path.name != winner.public] == []


@pytest.mark.django_db(transaction=True)
def test_the_first_certificates_of_a_site_may_be_issued_at_the_same_time():
    """No key, no issuer and no list is there yet."""
    cohort = CohortFactory()
    certificates = [CertificateFactory(enrolment__cohort=cohort) for _ in range(4)]
    start = Barrier(4)

    def run(certificate):
        start.wait()
        issue(certificate=certificate)
        connection.close()

    threads = [Thread(target=run, args=[certificate]) for certificate in certificates]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert (BadgeIssuer.objects.count(), SigningKey.objects.count()) == (1, 1)
    assert [path.name for path in Path(settings.BADGE_KEYS).iterdir()] == [SigningKey.objects.get().public]
    world = World()
    assert [world.check(credential(each)).verdict for each in certificates] == ["valid"] * 4


def test_badges_of_older_certificates_are_signed_on_demand(certificate, capsys):
    Badge.objects.all().delete()

    call_command("sign_missing_badges")
    call_command("sign_missing_badges")

    assert capsys.readouterr().out == "Signed: 1\nSigned: 0\n"
    assert World().check(credential(certificate)).is_good


def test_what_a_withdrawn_key_signed_is_signed_and_printed_again(certificate):
    before = credential(certificate)
    rotate(withdraw=True)

    call_command("sign_missing_badges")

    with certificate.pdf.open() as paper:
        assert unbake_pdf(paper.read()).encode() == credential(certificate)
    assert World().check(credential(certificate)).is_good
    assert json.loads(before)["credentialStatus"] == json.loads(credential(certificate))["credentialStatus"]


def test_a_lost_key_makes_lists_wait_and_breaks_no_page(client, certificate):
    os.unlink(Path(settings.BADGE_KEYS) / SigningKey.objects.get().public)

    address = path_of(json.loads(credential(certificate))["credentialStatus"]["statusListCredential"])

    assert [client.get(each).status_code for each in (address, reverse("verify_page"))] == [503, 503]


@pytest.mark.parametrize(("kind", "read"), [("png", unbake_png), ("svg", unbake_svg), ("json", bytes.decode)])
def test_the_holder_downloads_the_badge_and_nobody_else_does(client, certificate, kind, read):
    address = reverse("badge_download", args=[certificate.number, kind])
    stranger = client.get(address)
    client.force_login(UserFactory())
    other = client.get(address)
    client.force_login(certificate.enrolment.learner)

    mine = client.get(address)

    assert (stranger.status_code, "/account/login/" in stranger["Location"], other.status_code) == (302, True, 404)
    assert read(mine.content) == credential(certificate).decode()
    assert mine["Content-Disposition"] == f'attachment; filename="badge-{certificate.number}.{kind}"'
    assert client.get(reverse("badge_download", args=[certificate.number, "exe"])).status_code == 404


def test_a_badge_that_is_not_in_force_is_not_given_out(client, certificate):
    client.force_login(certificate.enrolment.learner)

    revoke(certificate=certificate, because="A mistake", by=None)

    assert client.get(reverse("badge_download", args=[certificate.number, "png"])).status_code == 404
