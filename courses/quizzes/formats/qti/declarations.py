"""What an item declares: its variables, their right values, and what mappings give for them."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from ..base import Unreadable
from ..safe_xml import Element

Value = Any  # None, str, float, bool, or a Many of them


@dataclass(frozen=True)
class Many:
    """A container: what was chosen, in an order or not."""

    values: tuple[Any, ...]
    is_ordered: bool = False

    def same_as(self, other: "Many") -> bool:
        if self.is_ordered != other.is_ordered:
            return False
        return self.values == other.values if self.is_ordered else sorted(map(str, self.values)) == sorted(map(str, other.values))


def many(*values: Any, ordered: bool = False) -> Many | None:
    """QTI has no empty container: an empty one is nothing."""
    return Many(values, ordered) if values else None


@dataclass(frozen=True)
class KeyMapping:
    entries: Mapping[str, float]
    default: float
    lower: float | None
    upper: float | None
    ignores_case: frozenset[str]

    def of(self, value: Any) -> float:
        if isinstance(value, float):
            return next((worth for key, worth in self.entries.items() if _is_number(key, value)), self.default)
        key = text_of(value)
        if key in self.entries:
            return self.entries[key]
        folded = next((each for each in self.ignores_case if each.casefold() == key.casefold()), None)
        return self.default if folded is None else self.entries[folded]


@dataclass(frozen=True)
class Declaration:
    """A variable of an item. `correct` and `default` are None where nothing is said."""

    identifier: str
    cardinality: str
    base_type: str
    line: int
    correct: Value = None
    default: Value = None
    mapping: KeyMapping | None = None
    maximum: float | None = None


def declarations(item: Element, *names: str) -> dict[str, Declaration]:
    """Raises Unreadable."""
    return {each.get("identifier"): _declaration(each) for each in item if each.name in names}


def _declaration(element: Element) -> Declaration:
    cardinality, base_type = element.get("cardinality", "single"), element.get("baseType", "identifier")
    mapping = element.first("mapping")
    maximum = element.get("normalMaximum")
    if element.first("areaMapping") is not None:
        raise not_understood(element.first("areaMapping"))
    return Declaration(
        identifier=element.get("identifier"),
        cardinality=cardinality,
        base_type=base_type,
        line=element.line,
        correct=_values(element.first("correctResponse"), cardinality, base_type),
        default=_values(element.first("defaultValue"), cardinality, base_type),
        mapping=_mapping(mapping) if mapping is not None else None,
        maximum=number(maximum, element) if maximum else None,
    )


def _values(holder: Element | None, cardinality: str, base_type: str) -> Value:
    values = [typed(value.all_text, base_type, value) for value in holder.all("value")] if holder else []
    if not values:
        return None
    return values[0] if cardinality == "single" else Many(tuple(values), cardinality == "ordered")


def _mapping(element: Element) -> KeyMapping:
    entries, says_case, ignores = {}, False, set()
    for entry in element.all("mapEntry"):
        key = " ".join(entry.get("mapKey").split())
        entries[key] = number(entry.get("mappedValue", "0"), entry)
        said = entry.get("caseSensitive").lower()
        says_case = says_case or said == "true"
        if said in ("", "false"):
            ignores.add(key)
    folded = [key.casefold() for key in entries]
    if says_case or len(set(folded)) < len(folded):  # the file itself tells spellings apart
        ignores = {entry.get("mapKey") for entry in element.all("mapEntry") if entry.get("caseSensitive").lower() == "false"}
    bounds = {name: number(element.get(name), element) if element.get(name) else None for name in ("lowerBound", "upperBound")}
    default = number(element.get("defaultValue", "0"), element)
    return KeyMapping(entries, default, bounds["lowerBound"], bounds["upperBound"], frozenset(ignores))


def text_of(value: Any) -> str:
    return " ".join(str(value).split()) if isinstance(value, str) else repr(value)


def typed(text: str, base_type: str, element: Element) -> Any:
    text = text.strip()
    if base_type in ("float", "integer"):
        return number(text, element)
    if base_type == "boolean":
        return text == "true"
    return re.sub(r"\s+", " ", text)


def number(text: str, element: Element) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise Unreadable("number", _("“%(what)s” stands where a number belongs."), line=element.line, what=text[:50]) from error
    if not math.isfinite(value):
        raise Unreadable("number", _("“%(what)s” stands where a number belongs."), line=element.line, what=text[:50])
    return value


def _is_number(text: str, value: float) -> bool:
    try:
        return math.isclose(float(text), value, rel_tol=1e-12, abs_tol=1e-12)
    except ValueError:
        return False


def as_number(value: Any, element: Element) -> float:
    return float(value) if isinstance(value, int | float) else number(str(value), element)


def not_understood(element: Element | None) -> Unreadable:
    message = _("It is graded in a way that is not understood here (<%(name)s>).")
    return Unreadable("qti_processing", message, line=element.line if element else None, name=element.name if element else "")
