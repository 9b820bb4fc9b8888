"""Editors may say letters about accounts in other words too; what makes signing in possible stays."""

import pytest
from django.core import mail
from django.urls import reverse

from lms.notifications.models import LetterWording
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def say(place, text, kind="account_login_code", language="en"):
    LetterWording.objects.create(kind=kind, language=language, place=place, text=text)


def test_a_code_comes_with_the_words_of_the_editors_and_always_with_the_code(client):
    say("opening", "Here it is, & good luck.")
    say("subject", "{code} is your number")
    person = UserFactory(language="en")

    client.post(reverse("account_request_login_code"), {"email": person.email})

    (message,) = mail.outbox
    code = message.subject.partition(" ")[0]
    assert message.subject == f"{code} is your number"
    assert "Here it is, & good luck." in message.body
    assert f"\n{code}\n" in message.body
    assert f"<strong>{code}</strong>" in message.alternatives[0].content
    assert (message.extra_headers["Auto-Submitted"], message.extra_headers["Content-Language"]) == ("auto-generated", "en")


def test_both_letters_that_confirm_an_address_say_the_same_words(client):
    say("opening", "Tell us that {email} is yours.", kind="account_email_confirmation")

    client.post("/en/account/signup/", {"email": "new@example.org", "password1": "a-long-word-of-mine", "name": "New"})

    assert "Tell us that new@example.org is yours." in mail.outbox[0].body
