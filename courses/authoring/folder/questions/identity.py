"""Which line of an edited list is which. A line that gives an id is that one; one without gets the id of the line that said the same
before: statistics, translations and attempts hang on ids."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from courses.quizzes.engine import definition as d

from .items import position_id

LISTS = {d.MultiChoice: "choices", d.ShortAnswer: "answers", d.Numerical: "answers", d.Ordering: "items"}


def kept_names(definition: d.Definition, before: Any) -> dict[str, str]:
    """Ids that the reader gave by position → the ids that these lines have had. `before` is the JSON of the version before."""
    name = LISTS.get(type(definition))
    if name is None or not isinstance(before, Mapping) or before.get("type") != definition.type:
        return {}
    old = _old(before, name)
    lines = getattr(definition, name)
    by_position = {line.id for place, line in enumerate(lines) if line.id == position_id(place)}
    names = {line.id: old[_words(line)] for line in lines if line.id in by_position and _words(line) in old}
    taken = {*names.values(), *(line.id for line in lines if line.id not in by_position)}
    for line in lines:
        if line.id in by_position and line.id not in names:
            names[line.id] = line.id if line.id not in taken and line.id not in old.values() else _free(taken | set(old.values()))
            taken.add(names[line.id])
    return {before_id: after for before_id, after in names.items() if before_id != after}


def _old(before: Mapping[str, Any], name: str) -> dict[str, str]:
    return {str(part.get("text", part.get("value", ""))): part["id"] for part in reversed(before.get(name, []))}


def _words(line: Any) -> str:
    return str(line.text if hasattr(line, "text") else line.value)


def _free(taken: set[str]) -> str:
    place = 0
    while position_id(place) in taken:
        place += 1
    return position_id(place)


def renamed(definition: d.Definition, names: Mapping[str, str]) -> d.Definition:
    """The definition with some of its lines under other ids."""
    name = LISTS.get(type(definition))
    if not names or name is None:
        return definition
    lines = tuple(replace(line, id=names.get(line.id, line.id)) for line in getattr(definition, name))
    changes: dict[str, Any] = {name: lines}
    return replace(definition, **changes)
