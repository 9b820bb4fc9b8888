"""Addresses that letters came back from: nothing goes there until the person gives another, or says that it works again.

The mail server says so when it is given a letter; a report comes later, by e-mail or from the provider. A report counts only for the
letter that it names by its unguessable Message-ID, and for the address that this letter went to: docs/letters.md."""

from datetime import timedelta

from django.db import transaction
from django.utils.timezone import now

from lms.accounts.models import User

from .delivery import Delivery
from .dsn import read_report
from .models import BouncedAddress, BounceReport, Letter

Source = BouncedAddress.Source
Trouble = Letter.Trouble

SEVERAL = 3  # so many different letters that did not arrive for now, within these days: the address is as good as gone
WITHIN = timedelta(days=14)


def learn(*, letter: Letter, delivery: Delivery) -> None:
    """From what the mail server said when it was given a letter."""
    if delivery.trouble == Trouble.NOBODY:
        _stop(str(letter.person.email), Source.SERVER, delivery.answer)
    elif delivery.trouble == Trouble.FULL:
        _note(letter, str(letter.person.email), delivery.trouble, delivery.answer, Source.SERVER)


def take_returned(raw: bytes) -> list[Letter]:
    """The letters that this report, as it came by e-mail, is about."""
    reports = [
        take_report(message_id=one.message_id, address=one.address, trouble=one.trouble, said=one.said, source=Source.REPORT)
        for one in read_report(raw)
    ]
    return [letter for letter in reports if letter]


@transaction.atomic
def take_report(*, message_id: str, address: str, trouble: Trouble, said: str, source: Source) -> Letter | None:
    """The letter it is about; nothing if it is none of ours, or went elsewhere. The same report may come twice."""
    letter = Letter.objects.filter(message_id=message_id).select_related("person").first()
    if letter is None or address.lower() != (letter.person.email or "").lower():
        return None
    letter.trouble, letter.answer = trouble, said[:200]
    letter.save(update_fields=["trouble", "answer"])
    _note(letter, address, trouble, said, source)
    return letter


def _note(letter: Letter, address: str, trouble: Trouble, said: str, source: Source) -> None:
    """Refused for what it says, it tells nothing about the address."""
    if trouble == Trouble.UNWANTED:
        return
    is_permanent = trouble == Trouble.NOBODY
    BounceReport.objects.get_or_create(
        message_id=letter.message_id, address=address.lower(), is_permanent=is_permanent, defaults={"said": said[:200]}
    )
    lately = BounceReport.objects.filter(address=address.lower(), is_permanent=False, received_at__gte=now() - WITHIN)
    if is_permanent or lately.count() >= SEVERAL:
        _stop(address, source, said)


def _stop(address: str, source: Source, said: str) -> None:
    """The person's row says so too: pages tell them without asking the database once more."""
    BouncedAddress.objects.get_or_create(address=address.lower(), defaults={"source": source, "said": said[:200]})
    User.objects.filter(email__iexact=address).update(bounced_address=address.lower())


@transaction.atomic
def forget_bounces(*, address: str) -> None:
    """The person says that it works again, or has another now."""
    BouncedAddress.objects.filter(address=address.lower()).delete()
    BounceReport.objects.filter(address=address.lower()).delete()
    User.objects.filter(bounced_address=address.lower()).update(bounced_address="")
