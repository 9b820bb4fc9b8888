import base64
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache

from lms.accounts.actions import grant_role
from tests.factories import UserFactory

SECRET = base64.b32encode(b"twenty bytes of salt").decode()


@pytest.fixture(autouse=True)
def no_tries_yet(db):
    """Rate limits count in the cache, which outlives a test."""
    cache.clear()


def code_now(secret: str = SECRET) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture
def learner(db):
    return person("olena@example.org", language="uk")


@pytest.fixture
def coordinator(db):
    someone = person("coordinator@example.org")
    grant_role(person=someone, role="coordinator")
    return someone


def person(email: str, **fields):
    """Somebody whose address is confirmed."""
    someone = UserFactory(email=email, **fields)
    EmailAddress.objects.create(user=someone, email=email, primary=True, verified=True)
    return someone


def set_second_factor(someone) -> None:
    Authenticator.objects.create(user=someone, type=Authenticator.Type.TOTP, data={"secret": SECRET})
