"""A prepared example as a value: pure, no database.

The reference review in JSON: {"summary": str, "overall": outcome, "outcomes": {activity id: outcome}, "levels": {criterion: level},
"reasons": {criterion: sentence}, "comments": [remark]}; a remark is {"activity": id or None, "field", "exact", "prefix", "suffix": str,
"start": int, "text": str}, about what a comment of a review can be about."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from courses.mentorship.rubric_definition import RubricDefinition

MOST_COMMENTS = 40


@dataclass(frozen=True)
class Remark:
    """Words of the reference review about a passage (`exact`), an exercise, the added text (a field without an exercise) or the whole."""

    text: str
    activity: int | None = None
    field: str = ""
    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int = 0


@dataclass(frozen=True)
class Reference:
    summary: str = ""
    overall: str = ""
    outcomes: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    comments: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Definition:
    """`answers` by activity, in the order in which they are read."""

    title: str
    answers: Mapping[int, Mapping[str, Any]]
    text: str = ""
    reference: Reference = Reference()


def reference_from_json(raw: Mapping[str, Any]) -> Reference:
    return Reference(
        summary=str(raw.get("summary") or ""),
        overall=str(raw.get("overall") or ""),
        outcomes=dict(raw.get("outcomes") or {}),
        levels=dict(raw.get("levels") or {}),
        reasons=dict(raw.get("reasons") or {}),
        comments=tuple(Remark(**one) for one in raw.get("comments") or ()),
    )


def reference_to_json(one: Reference) -> dict[str, Any]:
    return {
        "summary": one.summary,
        "overall": one.overall,
        "outcomes": dict(one.outcomes),
        "levels": dict(one.levels),
        "reasons": dict(one.reasons),
        "comments": [vars(remark) for remark in one.comments],
    }


@dataclass(frozen=True)
class Missing:
    """What an example lacks before a mentor can learn from it. `answers` is whether nothing is answered, `outcomes` are exercises without
    one, `levels` and `reasons` criteria without."""

    answers: bool
    text: bool
    outcomes: tuple[int, ...]
    levels: tuple[str, ...]
    reasons: tuple[str, ...]
    overall: bool
    summary: bool

    def __bool__(self) -> bool:
        return any(vars(self).values())


def missing(made: Definition, *, blank: Collection[int], wants_text: bool, rubric: RubricDefinition | None) -> Missing:
    """`blank`: exercises that the made-up learner left empty; an outcome is said of those as well."""
    said, criteria = made.reference, rubric.criteria if rubric else ()
    lacking = rubric.missing(said.levels) if rubric else ()
    return Missing(
        answers=bool(made.answers) and set(made.answers) <= set(blank) and not made.text.strip(),
        text=wants_text and not made.text.strip(),
        outcomes=tuple(pk for pk in made.answers if not said.outcomes.get(str(pk))),
        levels=tuple(one.id for one in lacking),
        reasons=tuple(one.id for one in criteria if not said.reasons.get(one.id, "").strip()),
        overall=not said.overall,
        summary=not said.summary.strip(),
    )
