"""What this app hands over and forgets about a person beyond what the apps that hold their words do: invitations."""

from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User
from lms.core.personal_data import PersonalData

from .models import Invitation


def _export(person: User) -> list[dict[str, Any]]:
    mine = Invitation.objects.of(person).select_related("cohort").order_by("sent_at", "pk")
    return [
        {"group": one.cohort.name, "address": one.email, "state": one.get_state_display(), "sent": one.sent_at, "answered": one.answered_at}
        for one in mine
    ]


def _erase(person: User) -> None:
    """Open ones are taken back; of the others the address goes."""
    mine = Invitation.objects.of(person)
    mine.filter(state=Invitation.State.SENT).update(state=Invitation.State.WITHDRAWN, email="", answered_at=now())
    mine.exclude(email="").update(email="")


INVITATIONS = PersonalData(key="invitations", label=_("Invitations"), export=_export, erase=_erase)
