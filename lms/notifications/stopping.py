"""The signed address that stops one kind of letter for one person, without signing in. It does not run out: letters are kept for years."""

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from lms.accounts.models import User

from .kinds import LetterKind, get

_signer = Signer(salt="letters.stop")


class UnknownStopLink(Exception):
    """Not one of ours, or cut off on the way."""


def stop_path(person: User, kind: LetterKind) -> str:
    return reverse("stop_letters", args=[_signer.sign_object({"person": person.pk, "kind": kind.key})])


def read_stop_token(token: str) -> tuple[User, LetterKind]:
    """Raises UnknownStopLink."""
    try:
        said = _signer.unsign_object(token)
        return User.objects.get(pk=said["person"]), get(said["kind"])
    except (BadSignature, User.DoesNotExist, KeyError) as error:
        raise UnknownStopLink from error
