"""An old answer to a changed question: what of it the question still has. Pure."""

from collections.abc import Mapping
from typing import Any

from .engine.definition import MANUAL, UNMARKED, Cloze, Definition, DragWords, Match, MultiChoice, Ordering, TrueFalse

Answer = Mapping[str, Any]


def is_compatible(before: Definition, after: Definition) -> bool:
    """Whether an answer to one is an answer to the other: the same type, and one right line or several as before. What a person grades and
    what has no marks is not graded again."""
    if type(before) is not type(after) or isinstance(after, MANUAL + UNMARKED):
        return False
    if isinstance(before, MultiChoice) and isinstance(after, MultiChoice):
        return before.single == after.single
    return True


def understood(definition: Definition, answer: Answer) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The answer without what the question no longer has, which counts as not chosen; and the ids of that."""
    match definition:
        case MultiChoice() if not definition.single:
            return _kept_in_list(answer, "choices", {choice.id for choice in definition.choices})
        case MultiChoice():
            return _kept_alone(answer, {choice.id for choice in definition.choices})
        case TrueFalse():
            return _kept_alone(answer, {"true", "false"})
        case Ordering():
            return _kept_in_list(answer, "order", {item.id for item in definition.items})
        case Match():
            options = {option.id for option in definition.options}
            return _kept_in_places(answer, "pairs", {stem.id: options for stem in definition.stems})
        case DragWords():
            words = {choice.id for choice in definition.choices}
            return _kept_in_places(answer, "gaps", {gap.id: words for gap in definition.gaps})
        case Cloze():
            return _kept_in_places(answer, "gaps", {gap.id: _lines_of(gap.question) for gap in definition.gaps})
        case _:
            return dict(answer), ()


def _lines_of(question: Any) -> set[str] | None:
    """None: what is typed is always understood."""
    return {choice.id for choice in question.choices} if isinstance(question, MultiChoice) else None


def _kept_alone(answer: Answer, known: set[str]) -> tuple[dict[str, Any], tuple[str, ...]]:
    chosen = answer.get("choice")
    if chosen in (None, "") or chosen in known:
        return dict(answer), ()
    return {name: value for name, value in answer.items() if name != "choice"}, (str(chosen),)


def _kept_in_list(answer: Answer, name: str, known: set[str]) -> tuple[dict[str, Any], tuple[str, ...]]:
    chosen = answer.get(name)
    if not isinstance(chosen, list):
        return dict(answer), ()
    return {**answer, name: [one for one in chosen if one in known]}, tuple(str(one) for one in chosen if one not in known)


def _kept_in_places(answer: Answer, name: str, places: Mapping[str, set[str] | None]) -> tuple[dict[str, Any], tuple[str, ...]]:
    filled = answer.get(name)
    if not isinstance(filled, Mapping):
        return dict(answer), ()
    kept, lost = {}, []
    for place, value in filled.items():
        known = places.get(place, set())
        if isinstance(value, list):  # a gap of several choices
            kept[place] = [one for one in value if known is None or one in known]
            lost += [f"{place}: {one}" for one in value if known is not None and one not in known]
        elif known is None or value in known or value in (None, ""):
            kept[place] = value
        else:
            lost.append(f"{place}: {value}")
    return {**answer, name: kept}, tuple(lost)
