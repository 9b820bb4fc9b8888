"""A rubric as a value: pure, no database.

Raw JSON: {"title": str, "criteria": [{"id": str, "title": str, "levels": [level]}]}, where a level is
{"id": str, "title": str, "points": number, "description": str}. A translation is {place: text}; a place is "title", "<criterion>.title",
"<criterion>.<level>.title" or "<criterion>.<level>.description"."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

MOST_CRITERIA, MOST_LEVELS, MOST_POINTS = 12, 8, 1000


@dataclass(frozen=True)
class Level:
    id: str
    title: str
    points: float
    description: str = ""


@dataclass(frozen=True)
class Criterion:
    id: str
    title: str
    levels: tuple[Level, ...]

    @property
    def most(self) -> float:
        return max((level.points for level in self.levels), default=0.0)

    def steps_between(self, one: str, other: str) -> int | None:
        """How many levels `one` stands above `other`, below zero if it stands under it. Levels worth the same are one step. None where
        points do not tell: the two are worth the same, or one is not of this rubric."""
        points = {level.id: level.points for level in self.levels}
        if one == other or one not in points or other not in points:
            return 0 if one == other else None
        worth = sorted(set(points.values()))
        return worth.index(points[one]) - worth.index(points[other]) or None


@dataclass(frozen=True)
class RubricDefinition:
    title: str
    criteria: tuple[Criterion, ...]

    @property
    def most(self) -> float:
        """Points that can be reached."""
        return sum(criterion.most for criterion in self.criteria)

    def points(self, chosen: Mapping[str, str]) -> float:
        """The points of the levels chosen, by criterion; what the rubric does not know counts nothing."""
        return sum(level.points for criterion in self.criteria for level in criterion.levels if chosen.get(criterion.id) == level.id)

    def missing(self, chosen: Mapping[str, str]) -> tuple[Criterion, ...]:
        """Criteria without a level of theirs."""
        return tuple(criterion for criterion in self.criteria if chosen.get(criterion.id) not in {level.id for level in criterion.levels})


def from_json(raw: Mapping[str, Any]) -> RubricDefinition:
    return RubricDefinition(
        title=str(raw.get("title") or ""),
        criteria=tuple(
            Criterion(
                id=str(criterion["id"]),
                title=str(criterion.get("title") or ""),
                levels=tuple(
                    Level(
                        str(level["id"]),
                        str(level.get("title") or ""),
                        float(level.get("points") or 0),
                        str(level.get("description") or ""),
                    )
                    for level in criterion.get("levels") or ()
                ),
            )
            for criterion in raw.get("criteria") or ()
        ),
    )


def to_json(rubric: RubricDefinition) -> dict[str, Any]:
    return {
        "title": rubric.title,
        "criteria": [
            {"id": criterion.id, "title": criterion.title, "levels": [vars(level) for level in criterion.levels]}
            for criterion in rubric.criteria
        ],
    }


def texts(rubric: RubricDefinition) -> Iterator[tuple[str, str]]:
    """Every text with its place: what a translation may say otherwise."""
    yield "title", rubric.title
    for criterion in rubric.criteria:
        yield f"{criterion.id}.title", criterion.title
        for level in criterion.levels:
            yield f"{criterion.id}.{level.id}.title", level.title
            yield f"{criterion.id}.{level.id}.description", level.description


def translated(rubric: RubricDefinition, words: Mapping[str, str]) -> RubricDefinition:
    """The same rubric in other words; an empty or missing text stays as it is."""

    def said(place: str, text: str) -> str:
        return words.get(place) or text

    return RubricDefinition(
        title=said("title", rubric.title),
        criteria=tuple(
            replace(
                criterion,
                title=said(f"{criterion.id}.title", criterion.title),
                levels=tuple(
                    replace(
                        level,
                        title=said(f"{criterion.id}.{level.id}.title", level.title),
                        description=said(f"{criterion.id}.{level.id}.description", level.description),
                    )
                    for level in criterion.levels
                ),
            )
            for criterion in rubric.criteria
        ),
    )
