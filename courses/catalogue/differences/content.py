"""Two published contents of a lesson, and what differs between them: a list by block, in the order in which the new one is read."""

import hashlib
import json
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .classes import ChangeClass, heaviest
from .leaves import FACTS, Leaf, Path, Value, in_plain_lines, leaves, words
from .texts import class_of, likeness

LESSON = "lesson"  # the type of what is said of the lesson itself, which has no block id
_ALIKE = 0.6
_MOST_PAIRS = 400
_LONGEST_TITLE = 80
_TITLES = ("title", "heading", "term", "caption")

Content = Mapping[str, Any]  # what a `LessonVersion` keeps, with its title
Blocks = Mapping[str, blocks.Block]


class Kind(models.TextChoices):
    ADDED = "added", _("Added")
    REMOVED = "removed", _("Taken out")
    MOVED = "moved", _("Moved")
    CHANGED = "changed", _("Changed")
    REPLACED = "replaced", _("Another kind of block")


@dataclass(frozen=True)
class Part:
    """One field of a block. None is what was not there: a line of a list that came or went."""

    path: Path
    was: Any
    now: Any
    proposed: ChangeClass
    leaf: Leaf = Leaf.TEXT

    def as_json(self) -> dict[str, Any]:
        return {"path": list(self.path), "was": self.was, "now": self.now, "leaf": self.leaf.value, "proposed": self.proposed.value}


@dataclass(frozen=True)
class Difference:
    """`title` names the block in its own words; `was_id` is what the block was known by before, where a text was cut and pasted."""

    block_id: str
    block_type: str
    kind: Kind
    title: str
    proposed: ChangeClass
    parts: tuple[Part, ...] = ()
    is_activity: bool = False
    is_moved: bool = False
    was_id: str = ""
    was_type: str = ""
    place: int = field(default=0, compare=False)

    @property
    def digest(self) -> str:
        """The same for the same difference, wherever the block stands: a choice made about it is found again by that."""
        said = [self.block_id, self.block_type, self.was_type, self.kind.value, self.is_moved, [part.as_json() for part in self.parts]]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:32]

    @property
    def is_structural(self) -> bool:
        """By what it is, whatever class an editor gives it."""
        return self.proposed is ChangeClass.STRUCTURE

    @property
    def wording(self) -> ChangeClass | None:
        """How much the words weigh that an answer answers, apart from whether the exercise is needed, or for whose eyes."""
        return heaviest(part.proposed for part in self.parts if part.path not in {("is_required",), ("is_private",)})


def compare(old: Content, new: Content, *, language: str, blocks: Blocks, activities: Sequence[str] = ()) -> list[Difference]:
    """`blocks` are the definitions by type; `activities` the types that learners answer."""
    before, after = old.get("body") or [], new.get("body") or []
    pairs, gone, come = _paired(before, after, blocks, activities)
    moved = _moved([place for place, _other in sorted(pairs, key=lambda pair: pair[1])])
    found = [*_about_the_lesson(old, new, language)]
    for place, other in pairs:
        found += _changed(before[place], after[other], language, blocks, activities, is_moved=place in moved, place=other)
    found += [_whole(after[place], Kind.ADDED, blocks, activities, place) for place in come]
    found += [_whole(before[place], Kind.REMOVED, blocks, activities, _after(place, pairs)) for place in gone]
    return sorted(found, key=lambda one: (one.place, one.kind is not Kind.REMOVED, one.block_id))


def _about_the_lesson(old: Content, new: Content, language: str) -> Iterator[Difference]:
    parts = []
    for name in ("title", "summary"):
        was, now = in_plain_lines(str(old.get(name) or "")), in_plain_lines(str(new.get(name) or ""))
        weight = class_of(was, now, language)
        if weight:
            parts.append(Part((name,), was, now, weight))
    if old.get("minutes") != new.get("minutes"):
        parts.append(Part(("minutes",), old.get("minutes"), new.get("minutes"), ChangeClass.CLARIFICATION, Leaf.FACT))
    if parts:
        proposed = heaviest(part.proposed for part in parts) or ChangeClass.TYPO
        yield Difference("", LESSON, Kind.CHANGED, str(new.get("title") or ""), proposed, tuple(parts), place=-1)


def _paired(
    before: Sequence[Any], after: Sequence[Any], blocks: Blocks, activities: Sequence[str]
) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """(place before, place after) of what is the same block; what is gone; what has come. A block is itself by its id. A text that nobody
    answers is itself also by its words: cutting and pasting gives it a new id."""
    known = {block["id"]: place for place, block in enumerate(before)}
    pairs = [(known[block["id"]], place) for place, block in enumerate(after) if block["id"] in known]
    met_before, met_after = {one for one, _other in pairs}, {other for _one, other in pairs}
    gone = [place for place in range(len(before)) if place not in met_before]
    new = [place for place in range(len(after)) if place not in met_after]
    is_many = len(gone) * len(new) > _MOST_PAIRS  # a body written anew: then only what is the same to the letter is looked for
    come = []
    for place in new:
        match = next((one for one in gone if _is_pasted(before[one], after[place], blocks, activities, by_likeness=not is_many)), None)
        if match is None:
            come.append(place)
        else:
            gone.remove(match)
            pairs.append((match, place))
    return pairs, gone, come


def _is_pasted(old: Any, new: Any, blocks: Blocks, activities: Sequence[str], *, by_likeness: bool) -> bool:
    if old["type"] != new["type"] or old["type"] in activities or old["type"] not in blocks:
        return False
    if old["value"] == new["value"] or not by_likeness:
        return bool(old["value"] == new["value"])
    was, now = words(blocks[old["type"]], old["value"]), words(blocks[new["type"]], new["value"])
    return bool(was and now) and likeness(was, now) >= _ALIKE


