"""What an item says about an answer: a small interpreter of QTI's response processing.

An item may grade in any way it likes. Instead of guessing what it means by the look of it, its processing is run on the answers that
matter (`outcomes`), and the readers of the types see what each is worth and which feedback it brings. Whatever is not understood raises
Unreadable with its name: the question is refused rather than graded in another way.

https://www.imsglobal.org/question/qtiv2p1/imsqti_infov2p1.html#section10007"""

import math
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from ..base import Unreadable
from ..safe_xml import Element
from .declarations import (
    Declaration,
    KeyMapping,
    Many,
    Value,
    as_number,
    declarations,
    many,
    not_understood,
    number,
    text_of,
    typed,
)
from .patterns import wildcard_of

MOST_STEPS = 100_000  # of all tries of one item


class Ended(Exception):
    """exitResponse"""


class Processing:
    """How an item grades. `is_graded` is False where it says nothing about it."""

    def __init__(self, item: Element) -> None:
        self.responses = declarations(item, "responseDeclaration")
        self.outcomes_declared = declarations(item, "outcomeDeclaration")
        self.rules = item.first("responseProcessing")
        template, line = (self.rules.get("template"), self.rules.line) if self.rules else ("", None)
        self.template = template.rstrip("/").rpartition("/")[2].removesuffix(".xml")
        if self.template and self.template not in _TEMPLATES:
            message = _("It is graded by a template that is not known here (%(name)s).")
            raise Unreadable("qti_template", message, line=line, name=self.template)
        self._left = MOST_STEPS
        rules = self.rules.below("setOutcomeValue") if self.rules else ()
        self.is_graded = bool(self.template) or any(each.get("identifier") == "SCORE" for each in rules)

    def spend(self, element: Element) -> None:
        """Nobody makes us think for hours by a small file."""
        self._left -= 1
        if self._left < 0:
            raise Unreadable("qti_effort", _("It is graded in a way that is too long to be understood."), line=element.line)

    def outcomes(self, answers: Mapping[str, Value], *, bounded: bool = True) -> dict[str, Value]:
        """What every outcome variable is after these answers. `bounded` False leaves out the bounds of mappings, so that what single
        choices are worth can be seen. Raises Unreadable."""
        run = _Run(self, answers, bounded)
        if self.template:
            run.outcomes["SCORE"] = _TEMPLATES[self.template](run)
            return run.outcomes
        try:
            for rule in self.rules or ():
                run.rule(rule)
        except Ended:
            pass
        return run.outcomes

    def score(self, answers: Mapping[str, Value], *, bounded: bool = True) -> float:
        value = self.outcomes(answers, bounded=bounded).get("SCORE")
        return float(value) if isinstance(value, int | float) else 0.0


class _Run:
    def __init__(self, processing: Processing, answers: Mapping[str, Value], bounded: bool) -> None:
        self.processing, self.answers, self.bounded = processing, answers, bounded
        self.outcomes = {name: _start(declared) for name, declared in processing.outcomes_declared.items()}

    # --- rules ---

    def rule(self, element: Element) -> None:
        if element.name == "responseCondition":
            for branch in element:
                if branch.name == "responseElse" or self.expression(_first(branch)) is True:
                    for rule in list(branch)[branch.name != "responseElse" :]:
                        self.rule(rule)
                    return
        elif element.name == "setOutcomeValue":
            self.outcomes[element.get("identifier")] = self.expression(_first(element))
        elif element.name == "exitResponse":
            raise Ended
        elif element.name == "responseProcessingFragment":
            for rule in element:
                self.rule(rule)
        else:
            raise not_understood(element)

    # --- expressions ---

    def expression(self, element: Element) -> Value:
        self.processing.spend(element)
        known = _EXPRESSIONS.get(element.name)
        if known is None:
            raise not_understood(element)
        try:
            return known(self, element)
        except (ValueError, TypeError, IndexError, AttributeError, KeyError) as error:  # too few parts, or of another kind
            raise not_understood(element) from error

    def inside(self, element: Element) -> list[Value]:
        return [self.expression(child) for child in element]

    def numbers(self, element: Element) -> list[float] | None:
        """None where one of them is nothing, which makes the whole nothing."""
        found: list[float] = []
        for value in self.inside(element):
            for each in value.values if isinstance(value, Many) else (value,):
                if each is None:
                    return None
                found.append(as_number(each, element))
        return found

    def variable(self, element: Element) -> Value:
        name = element.get("identifier")
        if name in self.outcomes:
            return self.outcomes[name]
        if name in self.processing.responses:
            return self.answers.get(name)
        if name == "numAttempts":
            return 1.0
        if name == "completionStatus":
            return "unknown"
        raise not_understood(element)

    def correct(self, element: Element) -> Value:
        declared = self.processing.responses.get(element.get("identifier"))
        return declared.correct if declared else None

    def map_response(self, element: Element) -> Value:
        name = element.get("identifier")
        declared = self.processing.responses.get(name)
        if declared is None or declared.mapping is None:
            raise not_understood(element)
        return mapped(declared.mapping, self.answers.get(name), self.bounded)


