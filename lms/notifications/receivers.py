"""What allauth and the provider tell us."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed
from anymail.signals import AnymailTrackingEvent, EventType, RejectReason, tracking
from django.dispatch import receiver

from . import bounces, kinds
from .choosing import stop_letters
from .models import BouncedAddress, Letter
from .troubles import told_trouble

Trouble = Letter.Trouble


@receiver(email_changed)
def forget_the_address_that_was(from_email_address: EmailAddress | None, **kwargs: Any) -> None:
    if from_email_address:
        bounces.forget_bounces(address=from_email_address.email)


@receiver(tracking)
def hear_what_came_back(event: AnymailTrackingEvent, **kwargs: Any) -> None:
    """anymail has checked the secret. The letter is named by the word that went with it."""
    message_id = (event.metadata or {}).get("message_id", "")
    if event.event_type in (EventType.BOUNCED, EventType.REJECTED, EventType.FAILED, EventType.COMPLAINED):
        said = " ".join(str(event.mta_response or event.description or event.reject_reason or event.event_type).split())
        letter = bounces.take_report(
            message_id=message_id,
            address=event.recipient or "",
            trouble=_trouble(event, said),
            said=said,
            source=BouncedAddress.Source.PROVIDER,
        )
        if letter and event.event_type == EventType.COMPLAINED and letter.kind in {kind.key for kind in kinds.all_kinds() if kind.can_stop}:
            stop_letters(person=letter.person, kind=kinds.get(letter.kind))


def _trouble(event: AnymailTrackingEvent, said: str) -> Trouble:
    """A complaint ("this is spam") is about the letter, not about the address. Of bounces anymail does not say whether they are for good:
    the words of the server do."""
    if event.event_type != EventType.BOUNCED or event.reject_reason in (RejectReason.BLOCKED, RejectReason.SPAM):
        return Trouble.UNWANTED
    return Trouble.NOBODY if event.reject_reason == RejectReason.INVALID else told_trouble(said)
