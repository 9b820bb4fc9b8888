from typing import Any

from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User
from lms.core.personal_data import PersonalData

from .models import Clipboard


def export(person: User) -> list[dict[str, Any]]:
    return [{"from": kept.source_title, "at": kept.at, "blocks": kept.blocks} for kept in Clipboard.objects.filter(person=person)]


def erase(person: User) -> None:
    """Lessons are the course's; what lies between two of them goes. Safe to run twice."""
    Clipboard.objects.filter(person=person).delete()


COPIED_BLOCKS = PersonalData(key="writing", label=_("Copied blocks"), export=export, erase=erase)
