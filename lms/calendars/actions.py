"""What changes about the private address of somebody's calendar."""

import secrets

from django.db import transaction
from django.utils.timezone import now

from lms.accounts.models import User

from .models import Feed


@transaction.atomic
def make_feed(*, person: User) -> Feed:
    """A new address. The one before, if there was one, stops at once."""
    feed, _is_new = Feed.objects.update_or_create(person=person, defaults={"token": secrets.token_urlsafe(32), "made_at": now()})
    return feed


def stop_feed(*, person: User) -> None:
    """No address any more. A repeat changes nothing."""
    Feed.objects.filter(person=person).delete()
