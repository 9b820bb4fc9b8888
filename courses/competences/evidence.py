"""What a judgement may rest on: rows of higher apps, each kind registered by the app that has them, in `AppConfig.ready`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from courses.enrolment.models import Enrolment
from lms.accounts.models import User

from .models import JudgementEvidence


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A row as one person sees it: `url` is where this person can look at it, empty where there is no such page. `language` is that of the
    title; `words` say the rest. `activity_id` is what was practised."""

    row: int
    title: str
    language: str
    words: str
    at: datetime
    url: str = ""
    activity_id: int | None = None


Pieces = Callable[[Enrolment, User, str], Iterable[Piece]]  # of a learner, as far as the person may read them, in a language


@dataclass(frozen=True, kw_only=True)
class EvidenceKind:
    """`label` names one of its kind, without saying more: for whoever may not read it."""

    key: str
    label: Any
    pieces: Pieces


@dataclass(frozen=True)
class Offered:
    """A piece with its kind. `value` is how a form sends it."""

    kind: EvidenceKind
    piece: Piece

    @property
    def value(self) -> str:
        return f"{self.kind.key}:{self.piece.row}"


_registered: dict[str, EvidenceKind] = {}


def register(kind: EvidenceKind) -> None:
    if kind.key in _registered:
        raise ValueError(f"The kind of evidence {kind.key!r} is registered already.")
    _registered[kind.key] = kind


def registered() -> list[EvidenceKind]:
    return list(_registered.values())


def offered(enrolment: Enrolment, person: User, language: str) -> list[Offered]:
    """All that the person may read of this learner, the latest first."""
    found = [Offered(kind, piece) for kind in registered() for piece in kind.pieces(enrolment, person, language)]
    return sorted(found, key=lambda one: one.piece.at, reverse=True)


@dataclass(frozen=True)
class Shown:
    """A piece of evidence beside a judgement; without `piece` the reader may not look into it, or it is no longer there."""

    label: str
    piece: Piece | None


def shown(rows: Iterable[JudgementEvidence], known: Iterable[Offered]) -> list[Shown]:
    by_value = {one.value: one.piece for one in known}
    found = []
    for row in rows:
        kind = _registered.get(row.kind)
        found.append(Shown(str(kind.label) if kind else row.kind, by_value.get(f"{row.kind}:{row.row}")))
    return found
