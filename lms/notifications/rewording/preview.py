"""A letter as it would be with other words: of the newest one in the ledger that the viewer may see, else of sample things."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone, translation

from lms.accounts.models import User
from lms.core.links import absolute

from ..kinds import LetterKind
from ..message import Written, context_of, write, zone_of
from ..models import Letter
from ..rules import letters_for
from ..worded import named
from ..wording import Wording, names_in

TRIES = 5  # of the newest letters, for one that is still about something
NOTHING_TO_TELL = (ObjectDoesNotExist, LookupError, AttributeError)  # what it was about is gone, or has come to its end
LIMIT = 20_000  # bytes of a letter without what is attached


@dataclass(frozen=True)
class Preview:
    """`letter` is the one it was made of; none says that it was made of samples. `met` are the places of words that this letter shows."""

    written: Written
    letter: Letter | None
    met: frozenset[str]
    size: int

    @property
    def kilobytes(self) -> float:
        return self.size / 1000

    @property
    def is_heavy(self) -> bool:
        return self.size >= LIMIT


def preview(kind: LetterKind, language: str, texts: Mapping[str, str], *, viewer: User, is_test: bool = False) -> Preview:
    """Links lead to the start page: some are keys that belong to one person alone."""
    with translation.override(language):
        letter, context = _newest(kind, viewer) or (None, _samples(kind, viewer))
        context |= {"language": language, "is_test": is_test, "stop_link": absolute("/") if kind.can_stop else ""}
        wording = Wording(texts, names_in(kind))
        with timezone.override(zone_of(letter.person if letter else viewer)):
            written = write(kind, _without_links(context), wording)
    message = as_message(written, to=viewer, language=language)
    return Preview(written, letter, frozenset(wording.met), len(message.message().as_bytes()))


def as_message(written: Written, *, to: User, language: str) -> EmailMultiAlternatives:
    headers = {"Auto-Submitted": "auto-generated", "Content-Language": language}
    message = EmailMultiAlternatives(subject=written.subject, body=written.text, to=[str(to.email)], headers=headers)
    message.attach_alternative(written.html, "text/html")
    return message


def _newest(kind: LetterKind, viewer: User) -> tuple[Letter, dict[str, Any]] | None:
    """One that would still be sent, if there is one among the newest."""
    found: tuple[Letter, dict[str, Any]] | None = None
    for letter in letters_for(viewer).filter(kind=kind.key).select_related("person").order_by("-created_at", "-pk")[:TRIES]:
        try:
            with timezone.override(zone_of(letter.person)):
                context = context_of(letter, kind)
            if kind.still_needed(letter):
                return letter, context
        except NOTHING_TO_TELL:
            continue
        found = found or (letter, context)
    return found


def _samples(kind: LetterKind, viewer: User) -> dict[str, Any]:
    """The names of things in square brackets, for the things."""
    site = {"SITE_NAME": settings.SITE_NAME, "site": settings.SITE_NAME, **dict.fromkeys(["site_link", *kind.links], absolute("/"))}
    things = {name: named(f"[{label}]") for name, label in kind.variables.items()}
    return site | {"name": viewer.get_short_name()} | things


def _without_links(value: Any) -> Any:
    match value:
        case dict():
            return {key: _without_links(each) for key, each in value.items()}
        case list() | tuple():
            return [_without_links(each) for each in value]
        case str() if value.startswith(("http://", "https://")):
            return absolute("/")
        case _ if is_dataclass(value) and not isinstance(value, type):
            return {each.name: _without_links(getattr(value, each.name)) for each in fields(value)}
        case _:
            return value
