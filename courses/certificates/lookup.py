"""Looking certificates up by their numbers, one or many at once: what is in force, what took its place, what was probably meant."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .disclosing import Shown, shown
from .models import Certificate
from .numbers import one_slip_away
from .pasting import Typed


@dataclass(frozen=True)
class Answer:
    """To one line of a list. `newest` is what took the place of a replaced one; `meant` are numbers that exist and differ by one slip."""

    typed: Typed
    certificate: Certificate | None = None
    shown: Shown | None = None
    newest: Certificate | None = None
    meant: Sequence[str] = ()

    @property
    def verdict(self) -> str:
        if self.certificate:
            return self.certificate.standing
        return "unknown" if self.typed.number else "mistyped"

    @property
    def leads_to(self) -> Sequence[str]:
        """The numbers to look at instead."""
        return [self.newest.number] if self.newest else self.meant


def answers_to(typed: Sequence[Typed], certificates: Iterable[Certificate], among: Iterable[Certificate]) -> list[Answer]:
    """In order. `certificates` come with what a stranger's look needs; `among` are those of the same enrolments. No query."""
    known = {one.number: one for one in certificates}
    by_id = {one.pk: one for one in among}
    return [_answer(one, known, by_id) for one in typed]


def slips_of(typed: Iterable[Typed]) -> set[str]:
    """All numbers that may have been meant where the check character does not fit."""
    return {number for one in typed if one.number is None for number in one_slip_away(one.text)}


def _answer(typed: Typed, known: dict[str, Certificate], by_id: dict[int, Certificate]) -> Answer:
    certificate = known.get(typed.number or "")
    if certificate is None:
        meant = () if typed.number else sorted(number for number in one_slip_away(typed.text) if number in known)
        return Answer(typed, meant=meant)
    newest = certificate
    while newest.superseded_by_id in by_id:
        newest = by_id[newest.superseded_by_id]
    seen = shown(certificate) if certificate.is_in_force else None
    return Answer(typed, certificate, seen, newest if newest is not certificate else None)
