"""Letters through a provider: the request, each kind of answer, and what it reports later. Its answers are made up; nothing leaves."""

import base64
import io
import json
import uuid

import environ
import pytest
import requests
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from django.test import RequestFactory
from urllib3.exceptions import MaxRetryError, NewConnectionError

from lms.core.providers import PROVIDERS, provider_settings
from lms.notifications.checks import (
    bounces_have_an_address,
    provider_is_known_and_has_its_keys,
    provider_may_tell_what_came_back,
)
from lms.notifications.models import Letter, Outbox
from lms.notifications.tasks import sweep_letters
from tests.factories import LetterFactory

State, Reason, Trouble = Letter.State, Letter.Reason, Letter.Trouble
INACTIVE = "Marked as inactive. Found inactive addresses: somebody@example.org. Inactive recipients are not written to."
SECRET = "hook:a-very-long-word-indeed"
pytestmark = pytest.mark.django_db


@pytest.fixture
def environment(monkeypatch):
    monkeypatch.setenv("POSTMARK_SERVER_TOKEN", "token")
    monkeypatch.setenv("EMAIL_WEBHOOK_SECRET", SECRET)


def use(settings, name: str) -> None:
    for key, value in provider_settings(name, environ.Env()).items():
        setattr(settings, key, value)


@pytest.fixture
def provider(monkeypatch, settings, environment):
    """What it is asked, and the answers it gives, one for each letter: a response or an exception."""
    asked, answers = [], []

    def request(session, **params):
        asked.append(params)
        answer = answers.pop(0) if answers else taken(params)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(requests.Session, "request", request)
    use(settings, "postmark")
    return asked, answers


def response(status: int, body: dict) -> requests.Response:
    made = requests.Response()
    made.status_code, made.reason, made.raw = status, "", io.BytesIO(json.dumps(body).encode())
    return made


def taken(params: dict) -> requests.Response:
    to = json.loads(params["data"])["To"]
    return response(200, {"ErrorCode": 0, "Message": "OK", "MessageID": "1", "SubmittedAt": "2026-11-01T10:00:00Z", "To": to})


@pytest.fixture
def letter(register_kind):
    register_kind("must", priority=Letter.Priority.MUST)
    fields = {"message_id": f"{uuid.uuid4().hex}@workbook.example", "person__email": "somebody@example.org"}
    return LetterFactory(kind="must", priority=Letter.Priority.MUST, **fields)


@pytest.fixture
def stoppable(register_kind):
    register_kind("stoppable")
    return LetterFactory(kind="stoppable", message_id=f"{uuid.uuid4().hex}@workbook.example")


def stands(letter):
    letter.refresh_from_db()
    return letter.state, letter.reason, letter.trouble


def test_the_letter_keeps_its_headers_and_nobody_is_followed(provider, stoppable):
    asked, _answers = provider
    letter = stoppable

    sweep_letters()

    assert stands(letter) == (State.HANDED_OVER, "", "")
    sent = json.loads(asked[0]["data"])
    headers = {header["Name"]: header["Value"] for header in sent["Headers"]}
    assert headers["Message-ID"] == f"<{letter.message_id}>"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["X-PM-KeepID"] == "true"
    assert (sent["TrackOpens"], sent["TrackLinks"]) == (False, "None")
    assert sent["Metadata"] == {"message_id": letter.message_id}
    assert asked[0]["timeout"] == (10, 20)


def wrapped(error: Exception) -> requests.ConnectionError:
    return requests.ConnectionError(MaxRetryError(None, "/email", error))


@pytest.mark.parametrize(
    ("answer", "ledger", "held"),
    [
        (response(429, {"Message": "Slowly"}), (State.QUEUED, "", Trouble.BUSY), 1),
        (response(503, {}), (State.QUEUED, "", Trouble.BUSY), 1),
        (response(401, {"ErrorCode": 10, "Message": "Bad token"}), (State.QUEUED, "", Trouble.KEY), 1),
        (response(422, {"ErrorCode": 400, "Message": "The Sender signature is not known"}), (State.QUEUED, "", Trouble.KEY), 1),
        (response(422, {"ErrorCode": 406, "Message": INACTIVE}), (State.NOT_SENT, Reason.REFUSED, Trouble.NOBODY), 0),
        (response(413, {"Message": "Too large"}), (State.NOT_SENT, Reason.REFUSED, Trouble.UNWANTED), 0),
        (requests.ConnectTimeout("no answer"), (State.QUEUED, "", Trouble.AWAY), 1),
        (wrapped(NewConnectionError(None, "refused")), (State.QUEUED, "", Trouble.AWAY), 1),
        (requests.ReadTimeout("silence"), (State.QUEUED, "", Trouble.BROKEN), 0),
        (requests.ConnectionError("Connection aborted."), (State.QUEUED, "", Trouble.BROKEN), 0),
        (response(504, {}), (State.QUEUED, "", Trouble.BROKEN), 0),
    ],
    ids=["slowly", "out of order", "key", "sender", "inactive", "large", "no connection", "refused", "silence", "aborted", "gateway"],
)
def test_each_answer_leads_to_what_is_certain_about_the_letter(provider, letter, answer, ledger, held):
    _asked, answers = provider
    answers.append(answer)

    sweep_letters()

    assert stands(letter) == ledger
    assert Outbox.objects.get().troubles == held
    assert letter.interruptions == (ledger[2] == Trouble.BROKEN)


