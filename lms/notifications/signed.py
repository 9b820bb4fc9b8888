"""Signed addresses that letters carry. Whoever has one need not sign in; each opens one thing of one person. They do not run out: letters
are kept for years."""

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from lms.accounts.models import User

from .models import Letter

_choices = Signer(salt="letters.choices")
_why = Signer(salt="letters.why")


class UnknownAddress(Exception):
    """Not one of ours, or cut off on the way."""


def choices_path(person: User) -> str:
    return reverse("letter_choices", args=[_choices.sign_object(person.pk)])


def read_choices_token(token: str) -> User:
    """Raises UnknownAddress."""
    try:
        return User.objects.get(pk=_choices.unsign_object(token), erased_at=None)
    except (BadSignature, User.DoesNotExist) as error:
        raise UnknownAddress from error


def why_path(letter: Letter) -> str:
    """By the Message-ID: it is there before the row is."""
    return reverse("why_this_letter", args=[_why.sign_object(letter.message_id)])


def read_why_token(token: str) -> Letter:
    """Raises UnknownAddress."""
    try:
        return Letter.objects.select_related("person", "gathered_in").get(message_id=_why.unsign_object(token), person__erased_at=None)
    except (BadSignature, Letter.DoesNotExist) as error:
        raise UnknownAddress from error
