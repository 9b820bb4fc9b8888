"""Two reviews of one round side by side: what is the same, what differs, in words. Pure. Nothing is counted and nobody is wrong: the second
one is one experienced person's view, and says why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from courses.mentorship.rubric_definition import Criterion, RubricDefinition


class Side(StrEnum):
    """How one's own choice stands to the reference's."""

    SAME = "same"
    MORE = "more"  # a level that is worth more points
    LESS = "less"
    OTHER = "other"  # neither, or only one of both says anything


@dataclass(frozen=True)
class Chosen:
    """A level of a criterion that both looked at: `mine` and `theirs` are its titles, empty where there is none."""

    criterion: Criterion
    mine: str
    theirs: str
    side: Side
    steps: int  # how many levels lie between them, in the order of points
    reason: str


@dataclass(frozen=True)
class Said:
    """An outcome of an exercise or the whole."""

    mine: str
    theirs: str

    @property
    def is_same(self) -> bool:
        return self.mine == self.theirs


def levels_compared(
    rubric: RubricDefinition | None, mine: Mapping[str, str], theirs: Mapping[str, str], reasons: Mapping[str, str]
) -> list[Chosen]:
    """In the rubric's order, every criterion."""
    return [
        _chosen(one, mine.get(one.id, ""), theirs.get(one.id, ""), reasons.get(one.id, "")) for one in (rubric.criteria if rubric else ())
    ]


def _chosen(criterion: Criterion, mine: str, theirs: str, reason: str) -> Chosen:
    titles = {level.id: level.title for level in criterion.levels}
    side, steps = _side(criterion, mine, theirs)
    return Chosen(criterion, titles.get(mine, ""), titles.get(theirs, ""), side, steps, reason)


def _side(criterion: Criterion, mine: str, theirs: str) -> tuple[Side, int]:
    steps = criterion.steps_between(mine, theirs)
    if not steps:
        return (Side.OTHER if steps is None else Side.SAME), 0
    return (Side.MORE if steps > 0 else Side.LESS), abs(steps)


def outcome_compared(mine: Mapping[str, Any], theirs: Mapping[str, str], activity: int) -> Said:
    return Said(str(mine.get(str(activity), "")), str(theirs.get(str(activity), "")))


def differing(chosen: Sequence[Chosen]) -> list[Criterion]:
    return [one.criterion for one in chosen if one.side != Side.SAME]
