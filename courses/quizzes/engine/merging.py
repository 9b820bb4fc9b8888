"""What comes of an answer that two tabs or devices wrote at once (lms/core/log/merge.py says how each kind of value is put together).

An essay is merged by words, chosen lines and files as sets, what stands in each stem and gap by itself. A short answer, a number and
an order are single values: two half answers side by side would be a third one that nobody gave.
"""

from collections.abc import Mapping
from functools import singledispatch
from typing import Any

from lms.core.log.merge import Merged, merge_set, merge_single, merge_text

from .definition import Cloze, Definition, DragWords, Essay, File, Match, MultiChoice
from .responses import CERTAINTY, MAX_CHARACTERS, in_gap, out_of_gap
from .state import Response


def merge(definition: Definition, base: Response | None, ours: Response, theirs: Response) -> Merged:
    """`ours` is what the server has, `theirs` what has just come, `base` what it went on from (None: not known). The value is clean if
    both are. `loses` says that something of ours is not in it."""
    answer = _merged(definition, base, ours, theirs)
    certainty = _single(base, ours, theirs, CERTAINTY)
    return Merged({**answer.value, **certainty.value}, answer.loses or certainty.loses)


@singledispatch
def _merged(definition: Any, base: Response | None, ours: Response, theirs: Response) -> Merged:
    """One value: whatever key it stands under."""
    mine, yours = _answer(ours), _answer(theirs)
    return merge_single(None if base is None else _answer(base), mine, yours, blank={})


@_merged.register
def _(definition: MultiChoice, base: Response | None, ours: Response, theirs: Response) -> Merged:
    if definition.single:
        return _single(base, ours, theirs, "choice")
    merged = merge_set(*_values(base, ours, theirs, "choices", [])).value
    return _held("choices", [choice.id for choice in definition.choices if choice.id in merged])


@_merged.register
def _(definition: Match, base: Response | None, ours: Response, theirs: Response) -> Merged:
    return _by_place("pairs", [stem.id for stem in definition.stems], base, ours, theirs)


@_merged.register
def _(definition: DragWords, base: Response | None, ours: Response, theirs: Response) -> Merged:
    return _by_place("gaps", [gap.id for gap in definition.gaps], base, ours, theirs)


@_merged.register
def _(definition: Cloze, base: Response | None, ours: Response, theirs: Response) -> Merged:
    before, mine, yours = _values(base, ours, theirs, "gaps", {})
    filled, loses = {}, False
    for gap in definition.gaps:
        old = None if before is None else in_gap(gap, before.get(gap.id))
        merged = _merged(gap.question, old, in_gap(gap, mine.get(gap.id)), in_gap(gap, yours.get(gap.id)))
        filled[gap.id], loses = out_of_gap(merged.value), loses or merged.loses
    return _held("gaps", {place: value for place, value in filled.items() if value}, loses)


@_merged.register
def _(definition: Essay, base: Response | None, ours: Response, theirs: Response) -> Merged:
    before, mine, yours = _values(base, ours, theirs, "text", "")
    text = merge_text(before, mine, yours)
    if len(text.value) > MAX_CHARACTERS:
        text = Merged(yours, loses=True)
    return Merged({**_held("text", text.value).value, **_files(base, ours, theirs).value}, text.loses)


@_merged.register
def _(definition: File, base: Response | None, ours: Response, theirs: Response) -> Merged:
    return _files(base, ours, theirs)


def _files(base: Response | None, ours: Response, theirs: Response) -> Merged:
    return _held("files", sorted(merge_set(*_values(base, ours, theirs, "files", [])).value))


def _by_place(key: str, places: list[str], base: Response | None, ours: Response, theirs: Response) -> Merged:
    before, mine, yours = _values(base, ours, theirs, key, {})
    filled, loses = {}, False
    for place in places:
        merged = merge_single(None if before is None else before.get(place, ""), mine.get(place, ""), yours.get(place, ""), blank="")
        filled[place], loses = merged.value, loses or merged.loses
    return _held(key, {place: value for place, value in filled.items() if value}, loses)


def _single(base: Response | None, ours: Response, theirs: Response, key: str) -> Merged:
    before, mine, yours = _values(base, ours, theirs, key, "")
    merged = merge_single(before, mine, yours, blank="")
    return _held(key, merged.value, merged.loses)


def _values(base: Response | None, ours: Response, theirs: Response, key: str, blank: Any) -> tuple[Any, Any, Any]:
    return None if base is None else base.get(key, blank), ours.get(key, blank), theirs.get(key, blank)


def _answer(response: Response) -> Mapping[str, Any]:
    return {key: value for key, value in response.items() if key != CERTAINTY}


def _held(key: str, value: Any, loses: bool = False) -> Merged:
    return Merged({key: value} if value else {}, loses)
