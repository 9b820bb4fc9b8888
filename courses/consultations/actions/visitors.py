"""People without an account: tied to one later, or forgotten."""

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now

from lms.accounts.models import User

from ..models import AgreedAction, Consultation, Visitor

WORDS = ("wish", "topic", "outcome", "next_step", "shared_note", "private_note")


@transaction.atomic
def tie(*, visitor: Visitor, account: User) -> None:
    """From now on both are one person: what was held with the visitor is the account's as well."""
    Visitor.objects.filter(pk=visitor.pk, forgotten_at=None).update(account=account)


def untie(*, visitor: Visitor) -> None:
    """It was somebody else."""
    Visitor.objects.filter(pk=visitor.pk).update(account=None)


@transaction.atomic
def forget_visitor(*, visitor: Visitor) -> None:
    """Name, what they told, and every word that was written; times and counts stay. It cannot be undone. A repeat changes nothing."""
    forget_words(Q(visitor=visitor))
    Visitor.objects.filter(pk=visitor.pk).update(name="", sex="", born=None, district="", account=None, forgotten_at=now())


def forget_words(which: Q) -> None:
    AgreedAction.objects.filter(consultation__in=Consultation.objects.filter(which)).delete()
    Consultation.objects.filter(which).update(**dict.fromkeys(WORDS, ""))
