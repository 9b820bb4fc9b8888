"""The texts of a definition by their places, and a definition in other words. A place is a path of names and ids:
`choices.b.feedback`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from .definition import TEXT, Definition

BLANK = "…"
_TYPED = re.compile(r"(?:.+\.)?answers\.[^.]+\.text")  # words that answers are compared with


def texts(definition: Definition) -> dict[str, str]:
    """Every text that is not empty, in the order in which a learner meets it."""
    return {place: words for place, words in _walk(definition, "") if words}


def translated(definition: Definition, words: Mapping[str, str]) -> Definition:
    """The same question in other words; a place without a translation keeps its own."""
    return _rewrite(definition, "", words)


def is_same_key(one: Definition, other: Definition) -> bool:
    """Whether the same answers bring the same marks, whatever the words: only what is compared with typed answers counts of them."""
    return _without_words(one) == _without_words(other)


def _without_words(definition: Definition) -> Definition:
    return translated(definition, {place: BLANK for place, _words in _walk(definition, "") if not _TYPED.fullmatch(place)})


def _walk(part: Any, path: str) -> Iterator[tuple[str, str]]:
    for one in fields(part) if is_dataclass(part) else ():
        value, place = getattr(part, one.name), f"{path}{one.name}"
        if one.metadata.get(TEXT):
            yield place, value
        elif isinstance(value, tuple):
            for number, item in enumerate(value):
                yield from _walk(item, f"{place}.{_name(item, number)}.")
        elif is_dataclass(value):
            yield from _walk(value, f"{place}.")


def _rewrite(part: Any, path: str, words: Mapping[str, str]) -> Any:
    if not is_dataclass(part) or isinstance(part, type):
        return part
    changes: dict[str, Any] = {}
    for one in fields(part):
        value, place = getattr(part, one.name), f"{path}{one.name}"
        if one.metadata.get(TEXT):
            if words.get(place):
                changes[one.name] = words[place]
        elif isinstance(value, tuple) and value:
            changes[one.name] = tuple(_rewrite(item, f"{place}.{_name(item, number)}.", words) for number, item in enumerate(value))
        elif is_dataclass(value):
            changes[one.name] = _rewrite(value, f"{place}.", words)
    return replace(part, **changes)


def _name(item: Any, number: int) -> str:
    return getattr(item, "id", str(number))
