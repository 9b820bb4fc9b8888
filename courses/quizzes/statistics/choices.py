"""What was taken in an answer, by id, so that all languages and every shuffle count together. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..engine.definition import Cloze, Definition, DragWords, Match, MultiChoice, Numerical, Ordering, Scale, ShortAnswer, TrueFalse

OTHER = "?"  # an id that the question does not have
PLACED, MISPLACED = "placed", "misplaced"
COUNTED = ("multichoice", "truefalse", "match", "ordering", "shortanswer", "numerical", "multianswer", "ddwtos", "scale")
TYPED_BY_AT_LEAST = 3  # what fewer people typed could say who they are


@dataclass(frozen=True)
class Option:
    """`text` "" has no words of its own: `words` names it."""

    id: str
    text: str
    fraction: float


@dataclass(frozen=True)
class Part:
    """A place where one of several things is taken: the question as a whole, one line of a matching, one gap. `is_typed`: the options are
    what people typed."""

    id: str
    text: str
    options: tuple[Option, ...]
    is_typed: bool = False


def parts(definition: Definition) -> tuple[Part, ...]:
    match definition:
        case MultiChoice():
            return (Part("", "", _lines(definition)),)
        case TrueFalse():
            return (Part("", "", (Option("true", "", float(definition.correct)), Option("false", "", float(not definition.correct)))),)
        case Scale():
            return (Part("", "", tuple(Option(str(level), str(level), 0.0) for level in range(definition.min, definition.max + 1))),)
        case Match():
            return tuple(
                Part(stem.id, stem.text, tuple(Option(each.id, each.text, float(each.id == stem.option)) for each in definition.options))
                for stem in definition.stems
            )
        case Ordering():
            placed = (Option(PLACED, "", 1.0), Option(MISPLACED, "", 0.0))
            return tuple(Part(item.id, item.text, placed) for item in definition.items)
        case ShortAnswer() | Numerical():
            return (Part("", "", (), is_typed=True),)
        case DragWords():
            return tuple(_dragged(definition, number) for number in range(len(definition.gaps)))
        case Cloze():
            return tuple(
                Part(gap.id, "", _lines(gap.question)) if isinstance(gap.question, MultiChoice) else Part(gap.id, "", (), is_typed=True)
                for gap in definition.gaps
            )
        case _:
            return ()


def _lines(question: MultiChoice) -> tuple[Option, ...]:
    return tuple(Option(choice.id, choice.text, choice.fraction) for choice in question.choices)


def _dragged(definition: DragWords, number: int) -> Part:
    gap = definition.gaps[number]
    group = next((choice.group for choice in definition.choices if choice.id == gap.choice), 1)
    fitting = [choice for choice in definition.choices if choice.group == group]
    return Part(gap.id, "", tuple(Option(choice.id, choice.text, float(choice.id == gap.choice)) for choice in fitting))


def taken(definition: Definition, response: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(part, option) for everything that an answer took. Nothing for an answer that is empty."""
    match definition:
        case MultiChoice() | TrueFalse():
            chosen = response.get("choices") if isinstance(definition, MultiChoice) and not definition.single else [response.get("choice")]
            known = {option.id for option in parts(definition)[0].options}
            yield from (("", one if one in known else OTHER) for one in _strings(chosen))
        case Scale():
            if response.get("level") is not None:
                yield "", str(response["level"])
        case Match():
            pairs = _mapping(response.get("pairs"))
            options = {option.id for option in definition.options}
            yield from ((stem.id, _known(pairs[stem.id], options)) for stem in definition.stems if pairs.get(stem.id))
        case Ordering():
            order = _strings(response.get("order"))
            for place, item in enumerate(definition.items if order else ()):
                yield item.id, PLACED if place < len(order) and order[place] == item.id else MISPLACED
        case ShortAnswer() | Numerical():
            if typed := _typed(response.get("text")):
                yield "", typed
        case DragWords() | Cloze():
            yield from _in_gaps(definition, _mapping(response.get("gaps")))


def _in_gaps(definition: DragWords | Cloze, gaps: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for part in parts(definition):
        value = gaps.get(part.id)
        if value in (None, ""):
            continue
        if part.is_typed:
            yield part.id, _typed(value)
        else:
            known = {option.id for option in part.options}
            yield from ((part.id, _known(one, known)) for one in (value if isinstance(value, list) else [value]))


def _known(value: Any, ids: set[str]) -> str:
    return value if isinstance(value, str) and value in ids else OTHER


def _typed(value: Any) -> str:
    """Capitals and spaces do not make two answers of one."""
    return " ".join(str(value or "").casefold().split())[:80]


def _strings(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str) and one] if isinstance(value, list | tuple) else []


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