def mapped(mapping: KeyMapping, value: Value, bounded: bool) -> float:
    if value is None:
        total = 0.0
    elif isinstance(value, Many):
        total = sum(mapping.of(each) for each in dict.fromkeys(value.values))
    else:
        total = mapping.of(value)
    if bounded and mapping.lower is not None:
        total = max(mapping.lower, total)
    if bounded and mapping.upper is not None:
        total = min(mapping.upper, total)
    return total


def _start(declared: Declaration) -> Value:
    if declared.default is not None:
        return declared.default
    return 0.0 if declared.base_type in ("integer", "float") and declared.cardinality == "single" else None


def _match_correct(run: _Run) -> Value:
    declared = run.processing.responses.get("RESPONSE")
    return 1.0 if declared and _same(run.answers.get("RESPONSE"), declared.correct) else 0.0


def _map_response(run: _Run) -> Value:
    declared = run.processing.responses.get("RESPONSE")
    if declared is None or declared.mapping is None:
        raise Unreadable("qti_mapping", _("It is graded by a mapping, and has none."), line=declared.line if declared else None)
    return mapped(declared.mapping, run.answers.get("RESPONSE"), run.bounded)


_TEMPLATES: dict[str, Callable[[_Run], Value]] = {"match_correct": _match_correct, "map_response": _map_response}


def _same(one: Value, other: Value) -> bool | None:
    if one is None or other is None:
        return None
    if isinstance(one, Many) and isinstance(other, Many):
        return one.same_as(other)
    if isinstance(one, Many) or isinstance(other, Many):
        return False
    if isinstance(one, float | int) and not isinstance(one, bool) and isinstance(other, float | int) and not isinstance(other, bool):
        return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-12)
    return text_of(one) == text_of(other)


def _equal(run: _Run, element: Element) -> Value:
    values = run.numbers(element)
    if values is None:
        return None
    one, other = values
    mode = element.get("toleranceMode", "exact")
    if mode == "exact":
        return one == other
    around = [number(each, element) for each in element.get("tolerance", "0").split()]
    below, above = around[0], around[-1]
    if mode == "relative":
        below, above = abs(one) * below / 100, abs(one) * above / 100
    slack = 1e-9 * max(1.0, abs(one))
    low = other >= one - below - slack if element.get("includeLowerBound", "true") == "true" else other > one - below + slack
    high = other <= one + above + slack if element.get("includeUpperBound", "true") == "true" else other < one + above - slack
    return low and high


def _compare(how: Callable[[float, float], bool]) -> Callable[[_Run, Element], Value]:
    def compare(run: _Run, element: Element) -> Value:
        values = run.numbers(element)
        return None if values is None else how(*values)

    return compare


def _calculate(how: Callable[[list[float]], float]) -> Callable[[_Run, Element], Value]:
    def calculate(run: _Run, element: Element) -> Value:
        values = run.numbers(element)
        return None if values is None else how(values)

    return calculate


def _divide(values: list[float]) -> float:
    return values[0] / values[1] if values[1] else 0.0


def _and(run: _Run, element: Element) -> Value:
    values = run.inside(element)
    return False if False in values else None if None in values else True


