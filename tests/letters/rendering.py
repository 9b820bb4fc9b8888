"""Every letter in every language, as it is handed to the mail server; made once for all tests of this folder."""

import email
import email.policy
import html
import re
from dataclasses import dataclass
from email.message import EmailMessage
from functools import cached_property

from allauth.core.context import request_context
from django.conf import settings
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core import mail
from django.test import RequestFactory

from lms.accounts.adapter import AccountAdapter
from lms.notifications import kinds
from lms.notifications.account_letters import LETTERS, SAME_WORDS
from lms.notifications.message import compose
from tests.factories import UserFactory

from .samples import SAMPLES, WHO

LANGUAGES = [code for code, _name in settings.LANGUAGES]
SITE = "https://workbook.example.org"


@dataclass(frozen=True)
class Rendered:
    """`raw` is without what is attached."""

    kind: str
    number: int  # of the samples of the kind
    language: str
    raw: bytes

    def __str__(self) -> str:
        return f"{self.kind} {self.number} {self.language}"

    @cached_property
    def message(self) -> EmailMessage:
        return email.message_from_bytes(self.raw, _class=EmailMessage, policy=email.policy.default)

    @cached_property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @cached_property
    def text(self) -> str:
        return self._part("plain")

    @cached_property
    def html(self) -> str:
        return self._part("html")

    @cached_property
    def seen(self) -> str:
        """What a reader of the HTML part sees, on one line."""
        return _on_one_line(html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<head>.*?</head>|<!--.*?-->", " ", self.html, flags=re.S))))

    @cached_property
    def links(self) -> list[str]:
        return [html.unescape(link) for link in re.findall(r'href="([^"]*)"', self.html)]

    def _part(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return part.get_content() if part else ""


def _on_one_line(text: str) -> str:
    return re.sub(r"\s+([.,:;!?»“”])", r"\1", " ".join(text.split()))


def letters_of_kind(key: str) -> list[Rendered]:
    found = []
    for number, letter in enumerate(SAMPLES[key]()):
        for language in LANGUAGES:
            letter.person.language = language
            letter.person.save(update_fields=["language"])
            message = compose(letter, kinds.get(key))
            message.attachments = []
            found.append(Rendered(key, number, language, message.message().as_bytes(linesep="\r\n")))
    return found


def letters_about_accounts(prefix: str) -> list[Rendered]:
    found = []
    for language in LANGUAGES:
        person = UserFactory(language=language, **WHO)
        request = RequestFactory().get("/", headers={"host": SITE.partition("//")[2]}, secure=True)
        request.user, request.session = person, {}
        request._messages = FallbackStorage(request)
        things = {"user": person, "code": "384 115", "to_email": "nova@example.org", "from_email": "stara@example.org"}
        things |= {"deleted_email": "stara@example.org"}
        things |= {f"{name}_url": f"{SITE}/en/account/{name}/" for name in ("activate", "password_reset", "signup")}
        with request_context(request):
            AccountAdapter(request).send_mail(prefix, str(person.email), things)
        found.append(Rendered(prefix, 0, language, mail.outbox[-1].message().as_bytes(linesep="\r\n")))
    return found


ACCOUNT = sorted([*LETTERS, *SAME_WORDS])
KINDS = sorted(kind.key for kind in kinds.all_kinds())
_made: dict[str, list[Rendered]] = {}


def made(key: str) -> list[Rendered]:
    """Needs the database only for the first who asks."""
    if key not in _made:
        _made[key] = letters_about_accounts(key) if "/" in key else letters_of_kind(key)
    return _made[key]
