"""When is a course completed? A pure function of the rule in force and the facts recorded; it returns the proof.

A rule is data, a tree of
    {}  or  {"all_required": true}          every required activity of the course
    {"activity": 17}                        this activity
    {"all": [rule, …]}                      each of them
    {"at_least": 2, "of": [rule, …]}        any two of them
    {"confirmed_hours": 40}                 that many hours of practice, confirmed by somebody else
"""

import math
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Rule = Mapping[str, Any]


class RuleError(ValueError):
    """The rule is not one of the shapes above."""


@dataclass(frozen=True)
class Facts:
    """`required`: ids of the course's required activities. `completed`: when each completed activity was, by id.
    `confirmed_minutes` of practice: minutes, so that nothing is rounded; they matter only where the rule asks for hours."""

    required: Set[int]
    completed: Mapping[int, datetime]
    confirmed_minutes: int = 0


@dataclass(frozen=True)
class Proof:
    """Which fact met which part of the rule, and which activities and minutes of practice are still missing. `confirmed_minutes` is None
    where no part of the rule that was met asks for hours."""

    is_met: bool
    rule: Rule
    met_by: Mapping[int, datetime]
    missing: tuple[int, ...]
    confirmed_minutes: int | None = None
    missing_minutes: int = 0

    def as_json(self) -> dict[str, Any]:
        hours = {} if self.confirmed_minutes is None else {"confirmed_hours": round(self.confirmed_minutes / 60, 2)}
        return {"rule": dict(self.rule), "met_by": {str(activity): at.isoformat() for activity, at in self.met_by.items()}} | hours


@dataclass(frozen=True)
class _Part:
    """What came of a part of the rule."""

    is_met: bool
    used: Set[int] = frozenset()
    missing: Set[int] = frozenset()
    used_hours: bool = False
    missing_minutes: int = 0


def evaluate(rule: Rule, facts: Facts) -> Proof:
    """Raises RuleError for a rule of another shape. A course without required activities is never completed by these alone."""
    part = _evaluate(rule or {"all_required": True}, facts)
    return Proof(
        is_met=part.is_met,
        rule=rule,
        met_by={pk: facts.completed[pk] for pk in sorted(part.used)},
        missing=tuple(sorted(part.missing)),
        confirmed_minutes=facts.confirmed_minutes if part.used_hours else None,
        missing_minutes=part.missing_minutes,
    )


def asks_for_hours(rule: Rule) -> bool:
    """Whether any part of the rule does: only then somebody has to count them."""
    inner = [*rule.get("all", ()), *rule.get("of", ())]
    return "confirmed_hours" in rule or any(isinstance(one, Mapping) and asks_for_hours(one) for one in inner)


def _evaluate(rule: Rule, facts: Facts) -> _Part:
    match rule:
        case {"all_required": True}:
            return _activities(facts.required, facts)
        case {"activity": int(activity)}:
            return _activities({activity}, facts)
        case {"all": [*rules]}:
            return _group(rules, len(rules), facts)
        case {"at_least": int(number), "of": [*rules]}:
            return _group(rules, number, facts)
        case {"confirmed_hours": int(hours) | float(hours)} if hours is not True and hours > 0:
            return _hours(hours, facts)
    raise RuleError(f"unknown rule {rule!r}")


def _activities(wanted: Set[int], facts: Facts) -> _Part:
    missing = set(wanted) - facts.completed.keys()
    return _Part(bool(wanted) and not missing, set(wanted) & facts.completed.keys(), missing)


def _hours(hours: float, facts: Facts) -> _Part:
    missing = max(0, math.ceil(hours * 60) - facts.confirmed_minutes)
    return _Part(is_met=not missing, used_hours=not missing, missing_minutes=missing)


def _group(rules: list[Rule], number: int, facts: Facts) -> _Part:
    parts = [_evaluate(rule, facts) for rule in rules]
    met, lacking = [part for part in parts if part.is_met], [part for part in parts if not part.is_met]
    is_met = len(met) >= number
    return _Part(
        is_met=is_met,
        used=frozenset().union(*(part.used for part in met)),
        missing=frozenset() if is_met else frozenset().union(*(part.missing for part in lacking)),
        used_hours=any(part.used_hours for part in met),
        missing_minutes=0 if is_met else max((part.missing_minutes for part in lacking), default=0),
    )
