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
    lines = getattr(definition, name)
    said = [line for place, line in enumerate(lines) if line.id == position_id(place)]
    given = {line.id for line in lines} - {line.id for line in said}
    old = [part for part in before.get(name, []) if part["id"] not in given]
    names = {}
    for line in said:
        same = next((part for part in old if _words(part) == _words(line)), None)
        if same:
            old.remove(same)
            names[line.id] = same["id"]
    left = {part["id"] for part in old}  # a line that was reworded stands where it stood
    taken = given | set(names.values()) | {part["id"] for part in before.get(name, [])}
    for line in said:
        if line.id not in names:
            names[line.id] = line.id if line.id in left or line.id not in taken else _free(taken)
            left.discard(names[line.id])
            taken.add(names[line.id])
    return {before_id: after for before_id, after in names.items() if before_id != after}


def _words(part: Any) -> tuple[Any, ...]:
    """What a line says, as data or as a part of a definition: a text, or a number with what is around it."""
    read = part.get if isinstance(part, Mapping) else lambda key, usual: getattr(part, key, usual)
    return read("text", ""), read("value", None), read("tolerance", 0.0)


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
