"""What a person's devices get to keep unsent words by: a name that says nothing, and a key that only the server can make again.

The key comes with the page and is never stored on the device. Who is signed out has no key, so nothing of the queue can be read."""

import base64
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.utils.crypto import salted_hmac
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from lms.accounts.models import User
from lms.core.skeletons import skeleton


def person_name(person: User) -> str:
    return _derived("person", person)[:16]


def queue_key(person: User) -> str:
    """32 bytes as base64."""
    return _derived("key", person)


def device_html(person: User, session_url: str) -> SafeString:
    """What saving by itself needs, once a page: whose queue this is, its key, where to ask for a fresh token (with a query that `&items=`
    is added to), and its sentences in the person's language."""
    theirs = {"person": person_name(person), "key": queue_key(person), "session_url": escape(session_url)}
    return skeleton("saving/device.html", (get_language(),), dict).fill(theirs)


def _derived(purpose: str, person: User) -> str:
    digest = salted_hmac(f"workbook.device.{purpose}", str(person.pk), algorithm="sha256").digest()
    return base64.b64encode(digest).decode()


def renewed(request: HttpRequest, entries: dict[str, Any]) -> JsonResponse:
    """What a queue needs to go on by itself after a new sign-in: a token, whose queue may be sent, and what the server has by now."""
    if not request.user.is_authenticated:
        return JsonResponse({"error": "signed_out"}, status=401)
    person = request.user
    return JsonResponse({"csrf": get_token(request), "person": person_name(person), "key": queue_key(person), "entries": entries})
