"""What makes a question unusable (an error) or doubtful (a warning). `place` is that of `translating.texts`: `choices.b.fraction`.

| code | facts | what is wrong |
|---|---|---|
| no_text | | there is nothing to read |
| not_a_number | value | neither finite nor a number |
| negative_mark, penalty_out_of_range, unit_penalty_out_of_range, fraction_out_of_range | value | outside 0…, 0…1, 0…1, −1…1 |
| unusable_id | id | empty, or with characters that stand for something else in places |
| duplicate_id | id | two parts have it |
| empty_part | id | a line without words |
| duplicate_text | id, text | reads like the line before it |
| too_few | least, found | choices, stems, options, items, answers or gaps |
| no_right_answer | | nothing is worth the whole mark |
| everything_right | | nothing that could be chosen is wrong |
| sum_not_one | sum | the right ones of several choices do not add up to the whole mark |
| negative_ignored | value | takes away where only one can be chosen: counts as 0 |
| never_reached | id, by | an earlier answer takes all that this one would |
| negative_tolerance | value | |
| zero_multiplier | unit | |
| no_units | | units are graded, and there are none |
| unknown_option, unknown_choice | id | what belongs there does not exist |
| word_used_twice | id | right in two gaps, but there is only one of it |
| gap_not_in_text | id | no `[[id]]` in the text |
| gap_twice_in_text | id | |
| text_without_gap | id | an `[[id]]` in the text that no gap has |
| no_weight | value | a gap of no weight |
| min_above_max | min, max | words, files or levels |
| asks_for_nothing | | neither a text nor a file is asked for |
| too_many_levels | levels, most | |
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from enum import StrEnum
from functools import singledispatch
from typing import Any

from .definition import (
    Cloze,
    Definition,
    Description,
    DragWords,
    Essay,
    File,
    Match,
    MultiChoice,
    Numerical,
    Ordering,
    Scale,
    ShortAnswer,
    UnitHandling,
)
from .matching import matching_answer, without_wildcards
from .state import RIGHT

MAX_LEVELS = 21
_PLACE = re.compile(r"\[\[([^\[\]]+)\]\]")
_ID = re.compile(r"[^\s.:\[\]]+")
_EPSILON = 0.01  # a sum of thirds and sixths, written with five digits


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, kw_only=True)
class Problem:
    place: str
    code: str
    facts: dict[str, Any] = field(default_factory=dict)
    severity: Severity = Severity.ERROR


def problems(definition: Definition) -> list[Problem]:
    """Errors first."""
    found = [*_of_text(definition), *_of_all(definition), *_of_type(definition, "")]
    return sorted(found, key=lambda problem: problem.severity is Severity.WARNING)


def is_usable(definition: Definition) -> bool:
    return not any(problem.severity is Severity.ERROR for problem in problems(definition))


def _error(place: str, code: str, **facts: Any) -> Problem:
    return Problem(place=place, code=code, facts=facts)


def _warning(place: str, code: str, **facts: Any) -> Problem:
    return Problem(place=place, code=code, facts=facts, severity=Severity.WARNING)


def _of_text(definition: Definition) -> Iterator[Problem]:
    if not definition.text.strip():
        yield _error("text", "no_text")


def _of_all(definition: Definition) -> Iterator[Problem]:
    """What is said of every number and every id, wherever it stands."""
    yield from _numbers(definition, "")
    if definition.default_mark < 0:
        yield _error("default_mark", "negative_mark", value=definition.default_mark)
    if not 0 <= definition.penalty <= 1:
        yield _error("penalty", "penalty_out_of_range", value=definition.penalty)


def _numbers(thing: Any, path: str) -> Iterator[Problem]:
    for one in fields(thing):
        value, place = getattr(thing, one.name), f"{path}{one.name}"
        if isinstance(value, float) and not math.isfinite(value):
            yield _error(place, "not_a_number", value=str(value))
        elif one.name == "fraction" and not -1 <= value <= 1:
            yield _error(place, "fraction_out_of_range", value=value)
        elif isinstance(value, tuple):
            yield from _ids(place, value)
            for number, item in enumerate(value):
                if is_dataclass(item):
                    yield from _numbers(item, f"{place}.{getattr(item, 'id', number)}.")
        elif is_dataclass(value):
            yield from _numbers(value, f"{place}.")


def _ids(place: str, parts: tuple[Any, ...]) -> Iterator[Problem]:
    counted = Counter(part.id for part in parts if hasattr(part, "id"))
    for name, times in counted.items():
        if not _ID.fullmatch(name):
            yield _error(place, "unusable_id", id=name)
        if times > 1:
            yield _error(place, "duplicate_id", id=name)


def _texts(place: str, parts: Iterable[Any]) -> Iterator[Problem]:
    seen: set[str] = set()
    for part in parts:
        text = part.text.strip()
        if not text:
            yield _error(f"{place}.{part.id}.text", "empty_part", id=part.id)
        elif text in seen:
            yield _warning(f"{place}.{part.id}.text", "duplicate_text", id=part.id, text=text)
        seen.add(text)


def _at_least(place: str, least: int, parts: tuple[Any, ...]) -> Iterator[Problem]:
    if len(parts) < least:
        yield _error(place, "too_few", least=least, found=len(parts))


def _limits(place: str, least: int | None, most: int | None) -> Iterator[Problem]:
    if least is not None and most is not None and least > most:
        yield _error(place, "min_above_max", min=least, max=most)


@singledispatch
def _of_type(definition: Any, path: str) -> Iterable[Problem]:
    return ()


@_of_type.register
def _(definition: MultiChoice, path: str) -> Iterator[Problem]:
    place = f"{path}choices"
    yield from _at_least(place, 2, definition.choices)
    yield from _texts(place, definition.choices)
    worth = [choice.fraction for choice in definition.choices]
    if definition.single:
        if not any(fraction > RIGHT for fraction in worth):
            yield _error(place, "no_right_answer")
        for choice in definition.choices:
            if choice.fraction < 0:
                yield _warning(f"{place}.{choice.id}.fraction", "negative_ignored", value=choice.fraction)
    else:
        total = math.fsum(fraction for fraction in worth if fraction > 0)
        if total <= 0:
            yield _error(place, "no_right_answer")
        elif abs(total - 1) > _EPSILON:
            yield _warning(place, "sum_not_one", sum=total)
    if len(worth) > 1 and all(fraction > (RIGHT if definition.single else 0) for fraction in worth):
        yield _warning(place, "everything_right")


@_of_type.register
def _(definition: ShortAnswer, path: str) -> Iterator[Problem]:
    place = f"{path}answers"
    yield from _at_least(place, 1, definition.answers)
    for answer in definition.answers:
        words = without_wildcards(answer.text).strip()
        first = matching_answer(definition, words) if words else answer
        if not words:
            yield _error(f"{place}.{answer.id}.text", "empty_part", id=answer.id)
        elif first and first.id != answer.id:
            yield _warning(f"{place}.{answer.id}", "never_reached", id=answer.id, by=first.id)
    yield from _some_right(place, definition.answers)


@_of_type.register
def _(definition: Numerical, path: str) -> Iterator[Problem]:
    place = f"{path}answers"
    yield from _at_least(place, 1, definition.answers)
    yield from _some_right(place, definition.answers)
    anything = None
    for answer in definition.answers:
        if answer.tolerance < 0:
            yield _error(f"{place}.{answer.id}.tolerance", "negative_tolerance", value=answer.tolerance)
        if anything is not None:
            yield _warning(f"{place}.{answer.id}", "never_reached", id=answer.id, by=anything)
        elif answer.value is None:
            anything = answer.id
    for number, unit in enumerate(definition.units):
        if not unit.name.strip():
            yield _error(f"{path}units.{number}.name", "empty_part", id=str(number))
        if unit.multiplier == 0:
            yield _error(f"{path}units.{number}.multiplier", "zero_multiplier", unit=unit.name)
    if definition.unit_handling is UnitHandling.GRADED and not definition.units:
        yield _error(f"{path}units", "no_units")
    if not 0 <= definition.unit_penalty <= 1:
        yield _error(f"{path}unit_penalty", "unit_penalty_out_of_range", value=definition.unit_penalty)


def _some_right(place: str, answers: Iterable[Any]) -> Iterator[Problem]:
    if not any(answer.fraction > RIGHT for answer in answers):
        yield _error(place, "no_right_answer")


@_of_type.register
def _(definition: Match, path: str) -> Iterator[Problem]:
    yield from _at_least("stems", 2, definition.stems)
    yield from _at_least("options", 2, definition.options)
    yield from _texts("stems", definition.stems)
    yield from _texts("options", definition.options)
    options = {option.id for option in definition.options}
    for stem in definition.stems:
        if stem.option not in options:
            yield _error(f"stems.{stem.id}.option", "unknown_option", id=stem.option)


@_of_type.register
def _(definition: Ordering, path: str) -> Iterator[Problem]:
    yield from _at_least("items", 2, definition.items)
    yield from _texts("items", definition.items)


@_of_type.register
def _(definition: Cloze, path: str) -> Iterator[Problem]:
    yield from _at_least("gaps", 1, definition.gaps)
    yield from _in_text(definition.text, [gap.id for gap in definition.gaps])
    for gap in definition.gaps:
        if gap.weight <= 0:
            yield _error(f"gaps.{gap.id}.weight", "no_weight", value=gap.weight)
        yield from _of_type(gap.question, f"gaps.{gap.id}.question.")


@_of_type.register
def _(definition: DragWords, path: str) -> Iterator[Problem]:
    yield from _at_least("gaps", 1, definition.gaps)
    yield from _at_least("choices", 2, definition.choices)
    yield from _texts("choices", definition.choices)
    yield from _in_text(definition.text, [gap.id for gap in definition.gaps])
    choices = {choice.id: choice for choice in definition.choices}
    used = Counter(gap.choice for gap in definition.gaps)
    for gap in definition.gaps:
        choice = choices.get(gap.choice)
        if choice is None:
            yield _error(f"gaps.{gap.id}.choice", "unknown_choice", id=gap.choice)
        elif used[gap.choice] > 1 and not choice.is_unlimited:
            yield _error(f"gaps.{gap.id}.choice", "word_used_twice", id=gap.choice)


def _in_text(text: str, gaps: list[str]) -> Iterator[Problem]:
    places = Counter(_PLACE.findall(text))
    for gap in gaps:
        if not places[gap]:
            yield _error(f"gaps.{gap}", "gap_not_in_text", id=gap)
        elif places[gap] > 1:
            yield _error(f"gaps.{gap}", "gap_twice_in_text", id=gap)
    for place in places:
        if place not in gaps:
            yield _error("text", "text_without_gap", id=place)


@_of_type.register
def _(definition: Essay, path: str) -> Iterator[Problem]:
    yield from _limits("min_words", definition.min_words, definition.max_words)
    yield from _limits("min_files", definition.min_files, definition.max_files)
    if not definition.is_text_required and not definition.max_files:
        yield _warning("is_text_required", "asks_for_nothing")


@_of_type.register
def _(definition: File, path: str) -> Iterator[Problem]:
    yield from _at_least("max_files", 1, tuple(range(definition.max_files)))
    yield from _limits("min_files", definition.min_files, definition.max_files)


@_of_type.register
def _(definition: Scale, path: str) -> Iterator[Problem]:
    levels = definition.max - definition.min + 1
    if levels < 2:
        yield _error("min", "min_above_max", min=definition.min, max=definition.max)
    elif levels > MAX_LEVELS:
        yield _error("max", "too_many_levels", levels=levels, most=MAX_LEVELS)


@_of_type.register
def _(definition: Description, path: str) -> Iterable[Problem]:
    return ()
