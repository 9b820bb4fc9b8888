"""Several changes in a row as one: what is different now from what somebody knows. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from .classes import ChangeClass, heaviest
from .content import Kind

Parts = tuple[dict[str, Any], ...]  # as `Part.as_json` makes them


@dataclass(frozen=True)
class ToldBlock:
    block_id: str
    block_type: str
    kind: str
    title: str
    change_class: str
    parts: Parts
    is_activity: bool = False
    is_moved: bool = False

    @property
    def weight(self) -> ChangeClass:
        return ChangeClass(self.change_class)


def gathered(blocks: Iterable[ToldBlock]) -> list[ToldBlock]:
    """From the oldest to the newest. What came and went again, or was put back as it was, is left out; the latest stands where it was met
    first."""
    met: dict[str, ToldBlock] = {}
    for block in blocks:
        key = block.block_id or block.block_type
        met[key] = _after(met[key], block) if key in met else block
    return [block for block in met.values() if block.kind and block.weight.is_told]


def _after(first: ToldBlock, then: ToldBlock) -> ToldBlock:
    weight = heaviest([first.weight, then.weight]) or then.weight
    kind = _kind(first.kind, then.kind)
    parts = then.parts if Kind.REPLACED in {first.kind, then.kind} else _joined(first.parts, then.parts)
    is_moved = first.is_moved or then.is_moved
    if kind in {Kind.CHANGED, Kind.MOVED} and not parts and not is_moved:
        kind = ""
    return replace(then, kind=kind, parts=parts, change_class=weight.value, is_moved=is_moved)


def _kind(first: str, then: str) -> str:
    """Empty is nothing that is left to tell."""
    if first == "":
        return then
    if first == Kind.ADDED:
        return "" if then == Kind.REMOVED else Kind.ADDED
    if first == Kind.REMOVED:
        return Kind.CHANGED if then == Kind.ADDED else then
    if then in {Kind.REMOVED, Kind.REPLACED} or then == Kind.ADDED:
        return then
    return Kind.REPLACED if first == Kind.REPLACED else Kind.CHANGED


def _joined(first: Parts, then: Parts) -> Parts:
    found = {tuple(part["path"]): part for part in first}
    for part in then:
        path = tuple(part["path"])
        known = found.get(path)
        weight = heaviest([ChangeClass(one["proposed"]) for one in (known, part) if one]) or ChangeClass.TYPO
        found[path] = {**part, "was": known["was"] if known else part["was"], "proposed": weight.value}
    return tuple(part for part in found.values() if part["was"] != part["now"])
