"""What a person's devices get to keep unsent words by: a name that says nothing, and a key that only the server can make again.

The key comes with the page and is never stored on the device. Who is signed out has no key, so nothing of the queue can be read."""

import base64

from django.utils.crypto import salted_hmac

from lms.accounts.models import User


def person_name(person: User) -> str:
    return _derived("person", person)[:16]


def queue_key(person: User) -> str:
    """32 bytes as base64."""
    return _derived("key", person)


def _derived(purpose: str, person: User) -> str:
    digest = salted_hmac(f"workbook.device.{purpose}", str(person.pk), algorithm="sha256").digest()
    return base64.b64encode(digest).decode()
