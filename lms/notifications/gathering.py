"""The letter of letters: one that tells all that waited, each with its own subject and its own link, the most timely first."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy

from lms.core.links import absolute

from . import kinds
from .channels import EVERYTHING
from .kinds import Attachment, LetterKind
from .message import compose, context_of, subject_of, zone_of
from .models import Letter
from .wording import wording_of

DIGEST = EVERYTHING
SHOWN = (12, 8, 5, 3, 1)  # as many as fit
LIGHT = 20_000  # bytes of text and HTML


@dataclass(frozen=True)
class Told:
    """A letter as it is told among others."""

    letter: Letter
    subject: str
    link: str


def tell(letter: Letter, *, language: str | None = None) -> Told:
    """Reads the rows that the letter is about. Raises what its kind raises when they are gone."""
    kind, person = kinds.get(letter.kind), letter.person
    language = language or person.language
    with translation.override(language), timezone.override(zone_of(person)):
        context = context_of(letter, kind)
        return Told(letter, subject_of(kind, context, wording_of(kind, language)), context["link"])


def gathered_by(letter: Letter) -> list[Told]:
    members = letter.gathered.order_by("priority", "due_at", "pk") if letter.pk else []
    return [tell(one) for one in members]


def _each_once(told: Sequence[Told]) -> list[Told]:
    """What reads the same and leads to the same place is said once. The newest stands for all: what is attached to it holds."""
    return list({(one.letter.kind, one.subject, one.link): one for one in told}.values())


def compose_gathered(letter: Letter, told: Sequence[Told]) -> EmailMultiAlternatives:
    """As light as every letter. If one alone is left to be told, the letter reads like that one."""
    told = _each_once(told)
    if len(told) == 1:
        alone = copy(told[0].letter)
        alone.message_id = letter.message_id
        return compose(alone, kinds.get(alone.kind))
    for shown in SHOWN:
        message = compose(letter, _of(told, shown))
        if _weight(message) <= LIGHT:
            break
    return message


def _weight(message: EmailMultiAlternatives) -> int:
    """Without what is attached."""
    bare = copy(message)
    bare.attachments = []
    return len(bare.message().as_bytes())


def _of(told: Sequence[Told], shown: int) -> LetterKind:
    def attachments(letter: Letter) -> list[Attachment]:
        return [each for one in told[:shown] for each in kinds.get(one.letter.kind).attachments(one.letter)]

    return replace(KIND, context=lambda letter: _words(told, shown), attachments=attachments)


def _words(told: Sequence[Told], shown: int) -> dict[str, Any]:
    return {
        "told": told[:shown],
        "first": told[0].subject,
        "others": len(told) - 1,
        "more": max(len(told) - shown, 0),
        "link": absolute(reverse("inbox")),
    }


def _context(letter: Letter) -> dict[str, Any]:
    return _words(_each_once(gathered_by(letter)), SHOWN[0])


KIND = LetterKind(
    key=DIGEST,
    label=gettext_lazy("Several letters in one"),
    context=_context,
    variables={"first": gettext_lazy("The subject of the first of them"), "others": gettext_lazy("How many more there are")},
)