def _moved(places: Sequence[int]) -> set[int]:
    """The fewest that have to move so that the others are in their old order: all but a longest rising row."""
    ends: list[int] = []
    at: list[int] = []
    before: dict[int, int | None] = {}
    for place in places:
        column = bisect_left(ends, place)
        before[place] = at[column - 1] if column else None
        ends[column : column + 1] = [place]
        at[column : column + 1] = [place]
    kept: set[int] = set()
    step: int | None = at[-1] if at else None
    while step is not None:
        kept.add(step)
        step = before[step]
    return set(places) - kept


def _after(place: int, pairs: Sequence[tuple[int, int]]) -> int:
    """Where in the new order something stood that is gone: behind what stands before it."""
    return max((other for one, other in pairs if one < place), default=-1)


def _whole(block: Any, kind: Kind, blocks: Blocks, activities: Sequence[str], place: int) -> Difference:
    definition = blocks.get(block["type"])
    text = words(definition, block["value"]) if definition else ""
    part = Part((), text if kind is Kind.REMOVED else None, text if kind is Kind.ADDED else None, ChangeClass.STRUCTURE)
    return Difference(
        block_id=block["id"],
        block_type=block["type"],
        kind=kind,
        title=title_of(block["value"], text),
        proposed=ChangeClass.STRUCTURE,
        parts=(part,),
        is_activity=block["type"] in activities,
        place=place,
    )


def _changed(
    old: Any, new: Any, language: str, blocks: Blocks, activities: Sequence[str], *, is_moved: bool, place: int
) -> Iterator[Difference]:
    kind = Kind.CHANGED
    parts: tuple[Part, ...] = ()
    is_activity = new["type"] in activities
    was_id = old["id"] if old["id"] != new["id"] else ""
    text = words(blocks[new["type"]], new["value"]) if new["type"] in blocks else ""
    if old["type"] != new["type"]:
        was = words(blocks[old["type"]], old["value"]) if old["type"] in blocks else ""
        kind, parts = Kind.REPLACED, (Part((), was, text, ChangeClass.STRUCTURE),)
        is_activity = is_activity or old["type"] in activities
    elif new["type"] in blocks and old["value"] != new["value"]:
        definition = blocks[new["type"]]
        before, after = (leaves(definition, value, is_activity=is_activity) for value in (old["value"], new["value"]))
        parts = tuple(_parts(before, after, language, is_activity))
    if not parts:
        kind = Kind.MOVED
    if parts or is_moved:
        lightest = [ChangeClass.CLARIFICATION] if is_moved else []
        proposed = heaviest([part.proposed for part in parts] + lightest) or ChangeClass.TYPO
        was_type = old["type"] if kind is Kind.REPLACED else ""
        title = title_of(new["value"], text)
        yield Difference(
            new["id"], new["type"], kind, title, proposed, parts, is_activity, is_moved, was_id=was_id, was_type=was_type, place=place
        )


def _parts(old: Mapping[Path, Value], new: Mapping[Path, Value], language: str, is_activity: bool) -> Iterator[Part]:
    missing = Value(Leaf.FACT, None)
    lines = {path for path in old.keys() ^ new.keys() if (old.get(path) or new[path]).leaf is Leaf.LINE}
    for path in [*new, *(path for path in old if path not in new)]:
        if any(path[: len(line)] == line and path != line for line in lines):
            continue  # a part of a line that came or went as a whole
        was, now = old.get(path, missing), new.get(path, missing)
        weight = _weight(was, now, path, language, is_activity)
        if weight:
            leaf = now.leaf if path in new else was.leaf
            yield Part(path, was.value, now.value, weight, leaf)


def _weight(was: Value, now: Value, path: Path, language: str, is_activity: bool) -> ChangeClass | None:
    leaf = was.leaf if now.value is None else now.leaf
    if leaf is Leaf.LINE:
        return ChangeClass.STRUCTURE if (was.value is None) != (now.value is None) else None  # its words are leaves of their own
    if was.value == now.value:
        return None
    if leaf is Leaf.ORDER:
        common = set(was.value or ()) & set(now.value or ())
        order = [[one for one in side or () if one in common] for side in (was.value, now.value)]
        return ChangeClass.CLARIFICATION if order[0] != order[1] else None
    if leaf is Leaf.FACT and not was.value and not now.value:
        return None  # nothing is stored in several ways
    if leaf is Leaf.FACT:
        return FACTS.get(path[-1], ChangeClass.MEANING) if is_activity else _light_or_not(was.value, now.value)
    weight = class_of(str(was.value or ""), str(now.value or ""), language)
    if leaf is Leaf.FINE and weight:
        return weight if weight is ChangeClass.TYPO else ChangeClass.MEANING
    return weight


def _light_or_not(was: Any, now: Any) -> ChangeClass:
    """Another picture or file may say another thing; a note of another kind says the same more clearly."""
    is_row = isinstance(was if was is not None else now, int) and not isinstance(was if was is not None else now, bool)
    return ChangeClass.MEANING if is_row else ChangeClass.CLARIFICATION


def title_of(value: Any, text: str) -> str:
    named = [str(value[name]) for name in _TITLES if value.get(name)] if isinstance(value, Mapping) else []
    title = " ".join((named or text.splitlines() or [""])[0].split())
    return title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1].rstrip() + "…"