def _or(run: _Run, element: Element) -> Value:
    values = run.inside(element)
    return True if True in values else None if None in values else False


def _not(run: _Run, element: Element) -> Value:
    value = run.inside(element)[0]
    return None if value is None else not value


def _collect(ordered: bool) -> Callable[[_Run, Element], Value]:
    def collect(run: _Run, element: Element) -> Value:
        values: list[Any] = []
        for value in run.inside(element):
            values += value.values if isinstance(value, Many) else [] if value is None else [value]
        return many(*values, ordered=ordered)

    return collect


def _member(run: _Run, element: Element) -> Value:
    one, whole = run.inside(element)
    if one is None or whole is None:
        return None
    return any(_same(one, each) for each in (whole.values if isinstance(whole, Many) else (whole,)))


def _contains(run: _Run, element: Element) -> Value:
    whole, part = run.inside(element)
    if whole is None or part is None:
        return None
    held = [text_of(each) for each in whole.values]
    if whole.is_ordered:
        wanted = [text_of(each) for each in part.values]
        return any(held[place : place + len(wanted)] == wanted for place in range(len(held)))
    return all(held.count(text_of(each)) >= part.values.count(each) for each in part.values)


def _string_match(run: _Run, element: Element) -> Value:
    values = run.inside(element)
    if None in values:
        return None
    one, other = (text_of(value) for value in values)
    if element.get("caseSensitive", "true") == "false":
        one, other = one.casefold(), other.casefold()
    return other in one if element.get("substring") == "true" else one == other


def _substring(run: _Run, element: Element) -> Value:
    values = run.inside(element)
    if None in values:
        return None
    part, whole = (text_of(value) for value in values)
    if element.get("caseSensitive", "true") == "false":
        part, whole = part.casefold(), whole.casefold()
    return part in whole


def _pattern_match(run: _Run, element: Element) -> Value:
    value = run.inside(element)[0]
    if value is None:
        return None
    pattern = wildcard_of(element.get("pattern"))
    if pattern is None:
        raise not_understood(element)
    return pattern.matches(text_of(value))


def _index(run: _Run, element: Element) -> Value:
    whole = run.inside(element)[0]
    place = element.get("n")
    if not place.isdecimal():
        raise not_understood(element)
    return whole.values[int(place) - 1] if isinstance(whole, Many) and 0 < int(place) <= len(whole.values) else None


def _size(run: _Run, element: Element) -> Value:
    whole = run.inside(element)[0]
    return float(len(whole.values)) if isinstance(whole, Many) else 0.0


def _base_value(run: _Run, element: Element) -> Value:
    return typed(element.all_text, element.get("baseType"), element)


def _default(run: _Run, element: Element) -> Value:
    declared = run.processing.outcomes_declared.get(element.get("identifier"))
    return declared.default if declared else None


_EXPRESSIONS: dict[str, Callable[[_Run, Element], Value]] = {
    "variable": _Run.variable,
    "correct": _Run.correct,
    "default": _default,
    "mapResponse": _Run.map_response,
    "baseValue": _base_value,
    "null": lambda run, element: None,
    "isNull": lambda run, element: run.inside(element)[0] in (None, ""),
    "match": lambda run, element: _same(*run.inside(element)),
    "equal": _equal,
    "gt": _compare(lambda one, other: one > other),
    "gte": _compare(lambda one, other: one >= other),
    "lt": _compare(lambda one, other: one < other),
    "lte": _compare(lambda one, other: one <= other),
    "and": _and,
    "or": _or,
    "not": _not,
    "multiple": _collect(ordered=False),
    "ordered": _collect(ordered=True),
    "member": _member,
    "contains": _contains,
    "stringMatch": _string_match,
    "substring": _substring,
    "patternMatch": _pattern_match,
    "index": _index,
    "containerSize": _size,
    "sum": _calculate(sum),
    "product": _calculate(math.prod),
    "subtract": _calculate(lambda values: values[0] - values[1]),
    "divide": _calculate(_divide),
    "min": _calculate(min),
    "max": _calculate(max),
}


def _first(element: Element) -> Element:
    child = next(iter(element), None)
    if child is None:
        raise not_understood(element)
    return child
