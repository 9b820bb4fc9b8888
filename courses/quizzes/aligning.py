"""A question from a file and the same question of the bank: what stays keeps its ids, so that answers, statistics and translations, which
hold on to ids, go on with it. Pure."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .engine.definition import Definition
from .engine.translating import texts, translated

PARTS = ("choices", "answers", "stems", "options", "items", "gaps")
_REFERENCES = {"option": "options", "choice": "choices"}
_PLACE = re.compile(r"\[\[([^\[\]\s]+)\]\]")
Names = dict[str, dict[str, str]]


def aligned(new: Any, old: Any) -> Any:
    """`new` with the ids of `old`: a part keeps its id where it says the same, else where it stands at the same place."""
    if type(new) is not type(old):
        return new
    names: Names = {each: _names(getattr(new, each), getattr(old, each)) for each in PARTS if hasattr(new, each)}
    changes: dict[str, Any] = {}
    for each in names:
        before = {part.id: part for part in getattr(old, each)}
        changes[each] = tuple(_renamed(part, each, names, before) for part in getattr(new, each))
    if "gaps" in names:
        changes["text"] = _PLACE.sub(lambda place: f"[[{names['gaps'].get(place[1], place[1])}]]", new.text)
    return replace(new, **changes)


def filled_up(new: Any, old: Any, silent_on: frozenset[str]) -> Any:
    """`new` with what `old` says of the fields on which the file's format says nothing."""
    if type(new) is not type(old):
        return new
    return replace(new, **{name: getattr(old, name) for name in silent_on if hasattr(old, name)})


def differ_in_words_only(one: Definition, other: Definition) -> bool:
    blank = dict.fromkeys([*texts(one), *texts(other)], "…")
    return type(one) is type(other) and translated(one, blank) == translated(other, blank)


def _renamed(part: Any, field: str, names: Names, before: Mapping[str, Any]) -> Any:
    changes: dict[str, Any] = {"id": names[field][part.id]}
    for reference, target in _REFERENCES.items():
        if hasattr(part, reference):
            key = getattr(part, reference)
            changes[reference] = names[target].get(key, key)
    known = before.get(changes["id"])
    if known and hasattr(part, "question"):
        changes["question"] = aligned(part.question, known.question)
    return replace(part, **changes)


def _names(new: tuple[Any, ...], old: tuple[Any, ...]) -> dict[str, str]:
    """The old id, or a fresh one, of each new one."""
    names: dict[str, str] = {}
    left = {part.id: _says(part) for part in old}
    for part in new:
        same = next((key for key, said in left.items() if said is not None and said == _says(part)), None)
        if same is not None:
            names[part.id] = same
            del left[same]
    for part, before in zip(new, old, strict=False):
        if part.id not in names and before.id in left:
            names[part.id] = before.id
            del left[before.id]
    taken = {part.id for part in old} | set(names.values())
    for part in new:
        if part.id not in names:
            names[part.id] = next(key for key in _fresh(part.id) if key not in taken)
            taken.add(names[part.id])
    return names


def _fresh(key: str):
    yield key
    number = 2
    while True:
        yield f"{key}{number}"
        number += 1


def _says(part: Any) -> Any:
    if hasattr(part, "tolerance"):
        return part.value, part.tolerance
    return getattr(part, "text", None)
