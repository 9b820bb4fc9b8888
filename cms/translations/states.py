"""How far something is translated into a language."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    SOURCE = "source", _("Source")
    MISSING = "missing", _("Missing")
    IN_WORK = "in_work", _("In work")
    CURRENT = "current", _("Current")
    OUTDATED = "outdated", _("Outdated")
    ALONE = "alone", _("By itself")


TO_DO = (State.OUTDATED, State.IN_WORK, State.MISSING)


@dataclass(frozen=True)
class Counts:
    """Of texts. `in_work`: typed and not published."""

    total: int = 0
    done: int = 0
    outdated: int = 0
    in_work: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.total + other.total, self.done + other.done, self.outdated + other.outdated, self.in_work + other.in_work)

    @property
    def percent(self) -> int:
        """Never 100 while a text is missing."""
        return self.done * 100 // self.total if self.total else 0


def state_of(counts: Counts, *, is_shown: bool = True) -> State:
    """`is_shown`: readers see it."""
    if counts.outdated:
        return State.OUTDATED
    if not counts.done and not counts.in_work:
        return State.MISSING
    is_finished = is_shown and counts.done >= counts.total and not counts.in_work
    return State.CURRENT if is_finished else State.IN_WORK
