"""`manage.py verify_credential`: what it prints and how it exits."""

import json
from datetime import datetime

import pytest
from django.core.management import CommandError, call_command

from courses.certificates.actions import revoke
from courses.certificates.badges.picture import badge_png, badge_svg
from courses.certificates.badges.publishing import key_log

from .conftest import credential

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(tmp_path, capsys):
    def check(content: bytes, name: str = "badge.json", **options) -> tuple[int, dict]:
        path = tmp_path / name
        path.write_bytes(content)
        try:
            call_command("verify_credential", str(path), **options)
            code = 0
        except SystemExit as stopped:
            code = stopped.code
        return code, json.loads(capsys.readouterr().out)

    return check


def test_a_good_badge_in_each_form_exits_with_0(run, certificate):
    text = credential(certificate)

    answers = [
        run(text),
        run(badge_png(certificate, text.decode()), "badge.png"),
        run(badge_svg(certificate, text.decode()), "badge.svg"),
    ]

    assert [(code, said["verdict"], said["reasons"]) for code, said in answers] == [(0, "valid", [])] * 3


def test_each_other_verdict_exits_with_1_and_a_reason(run, certificate, tmp_path):
    good, log = credential(certificate), tmp_path / "keys.json"
    log.write_text(json.dumps(key_log(certificate.badge.issuer)))
    told = [
        run(good.replace(b"Ten lessons", b"Six lessons")),
        run(b"not a badge"),
        run(good, only_these=True),
        run(good, only_these=True, trust=[str(log)]),
        run(good, recipient="Somebody else"),
        run(good, at=datetime.fromisoformat("2020-01-01T00:00:00Z")),
    ]
    revoke(certificate=certificate, because="A mistake", by=None)
    told.append(run(good))

    assert [(code, said["verdict"]) for code, said in told] == [
        (1, "tampered"),
        (1, "malformed"),
        (1, "unknown_issuer"),
        (1, "valid_status_unknown"),
        (1, "valid"),
        (1, "not_yet_valid"),
        (1, "revoked"),
    ]
    assert told[4][1]["recipient"] == "differs"
    assert all(said["reasons"] or said.get("recipient") for _code, said in told)


def test_what_cannot_be_read_is_said_in_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("verify_credential", str(tmp_path / "nothing.json"))
