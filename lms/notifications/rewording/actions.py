"""Changing the words of letters. Nothing is overwritten: each change is a row that names the one it follows."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from lms.accounts.models import User

from ..kinds import LetterKind
from ..models import LetterWording
from ..wording import forget_kept_words


class ChangedMeanwhile(Exception):
    """Somebody else has changed the same words since they were shown."""


@dataclass(frozen=True)
class Change:
    """Empty words bring back those that the letter came with. `follows`: the row that was shown, 0 if there was none."""

    place: str
    text: str
    follows: int


def change_words(*, kind: LetterKind, language: str, changes: Iterable[Change], by: User) -> None:
    """All or none. Raises ChangedMeanwhile."""
    rows = [
        LetterWording(kind=kind.key, language=language, place=one.place, text=one.text, follows=one.follows, written_by=by)
        for one in changes
    ]
    try:
        with transaction.atomic():
            LetterWording.objects.bulk_create(rows)
    except IntegrityError as error:
        raise ChangedMeanwhile from error
    transaction.on_commit(forget_kept_words)


def take_back(*, wording: LetterWording, by: User) -> None:
    """The words that counted before count again. Raises ChangedMeanwhile."""
    before = LetterWording.objects.filter(pk=wording.follows).first()
    row = LetterWording(kind=wording.kind, language=wording.language, place=wording.place, follows=wording.pk, written_by=by)
    row.text = before.text if before else ""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise ChangedMeanwhile from error
    transaction.on_commit(forget_kept_words)