@pytest.mark.parametrize("name", PROVIDERS)
def test_every_provider_has_a_backend_and_a_webhook_that_anymail_knows(settings, environment, monkeypatch, name):
    from django.core.mail import get_connection
    from django.utils.module_loading import import_string

    for key in PROVIDERS[name].needs:
        monkeypatch.setenv(key, "x")
    use(settings, name)

    assert get_connection().esp_name.lower().replace(" ", "") == name
    assert import_string(PROVIDERS[name].webhook).as_view()
    assert provider_is_known_and_has_its_keys(None) == provider_may_tell_what_came_back(None) == []


def test_what_is_wrong_or_missing_is_said_before_the_first_letter(settings, monkeypatch):
    def faults():
        return [fault.id for check in (provider_is_known_and_has_its_keys, provider_may_tell_what_came_back) for fault in check(None)]

    assert faults() == []
    use(settings, "pigeon")
    assert faults() == ["notifications.E001"]
    use(settings, "mailjet")
    assert faults() == ["notifications.E002", "notifications.W001"]
    for key in PROVIDERS["mailjet"].needs:
        monkeypatch.setenv(key, "x")
    monkeypatch.setenv("EMAIL_WEBHOOK_SECRET", "short")
    use(settings, "mailjet")
    assert faults() == ["notifications.E003"]


def test_addresses_of_what_comes_back_are_checked_too(settings):
    settings.BOUNCE_ADDRESS, settings.BOUNCE_MAILBOX = "bounces@workbook.example", "imaps://name:word@host/INBOX"
    assert bounces_have_an_address(None) == []
    settings.BOUNCE_ADDRESS, settings.BOUNCE_MAILBOX = "bounces+x@workbook.example", "imap://host"
    assert [fault.id for fault in bounces_have_an_address(None)] == ["notifications.E004", "notifications.E005"]


def tell(letter, kind: str, *, secret: str = SECRET, **fields):
    body = {
        "RecordType": "Bounce",
        "Type": kind,
        "ID": 42,
        "MessageID": "1",
        "Email": letter.person.email,
        "BouncedAt": "2026-11-01T10:00:00Z",
        "Details": "smtp; 550 5.1.1 no such user",
        "Metadata": {"message_id": letter.message_id},
    }
    authorization = "Basic " + base64.b64encode(secret.encode()).decode()
    request = RequestFactory().post(
        "/letters/came-back/", json.dumps(body | fields), content_type="application/json", headers={"Authorization": authorization}
    )
    return PostmarkTrackingWebhookView.as_view()(request)


def comes_back(letter) -> bool:
    letter.person.refresh_from_db()
    return letter.person.letters_come_back


def test_what_the_provider_tells_later_stops_letters(provider, letter):
    assert tell(letter, "HardBounce").status_code == 200

    assert comes_back(letter)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("SpamNotification", "smtp; 550 5.1.1 is not why"),
        ("SoftBounce", "smtp; 452 4.2.2 Over quota"),
        ("HardBounce", ""),
        ("AutoResponder", ""),
    ],
)
def test_what_says_nothing_for_good_about_the_address_does_not(provider, letter, kind, said):
    tell(letter, kind, Details=said)

    assert not comes_back(letter)


def test_who_does_not_know_the_secret_or_the_letter_is_not_heard(provider, letter):
    with pytest.raises(Exception, match="basic auth"):
        tell(letter, "HardBounce", secret="hook:another-word-altogether")
    tell(letter, "HardBounce", Metadata={"message_id": f"{'0' * 32}@workbook.example"})
    tell(letter, "HardBounce", Metadata={})

    assert not comes_back(letter)


def test_who_calls_a_letter_spam_gets_that_kind_no_more(provider, stoppable):
    from lms.notifications.models import LetterChoice

    tell(stoppable, "SpamComplaint", RecordType="SpamComplaint")

    assert LetterChoice.objects.filter(person=stoppable.person, kind="stoppable").exclude(channel="email").exists()
    assert not comes_back(stoppable)
