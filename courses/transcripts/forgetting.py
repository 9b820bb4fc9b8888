"""What this app hands over and forgets about a person: the links they gave. What is in a record belongs to other apps."""

from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User
from lms.core.personal_data import PersonalData

from .models import RecordLink

FIELDS = ["label", "parts", "made_at", "expires_at", "taken_back_at", "openings", "last_opened_at"]


def _export(person: User) -> list[dict]:
    return list(RecordLink.objects.of(person).values(*FIELDS))


def _erase(person: User) -> None:
    RecordLink.objects.of(person).delete()


RECORD_LINKS = PersonalData(key="record_links", label=_("Links to your record"), export=_export, erase=_erase)
