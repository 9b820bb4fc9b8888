"""What happens to the links that a holder gives."""

import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils.timezone import now

from lms.accounts.models import User

from .models import RecordLink, hash_of

MOST_OPEN = 30


class TooManyLinks(Exception):
    """So many are open that nobody knows any more who reads."""


@transaction.atomic
def give_link(*, holder: User, label: str, parts: Iterable[str], days: int) -> tuple[RecordLink, str]:
    """With the token, which nobody can read again later. Raises TooManyLinks."""
    User.objects.select_for_update(no_key=True).get(pk=holder.pk)
    if RecordLink.objects.of(holder).open().count() >= MOST_OPEN:
        raise TooManyLinks
    token, at = secrets.token_urlsafe(24), now()
    fields = {"label": label, "parts": list(parts), "days": days, "made_at": at, "expires_at": at + timedelta(days=days)}
    return RecordLink.objects.create(holder=holder, token_hash=hash_of(token), **fields), token


def take_back(*, link: RecordLink) -> None:
    """From this moment on it opens nothing. A repeat changes nothing."""
    RecordLink.objects.filter(pk=link.pk, taken_back_at=None).update(taken_back_at=now())


def count_opening(*, link: RecordLink) -> None:
    RecordLink.objects.filter(pk=link.pk).update(openings=F("openings") + 1, last_opened_at=now())
