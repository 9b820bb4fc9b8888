"""The order of a tree, and its four moves. Pure: rows are anything with an id and a parent_id, in the order of their positions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Children = dict[int | None, list[int]]  # the ids under each node, in order; None is the root
MOST_DEPTH = 4


class Way(StrEnum):
    UP = "up"
    DOWN = "down"
    IN = "in"
    OUT = "out"


@dataclass(frozen=True)
class Node:
    """`number` as in a table of contents: "2.1". `children` are nodes themselves."""

    row: Any
    number: str
    depth: int
    children: tuple["Node", ...]
    ways: tuple[Way, ...] = ()

    @property
    def is_leaf(self) -> bool:
        return not self.children


def children_of(rows: Iterable[Any]) -> Children:
    found: Children = {None: []}
    for row in rows:
        found.setdefault(row.parent_id, []).append(row.pk)
    return found


def nodes(rows: Iterable[Any]) -> tuple[Node, ...]:
    """The roots, each with all that is under it."""
    rows = list(rows)
    return _under(None, children_of(rows), {row.pk: row for row in rows}, "", 1)


def _under(parent: int | None, children: Children, by_id: Mapping[int, Any], above: str, depth: int) -> tuple[Node, ...]:
    found = []
    for place, one in enumerate(children.get(parent, []), 1):
        number = f"{above}{place}"
        ways = tuple(way for way in Way if moved(children, one, way) is not None)
        found.append(Node(by_id[one], number, depth, _under(one, children, by_id, f"{number}.", depth + 1), ways))
    return tuple(found)


def in_order(roots: Iterable[Node]) -> Iterable[Node]:
    """As they are read, each before what is under it."""
    for node in roots:
        yield node
        yield from in_order(node.children)


def parent_of(children: Children, one: int) -> int | None:
    return next(parent for parent, ids in children.items() if one in ids)


def height(children: Children, one: int) -> int:
    """Of what hangs on it, itself included."""
    return 1 + max((height(children, each) for each in children.get(one, [])), default=0)


def depth(children: Children, one: int) -> int:
    parent = parent_of(children, one)
    return 1 if parent is None else 1 + depth(children, parent)


def moved(children: Children, one: int, way: Way) -> Children | None:
    """The tree after a move; None where there is no such move. `in` puts it last under the one before it, `out` behind the one it was
    under. Nothing is lost by any move: `up` undoes `down`, `out` undoes `in` of a last one."""
    parent = parent_of(children, one)
    siblings = children[parent]
    place = siblings.index(one)
    changed = {key: list(ids) for key, ids in children.items()}
    changed[parent].remove(one)
    if way in (Way.UP, Way.DOWN):
        to = place + (1 if way == Way.DOWN else -1)
        if not 0 <= to < len(siblings):
            return None
        changed[parent].insert(to, one)
    elif way == Way.IN:
        if place == 0 or depth(children, one) + height(children, one) > MOST_DEPTH:
            return None
        changed.setdefault(siblings[place - 1], []).append(one)
    else:
        if parent is None:
            return None
        above = parent_of(children, parent)
        changed[above].insert(changed[above].index(parent) + 1, one)
    return changed
