"""Kinds of letter. The app that has something to tell registers its kind in `AppConfig.ready` and keeps the words in
`templates/emails/<key>/` (subject.txt, body.txt, body.html)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .models import Letter

MUST, TIMELY, CAN_WAIT = Letter.Priority.MUST, Letter.Priority.TIMELY, Letter.Priority.CAN_WAIT


class Group(TextChoices):
    """Under which heading people choose whether they want it."""

    LEARNING = "learning", _("What you learn")
    MEETING = "meeting", _("Consultations and meetings")
    DUTIES = "duties", _("Your work as a mentor, supervisor, coordinator or editor")


class Seen(Enum):
    """What makes a letter that need not be sent superfluous: every such kind says it. The table: docs/letters.md."""

    ASKED = auto()  # `still_needed` reads it from the rows
    PAGE = auto()  # the page that the letter leads to tells the governor: `inbox.see_kinds`
    NEVER = auto()  # it goes although it was seen: something to keep, or a reminder that only the deed ends


@dataclass(frozen=True)
class Attachment:
    name: str
    content: bytes
    mimetype: str


def always(letter: Letter) -> bool:
    return True


def for_ever(letter: Letter) -> datetime | None:
    return None


def no_attachments(letter: Letter) -> Sequence[Attachment]:
    return ()


@dataclass(frozen=True, kw_only=True)
class LetterKind:
    """`priority`: how the governor treats it (governor.py). `still_needed` is asked just before it goes; `context` and `attachments` are
    read from the rows at that moment. `seen`: how it is known that the site has told it meanwhile. `good_until`: when a letter that is held
    back would come after the fact (a reminder). `variables`: which names of the context editors may put into their words, and what each is;
    `links` those that are addresses."""

    key: str
    label: Any
    context: Callable[[Letter], dict[str, Any]]
    still_needed: Callable[[Letter], bool] = always
    seen: Seen | None = None
    attachments: Callable[[Letter], Sequence[Attachment]] = no_attachments
    good_until: Callable[[Letter], datetime | None] = for_ever
    priority: Letter.Priority = TIMELY
    group: Group = Group.LEARNING
    variables: Mapping[str, Any] = field(default_factory=dict)
    links: Sequence[str] = ("link",)

    @property
    def must_send(self) -> bool:
        return self.priority == MUST

    @property
    def can_stop(self) -> bool:
        """Whatever need not be sent the person may do without."""
        return not self.must_send

    @property
    def template_folder(self) -> str:
        return f"emails/{self.key}"

    def template(self, part: str) -> str:
        """`part` is subject.txt, body.txt or body.html."""
        return f"{self.template_folder}/{part}"


_kinds: dict[str, LetterKind] = {}


def register(kind: LetterKind) -> None:
    if kind.key in _kinds:
        raise ValueError(f"Letters of kind {kind.key!r} are registered already.")
    _kinds[kind.key] = kind


def get(key: str) -> LetterKind:
    return _kinds[key]


def all_kinds() -> Iterable[LetterKind]:
    return _kinds.values()


def is_known(key: str) -> bool:
    return key in _kinds


def label_of(key: str) -> str:
    """Letters outlive the app that wrote them."""
    return str(_kinds[key].label) if key in _kinds else key


def is_must_send(key: str) -> bool:
    return key in _kinds and _kinds[key].must_send
