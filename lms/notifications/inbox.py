"""The letters of a person as a page of the site: what went by e-mail, and what did not but is worth telling."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import get_language

from lms.accounts.models import User

from . import kinds
from .channels import Channel
from .gathering import tell
from .models import Letter, LetterChoice, LetterQuerySet
from .signed import why_path

PER_PAGE = 15
KEPT = 600  # seconds that a subject is kept: reading the rows behind fifteen letters takes a query or more for each
GONE = (LookupError, ObjectDoesNotExist, AttributeError, TypeError, ValueError)  # what kinds come to whose rows are gone or went on
State = Letter.State
Reason = Letter.Reason


@dataclass(frozen=True)
class Notice:
    letter: Letter
    subject: str
    why: str


def inbox_of(person: User) -> LetterQuerySet:
    """Not what is no longer needed, what is for later, and what the person wants not at all."""
    unwanted = LetterChoice.objects.filter(person=person, channel=Channel.NONE).values("kind")
    told = Letter.objects.of(person).told_on_site()
    return told.exclude(state=State.QUEUED, kind__in=unwanted).exclude(reason=Reason.STOPPED, kind__in=unwanted)


def notices(letters: Sequence[Letter], person: User) -> list[Notice]:
    """Each with its subject in the language of the page."""
    keys = {letter.pk: f"letter:{letter.pk}:{get_language()}" for letter in letters}
    known = cache.get_many(keys.values())
    fresh = {}
    for letter in letters:
        letter.person = person
        if keys[letter.pk] not in known:
            fresh[keys[letter.pk]] = _subject(letter)
    if fresh:
        cache.set_many(fresh, KEPT)
    subjects = known | fresh
    return [Notice(letter, subjects[keys[letter.pk]] or kinds.label_of(letter.kind), why_path(letter)) for letter in letters]


def _subject(letter: Letter) -> str:
    try:
        return tell(letter, language=get_language()).subject
    except GONE:
        return ""


def link_of(letter: Letter) -> str:
    """Where the letter leads; nothing, if what it was about is no longer there."""
    try:
        return tell(letter, language=get_language()).link
    except GONE:
        return ""


@transaction.atomic
def see_letters(*, letters: LetterQuerySet) -> None:
    """Seen on the site: what of it waits to go by e-mail need not any more, unless it must."""
    found = list(letters.values_list("pk", flat=True))
    seen = Letter.objects.filter(pk__in=found)
    seen.filter(seen_at=None).update(seen_at=now())
    seen.governed().queued().update(state=State.NOT_SENT, reason=Reason.SEEN)


def see_kinds(*, person: User, keys: Collection[str], about: Callable[[Letter], bool] = kinds.always) -> None:
    """For a page that tells the same: the inbox has it as seen, and the governor leaves it out when its turn comes. `about`: whether the
    page tells this one. One query, and another only where there is something to mark: a page that was looked at writes nothing else."""
    unseen = Letter.objects.of(person).filter(kind__in=keys, seen_at=None)
    told = [letter.pk for letter in unseen if about(letter)]
    if told:
        Letter.objects.filter(pk__in=told, seen_at=None).update(seen_at=now())


def see_kinds_and_count(*, person: User, keys: Collection[str]) -> int:
    """The same for a page that says how many letters are new: how many there are besides. No query more than to count them."""
    unseen = list(inbox_of(person).filter(seen_at=None).values_list("pk", "kind"))
    told = [pk for pk, kind in unseen if kind in keys]
    if told:
        Letter.objects.filter(pk__in=told, seen_at=None).update(seen_at=now())
    return len(unseen) - len(told)
