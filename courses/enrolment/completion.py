"""When is a course completed? A pure function of the rule in force and the facts recorded; it returns the proof.

A rule is data, a tree of
    {}  or  {"all_required": true}          every required activity of the course
    {"activity": 17}                        this activity
    {"all": [rule, …]}                      each of them
    {"at_least": 2, "of": [rule, …]}        any two of them
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Rule = Mapping[str, Any]


class RuleError(ValueError):
    """The rule is not one of the shapes above."""


@dataclass(frozen=True)
class Facts:
    """`required`: ids of the course's required activities. `completed`: when each completed activity was, by id."""

    required: Set[int]
    completed: Mapping[int, datetime]


@dataclass(frozen=True)
class Proof:
    """Which fact met which part of the rule, and which activities are still missing."""

    is_met: bool
    rule: Rule
    met_by: Mapping[int, datetime]
    missing: tuple[int, ...]

    def as_json(self) -> dict[str, Any]:
        return {"rule": dict(self.rule), "met_by": {str(activity): at.isoformat() for activity, at in self.met_by.items()}}


def evaluate(rule: Rule, facts: Facts) -> Proof:
    """Raises RuleError for a rule of another shape. A course without required activities is never completed by this."""
    met, used, missing = _evaluate(rule or {"all_required": True}, facts)
    return Proof(is_met=met, rule=rule, met_by={pk: facts.completed[pk] for pk in sorted(used)}, missing=tuple(sorted(missing)))


def _evaluate(rule: Rule, facts: Facts) -> tuple[bool, set[int], set[int]]:
    match rule:
        case {"all_required": True}:
            return _activities(facts.required, facts)
        case {"activity": int(activity)}:
            return _activities({activity}, facts)
        case {"all": [*rules]}:
            return _group(rules, len(rules), facts)
        case {"at_least": int(number), "of": [*rules]}:
            return _group(rules, number, facts)
    raise RuleError(f"unknown rule {rule!r}")


def _activities(wanted: Set[int], facts: Facts) -> tuple[bool, set[int], set[int]]:
    missing = set(wanted) - facts.completed.keys()
    return bool(wanted) and not missing, set(wanted) & facts.completed.keys(), missing


def _group(rules: list[Rule], number: int, facts: Facts) -> tuple[bool, set[int], set[int]]:
    results = [_evaluate(rule, facts) for rule in rules]
    met = [used for is_met, used, _ in results if is_met]
    missing = set().union(*(lacking for is_met, _, lacking in results if not is_met))
    is_met = len(met) >= number
    return is_met, set().union(*met), set() if is_met else missing
