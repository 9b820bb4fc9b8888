"""Where two drafts of a page differ, part by part: fields, and the blocks of a body one by one. No database.

A draft is what a revision keeps: a dict of fields, in which a body is JSON of its blocks. With the draft that both began from, each part
knows who changed it; without, only that it is not the same."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Side = Literal["mine", "theirs"]
MISSING = object()
ORDER = "order"


@dataclass(frozen=True)
class Part:
    """`proposed` is the side that alone was changed; None where a person has to say. `block` is the id of a block, or `ORDER`."""

    field: str
    block: str
    mine: Any
    theirs: Any
    proposed: Side | None

    @property
    def key(self) -> str:
        return f"{self.field}:{self.block}" if self.block else self.field


def odds(
    mine: Mapping[str, Any], theirs: Mapping[str, Any], base: Mapping[str, Any] | None, fields: Iterable[str], bodies: Iterable[str]
) -> list[Part]:
    """The parts that differ, in the order of the form."""
    parts: list[Part] = []
    bodies = set(bodies)
    for name in fields:
        if name in bodies:
            parts += _in_body(name, blocks(mine, name), blocks(theirs, name), None if base is None else blocks(base, name))
        elif mine.get(name) != theirs.get(name):
            parts.append(Part(name, "", mine.get(name), theirs.get(name), _changed(mine.get(name), theirs.get(name), base, name)))
    return parts


def together(mine: Mapping[str, Any], theirs: Mapping[str, Any], parts: Iterable[Part], chosen: Mapping[str, Side]) -> dict[str, Any]:
    """Their draft with what was chosen of mine: `chosen` names a side for the key of each part."""
    content = dict(theirs)
    by_body: dict[str, list[Part]] = {}
    for part in parts:
        if part.block:
            by_body.setdefault(part.field, []).append(part)
        elif chosen[part.key] == "mine":
            content[part.field] = part.mine
    for name, within in by_body.items():
        content[name] = json.dumps(_joined(blocks(mine, name), blocks(theirs, name), within, chosen))
    return content


def blocks(content: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The blocks of a body by id, in their order."""
    return {block.get("id") or f"#{place}": block for place, block in enumerate(json.loads(content.get(name) or "[]"))}


def _in_body(name: str, mine: dict[str, Any], theirs: dict[str, Any], base: dict[str, Any] | None) -> list[Part]:
    parts = []
    for block in _in_order(list(theirs), list(mine)):
        here, there = mine.get(block, MISSING), theirs.get(block, MISSING)
        if here is MISSING or there is MISSING or not _same(here, there):
            parts.append(Part(name, block, here, there, _proposed(here, there, base, block)))
    common = [block for block in theirs if block in mine]
    if common != [block for block in mine if block in theirs]:
        parts.append(Part(name, ORDER, list(mine), list(theirs), _order_changed(list(mine), list(theirs), base)))
    return parts


def _same(one: Any, other: Any) -> bool:
    return bool(one.get("type") == other.get("type") and _bare(one.get("value")) == _bare(other.get("value")))


def _bare(value: Any) -> Any:
    """Items of a list that were written without an id get a new one each time they are read."""
    if isinstance(value, list):
        return [_bare(item) for item in value]
    if isinstance(value, dict):
        if value.keys() == {"id", "type", "value"}:
            return {"type": value["type"], "value": _bare(value["value"])}
        return {name: _bare(inner) for name, inner in value.items()}
    return value


def _changed(mine: Any, theirs: Any, base: Mapping[str, Any] | None, name: str) -> Side | None:
    if base is None or name not in base:
        return None
    return "theirs" if mine == base[name] else "mine" if theirs == base[name] else None


def _proposed(mine: Any, theirs: Any, base: dict[str, Any] | None, block: str) -> Side | None:
    if base is None:  # then what one of the two has is kept
        return "theirs" if mine is MISSING else "mine" if theirs is MISSING else None
    was = base.get(block, MISSING)
    for changed, other in (("theirs", mine), ("mine", theirs)):
        if other is was or (other is not MISSING and was is not MISSING and _same(other, was)):
            return changed  # type: ignore[return-value]
    return None


def _order_changed(mine: list[str], theirs: list[str], base: dict[str, Any] | None) -> Side | None:
    if base is None:
        return None
    everywhere = [block for block in base if block in mine and block in theirs]
    if [block for block in mine if block in everywhere] == everywhere:
        return "theirs"
    return "mine" if [block for block in theirs if block in everywhere] == everywhere else None


def _joined(mine: dict[str, Any], theirs: dict[str, Any], parts: list[Part], chosen: Mapping[str, Side]) -> list[Any]:
    sides = {part.block: chosen[part.key] for part in parts}
    first, second = (mine, theirs) if sides.get(ORDER) == "mine" else (theirs, mine)
    found = []
    for block in _in_order(list(first), list(second)):
        here = mine if sides.get(block) == "mine" else theirs
        if block in here:
            found.append(here[block])
    return found


def _in_order(first: list[str], second: list[str]) -> list[str]:
    """All of both: those of the first as they stand, each other one behind its neighbour in the second."""
    order = list(first)
    before = None
    for block in second:
        if block not in order:
            order.insert(order.index(before) + 1 if before is not None else 0, block)
        before = block
    return order
