"""When is a course completed? A pure function of the rule in force and the facts recorded; it returns the proof.

A rule is data, a tree of
    {}  or  {"all_required": true}          every required activity of the course
    {"activity": 17}                        this activity
    {"all": [rule, …]}                      each of them
    {"at_least": 2, "of": [rule, …]}        any two of them
    {"confirmed_hours": 40}                 as much of something that is counted (`measures.py`): hours of practice, quiz average, …
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any

Rule = Mapping[str, Any]
Amount = int | Fraction
_SHAPES = {"all_required", "activity", "all", "at_least", "of"}


class RuleError(ValueError):
    """The rule is not one of the shapes above, or asks for something that nobody counts."""


@dataclass(frozen=True)
class Facts:
    """`required`: ids of the course's required activities. `completed`: when each completed activity was, by id. `amounts`: what is
    counted, by the name that rules ask for it with and in the unit they ask in, exact; only what the rule asks for need be there."""

    required: Set[int]
    completed: Mapping[int, datetime]
    amounts: Mapping[str, Amount] = field(default_factory=dict)


@dataclass(frozen=True)
class Proof:
    """Which fact met which part of the rule, and which activities and amounts are still missing. `amounts` are those that met a part."""

    is_met: bool
    rule: Rule
    met_by: Mapping[int, datetime]
    missing: tuple[int, ...]
    amounts: Mapping[str, Amount] = field(default_factory=dict)
    missing_amounts: Mapping[str, Amount] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        counted = {name: round(float(amount), 2) for name, amount in self.amounts.items()}
        return {"rule": dict(self.rule), "met_by": {str(activity): at.isoformat() for activity, at in self.met_by.items()}} | counted


@dataclass(frozen=True)
class _Part:
    """What came of a part of the rule."""

    is_met: bool
    used: Set[int] = frozenset()
    missing: Set[int] = frozenset()
    amounts: Mapping[str, Amount] = field(default_factory=dict)
    missing_amounts: Mapping[str, Amount] = field(default_factory=dict)


def evaluate(rule: Rule, facts: Facts) -> Proof:
    """Raises RuleError for a rule of another shape. A course without required activities is never completed by these alone."""
    part = _evaluate(rule or {"all_required": True}, facts)
    return Proof(
        is_met=part.is_met,
        rule=rule,
        met_by={pk: facts.completed[pk] for pk in sorted(part.used)},
        missing=tuple(sorted(part.missing)),
        amounts=part.amounts,
        missing_amounts=part.missing_amounts,
    )


def measures_asked(rule: Rule) -> set[str]:
    """The names of what any part of the rule wants counted: only that has to be."""
    own = {name for name in rule if name not in _SHAPES}
    return own.union(*(measures_asked(one) for one in (*_many(rule, "all"), *_many(rule, "of")) if isinstance(one, Mapping)))


def activities_named(rule: Rule) -> set[int]:
    """Those that the rule names one by one."""
    own = {rule["activity"]} if isinstance(rule.get("activity"), int) else set()
    return own.union(*(activities_named(one) for one in (*_many(rule, "all"), *_many(rule, "of")) if isinstance(one, Mapping)))


def _many(rule: Rule, name: str) -> Sequence[Any]:
    inner = rule.get(name, ())
    return inner if isinstance(inner, list | tuple) else ()


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
    for name, asked in rule.items() if isinstance(rule, Mapping) and len(rule) == 1 else ():
        if name in facts.amounts and isinstance(asked, int | float) and asked is not True and asked > 0:
            return _amount(name, Fraction(str(asked)), facts.amounts[name])
    raise RuleError(f"unknown rule {rule!r}")


def _activities(wanted: Set[int], facts: Facts) -> _Part:
    missing = set(wanted) - facts.completed.keys()
    return _Part(bool(wanted) and not missing, set(wanted) & facts.completed.keys(), missing)


def _amount(name: str, asked: Fraction, amount: Amount) -> _Part:
    if amount >= asked:
        return _Part(is_met=True, amounts={name: amount})
    return _Part(is_met=False, missing_amounts={name: asked - amount})


def _group(rules: list[Rule], number: int, facts: Facts) -> _Part:
    parts = [_evaluate(rule, facts) for rule in rules]
    met, lacking = [part for part in parts if part.is_met], [part for part in parts if not part.is_met]
    is_met = len(met) >= number
    return _Part(
        is_met=is_met,
        used=frozenset().union(*(part.used for part in met)),
        missing=frozenset() if is_met else frozenset().union(*(part.missing for part in lacking)),
        amounts=_most(part.amounts for part in met),
        missing_amounts={} if is_met else _most(part.missing_amounts for part in lacking),
    )


def _most(many: Iterable[Mapping[str, Amount]]) -> dict[str, Amount]:
    """The largest of each name."""
    found: dict[str, Amount] = {}
    for one in many:
        found |= {name: max(amount, found.get(name, amount)) for name, amount in one.items()}
    return found
