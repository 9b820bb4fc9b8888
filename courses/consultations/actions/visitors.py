"""People without an account: tied to one later, or forgotten."""

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now

from lms.accounts.models import User

from ..models import AgreedAction, Consultation, ConsultationEvent, Visitor
from .booking import cancel
from .seats import What, hold_people, hold_slots

WORDS = ("wish", "topic", "outcome", "next_step", "shared_note", "private_note")


@transaction.atomic
def tie(*, visitor: Visitor, account: User) -> None:
    """From now on both are one person: what was held with the visitor is the account's as well."""
    Visitor.objects.filter(pk=visitor.pk, forgotten_at=None).update(account=account, changed_at=now())


def untie(*, visitor: Visitor) -> None:
    """It was somebody else."""
    Visitor.objects.filter(pk=visitor.pk).update(account=None, changed_at=now())


@transaction.atomic
def forget_visitor(*, visitor: Visitor, by: User) -> None:
    """Name, what they told, and every word that was written; times and counts stay. What is still to come is cancelled. It cannot be
    undone. A repeat changes nothing."""
    cancel_ahead(Q(visitor=visitor), by=by)
    forget_words(Q(visitor=visitor))
    at = now()
    told = {"name": "", "sex": "", "born": None, "district": ""}
    Visitor.objects.filter(pk=visitor.pk).update(**told, account=None, forgotten_at=at, changed_at=at)


def cancel_ahead(which: Q, *, by: User, what: str = What.CANCELLED) -> None:
    """What has not begun. All slots at once, and then all people: others hold them in that order."""
    ahead = Consultation.objects.filter(which, state__in=Consultation.OPEN).order_by("pk")
    slots = set(ahead.filter(slot__isnull=False).values_list("slot", flat=True))
    hold_slots(slots)
    hold_people(waiting_in=slots)
    for consultation in ahead:
        if not consultation.has_begun():
            cancel(consultation=consultation, by=by, what=what)


def forget_words(which: Q) -> None:
    ConsultationEvent.objects.filter(consultation__in=Consultation.objects.filter(which)).update(reason="")
    AgreedAction.objects.filter(consultation__in=Consultation.objects.filter(which)).delete()
    Consultation.objects.filter(which).update(**dict.fromkeys(WORDS, ""))
