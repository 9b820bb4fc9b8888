"""What the ledger of letters hands over and forgets about a person."""

from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User
from lms.core.personal_data import PersonalData

from .actions import forget_letters
from .bounces import forget_bounces
from .models import BounceReport, Letter, LetterChoice, LetterSettings


def _export(person: User) -> dict:
    letters = Letter.objects.of(person).order_by("created_at")
    settings = LetterSettings.objects.filter(person=person).first()
    return {
        "rhythm": settings.rhythm if settings else LetterSettings.Rhythm.AS_IT_COMES,
        "letters": list(letters.values("kind", "state", "created_at", "handed_over_at", "seen_at", "message_id")),
        "came_back": list(BounceReport.objects.filter(address=(person.email or "").lower()).values("said", "is_permanent", "received_at")),
        "choices": list(LetterChoice.objects.filter(person=person).values("kind", "channel", "chosen_at")),
    }


def _erase(person: User) -> None:
    forget_letters(person=person)
    if person.email:
        forget_bounces(address=person.email)


LETTERS = PersonalData(key="letters", label=_("Letters to you"), export=_export, erase=_erase)
