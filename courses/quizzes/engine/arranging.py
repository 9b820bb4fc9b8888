"""Which order a seed shows, and which questions it draws.

By the SHA-256 of the seed and each id, not by `random.Random`: the same for ever, in any version of Python and in any other language; and a
choice that is added or taken away leaves the others in their order.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from functools import singledispatch
from hashlib import sha256
from typing import Any, TypeVar

from .definition import Cloze, Definition, DragWords, Match, MultiChoice, Ordering

T = TypeVar("T")
_SHARED = [one.name for one in fields(Ordering) if one.name not in ("type", "items")]


@dataclass(frozen=True, kw_only=True)
class ArrangedOrdering(Ordering):
    """`items` as they are shown; the right order is kept beside them, so that this question grades as the other does."""

    right_order: tuple[str, ...]


def arranged(definition: Definition, seed: int, shuffle: bool = True) -> Definition:
    """The same question in the order that this seed shows. `shuffle` is the quiz's word, which the question's own `shuffle` needs as well.
    Two things are mixed whatever they say, because their order is the answer: an order's items, which are never shown in the right one
    where there are two or more, and the options of a match (as in qtype_match_question::start_attempt)."""
    return _arranged(definition, seed, shuffle)


def mixed(things: Iterable[T], seed: int, *, place: str = "", name: Callable[[T], Any] = str) -> list[T]:
    """In the order of this seed. `place` gives things of the same names in two places two orders."""
    return sorted(things, key=lambda thing: sha256(f"{seed}:{place}:{name(thing)}".encode()).digest())


def drawn(candidates: Sequence[int], count: int, seed: int) -> list[int]:
    """`count` of the candidates, whatever order they come in; all of them where there are fewer."""
    return mixed(sorted(set(candidates)), seed, place="draw")[: max(count, 0)]


def _mixed_parts(parts: tuple[T, ...], seed: int, place: str) -> tuple[T, ...]:
    return tuple(mixed(parts, seed, place=place, name=lambda part: part.id))  # type: ignore[attr-defined]


@singledispatch
def _arranged(definition: Any, seed: int, shuffle: bool) -> Any:
    return definition


@_arranged.register
def _(definition: MultiChoice, seed: int, shuffle: bool) -> Definition:
    if not (shuffle and definition.shuffle):
        return definition
    return replace(definition, choices=_mixed_parts(definition.choices, seed, "choices"))


@_arranged.register
def _(definition: Match, seed: int, shuffle: bool) -> Definition:
    stems = _mixed_parts(definition.stems, seed, "stems") if shuffle and definition.shuffle else definition.stems
    return replace(definition, stems=stems, options=_mixed_parts(definition.options, seed, "options"))


@_arranged.register
def _(definition: Ordering, seed: int, shuffle: bool) -> Definition:
    right = tuple(getattr(definition, "right_order", None) or (item.id for item in definition.items))
    items = _mixed_parts(definition.items, seed, "items")
    if tuple(item.id for item in items) == right:
        items = (*items[1:], *items[:1])
    shared = {name: getattr(definition, name) for name in _SHARED}
    return ArrangedOrdering(**shared, items=items, right_order=right)


@_arranged.register
def _(definition: DragWords, seed: int, shuffle: bool) -> Definition:
    if not (shuffle and definition.shuffle):
        return definition
    return replace(definition, choices=_mixed_parts(definition.choices, seed, "choices"))


@_arranged.register
def _(definition: Cloze, seed: int, shuffle: bool) -> Definition:
    gaps = (replace(gap, question=_arranged(gap.question, _seed_of(seed, gap.id), shuffle)) for gap in definition.gaps)
    return replace(definition, gaps=tuple(gaps))


def _seed_of(seed: int, place: str) -> int:
    return int.from_bytes(sha256(f"{seed}:gap:{place}".encode()).digest()[:8], "big")
