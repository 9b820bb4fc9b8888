"""What this app hands over and forgets about a person. The address itself is not handed over: an archive lies about for years."""

from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User
from lms.core.personal_data import PersonalData

from .actions import stop_feed
from .models import Feed


def _export(person: User) -> dict:
    feed = Feed.objects.filter(person=person).first()
    return {"has_address": feed is not None, "made": feed.made_at if feed else None}


def _erase(person: User) -> None:
    stop_feed(person=person)


CALENDAR = PersonalData(key="calendar", label=_("The private address of your calendar"), export=_export, erase=_erase)
