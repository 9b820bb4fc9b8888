"""What a learner answered: brought into its one form, and read back.

`clean` is strict: it is asked when an answer arrives, and what the question did not ask for is refused, so that nobody believes
something was taken that was not. The readers below it are lenient: a regrade asks a corrected question about answers that were given
to an earlier version, whose lines may be gone and whose type may be another.

The form: a key is there only where something was answered, so that nothing answered is {}; ids stand in the question's order (an
`order` in the learner's, files by number); text is kept as typed, without NUL and half characters, with "\\n" for the end of a line.
"certainty" ("1", "2", "3") is kept with every type.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import singledispatch
from typing import Any

from .definition import (
    Choice,
    Cloze,
    Definition,
    Description,
    DragChoice,
    DragWords,
    Essay,
    File,
    Gap,
    Match,
    MultiChoice,
    Numerical,
    Ordering,
    Scale,
    ShortAnswer,
    TrueFalse,
)
from .state import Certainty, Response

MAX_CHARACTERS = 100_000
CERTAINTY = "certainty"
TRUE, FALSE = "true", "false"
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL keeps neither NUL nor half a character in JSON


class ResponseError(ValueError):
    """The question does not take this. `code` and `facts` are for whoever says it in words:
    not_understood · too_long (limit, characters) · no_such_choice (id) · order_incomplete · not_on_scale (min, max) ·
    too_many_files (most)."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


def clean(definition: Definition, data: Any) -> Response:
    """The answer in its one form. Raises ResponseError."""
    if not isinstance(data, Mapping):
        raise ResponseError("not_understood")
    given = dict(data)
    certainty = given.pop(CERTAINTY, None)
    if certainty not in (None, "", *Certainty):
        raise ResponseError("not_understood")
    cleaned = _clean(definition, given)
    if given:
        raise ResponseError("not_understood")
    return {**cleaned, CERTAINTY: str(certainty)} if certainty else cleaned


def is_blank(definition: Definition, response: Response) -> bool:
    """Nothing was answered. Certainty alone is no answer."""
    return _is_blank(definition, response)


def chosen(response: Response) -> tuple[str, ...]:
    """Ids of choices, whether one or several could be chosen."""
    one, several = response.get("choice"), response.get("choices")
    if isinstance(one, str) and one:
        return (one,)
    return tuple(each for each in several if isinstance(each, str)) if isinstance(several, list | tuple) else ()


def typed(response: Response) -> str:
    text = response.get("text")
    return text if isinstance(text, str) else ""


def placed(response: Response, key: str) -> dict[str, str]:
    """Of "pairs" or "gaps": the id of what was put where."""
    pairs = response.get(key)
    return {place: one for place, one in pairs.items() if isinstance(one, str) and one} if isinstance(pairs, Mapping) else {}


def filled(response: Response) -> Mapping[str, Any]:
    """The gaps of a cloze: a text, an id or several."""
    gaps = response.get("gaps")
    return gaps if isinstance(gaps, Mapping) else {}


def ordered(response: Response) -> tuple[str, ...]:
    order = response.get("order")
    return tuple(each for each in order if isinstance(each, str)) if isinstance(order, list | tuple) else ()


def files(response: Response) -> tuple[int, ...]:
    ids = response.get("files")
    return tuple(each for each in ids if isinstance(each, int)) if isinstance(ids, list | tuple) else ()


def level(response: Response) -> int | None:
    value = response.get("level")
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def certainty_of(response: Response) -> Certainty | None:
    value = response.get(CERTAINTY)
    return Certainty(value) if value in tuple(Certainty) else None


def in_gap(gap: Gap, value: Any) -> Response:
    """What stands in a gap, as the response of the gap's own question."""
    if not value:
        return {}
    if isinstance(gap.question, MultiChoice):
        return {"choices": value} if isinstance(value, list | tuple) else {"choice": value}
    return {"text": value}


def out_of_gap(response: Response) -> Any:
    """The reverse of `in_gap`; "" for nothing."""
    return next((response[key] for key in ("choice", "choices", "text") if key in response), "")


@singledispatch
def _clean(definition: Any, given: dict[str, Any]) -> dict[str, Any]:
    raise TypeError(f"{definition!r} is no definition")


@_clean.register
def _(definition: MultiChoice, given: dict[str, Any]) -> dict[str, Any]:
    if definition.single:
        return _kept("choice", _one(given.pop("choice", None), _ids(definition.choices)))
    return _kept("choices", _several(given.pop("choices", None), _ids(definition.choices)))


@_clean.register
def _(definition: TrueFalse, given: dict[str, Any]) -> dict[str, Any]:
    return _kept("choice", _one(given.pop("choice", None), (TRUE, FALSE)))


@_clean.register
def _(definition: Match, given: dict[str, Any]) -> dict[str, Any]:
    options = _ids(definition.options)
    return _kept("pairs", _places(given.pop("pairs", None), _ids(definition.stems), lambda stem, option: _one(option, options)))


@_clean.register
def _(definition: Ordering, given: dict[str, Any]) -> dict[str, Any]:
    """All items, or none: half an order cannot be given."""
    order = given.pop("order", None)
    if order is None or order == []:
        return {}
    if not _is_list_of(order, str):
        raise ResponseError("not_understood")
    if sorted(order) != sorted(_ids(definition.items)):
        raise ResponseError("order_incomplete")
    return {"order": list(order)}


@_clean.register(ShortAnswer)
@_clean.register(Numerical)
def _(definition: ShortAnswer | Numerical, given: dict[str, Any]) -> dict[str, Any]:
    return _kept("text", _line(given.pop("text", None)))


@_clean.register
def _(definition: Cloze, given: dict[str, Any]) -> dict[str, Any]:
    gaps = {gap.id: gap for gap in definition.gaps}

    def clean_gap(place: str, value: Any) -> Any:
        return out_of_gap(_clean(gaps[place].question, dict(in_gap(gaps[place], value))))

    cleaned = _places(given.pop("gaps", None), tuple(gaps), clean_gap)
    _check_length(sum(len(value) for value in cleaned.values()))
    return _kept("gaps", cleaned)


@_clean.register
def _(definition: DragWords, given: dict[str, Any]) -> dict[str, Any]:
    fitting = words_for_gaps(definition)
    return _kept("gaps", _places(given.pop("gaps", None), tuple(fitting), lambda gap, choice: _one(choice, _ids(fitting[gap]))))


@_clean.register
def _(definition: Essay, given: dict[str, Any]) -> dict[str, Any]:
    text = _text(given.pop("text", None))
    return {**_kept("text", text), **_kept("files", _files(given.pop("files", None), definition.max_files))}


@_clean.register
def _(definition: File, given: dict[str, Any]) -> dict[str, Any]:
    return _kept("files", _files(given.pop("files", None), definition.max_files))


@_clean.register
def _(definition: Description, given: dict[str, Any]) -> dict[str, Any]:
    return {}


@_clean.register
def _(definition: Scale, given: dict[str, Any]) -> dict[str, Any]:
    """A plain form sends digits, a script a number: both are the level."""
    value = given.pop("level", None)
    if value is None or value == "":
        return {}
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,6}", value):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise ResponseError("not_understood")
    if not definition.min <= value <= definition.max:
        raise ResponseError("not_on_scale", min=definition.min, max=definition.max)
    return {"level": value}


def words_for_gaps(definition: DragWords) -> dict[str, tuple[DragChoice, ...]]:
    """By gap the words that may be put there: those of its right word's group."""
    groups = {choice.id: choice.group for choice in definition.choices}
    return {gap.id: tuple(each for each in definition.choices if each.group == groups.get(gap.choice)) for gap in definition.gaps}


@singledispatch
def _is_blank(definition: Any, response: Response) -> bool:
    """Of choices."""
    return not chosen(response)


@_is_blank.register
def _(definition: Match, response: Response) -> bool:
    return not placed(response, "pairs")


@_is_blank.register
def _(definition: DragWords, response: Response) -> bool:
    return not placed(response, "gaps")


@_is_blank.register
def _(definition: Cloze, response: Response) -> bool:
    return not any(value.strip() if isinstance(value, str) else value for value in filled(response).values())


@_is_blank.register
def _(definition: Ordering, response: Response) -> bool:
    return not ordered(response)


@_is_blank.register(ShortAnswer)
@_is_blank.register(Numerical)
def _(definition: ShortAnswer | Numerical, response: Response) -> bool:
    return not typed(response).strip()


@_is_blank.register
def _(definition: Essay, response: Response) -> bool:
    return not typed(response).strip() and not files(response)


@_is_blank.register
def _(definition: File, response: Response) -> bool:
    return not files(response)


@_is_blank.register
def _(definition: Description, response: Response) -> bool:
    return True


@_is_blank.register
def _(definition: Scale, response: Response) -> bool:
    return level(response) is None


def _kept(key: str, value: Any) -> dict[str, Any]:
    return {key: value} if value else {}


def _ids(parts: Iterable[Choice | Any]) -> tuple[str, ...]:
    return tuple(part.id for part in parts)


def _is_list_of(value: Any, kind: type) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(one, kind) and not isinstance(one, bool) for one in value)


def _one(value: Any, known: tuple[str, ...]) -> str:
    if value is None or value == "":
        return ""
    if not isinstance(value, str):
        raise ResponseError("not_understood")
    if value not in known:
        raise ResponseError("no_such_choice", id=value)
    return value


def _several(value: Any, known: tuple[str, ...]) -> list[str]:
    if value is None:
        return []
    if not _is_list_of(value, str):
        raise ResponseError("not_understood")
    for one in value:
        _one(one, known)
    return [one for one in known if one in value]


def _places(value: Any, known: tuple[str, ...], clean_one: Callable[[str, Any], Any]) -> dict[str, Any]:
    """What was put where, in the question's order, without the empty places."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise ResponseError("not_understood")
    for place in value:
        if place not in known:
            raise ResponseError("no_such_choice", id=place)
    cleaned = {place: clean_one(place, value[place]) for place in known if place in value}
    return {place: one for place, one in cleaned.items() if one}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ResponseError("not_understood")
    text = _UNSTORABLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    _check_length(len(text))
    return text


def _line(value: Any) -> str:
    return _text(value).replace("\n", " ")


def _check_length(characters: int) -> None:
    if characters > MAX_CHARACTERS:
        raise ResponseError("too_long", limit=MAX_CHARACTERS, characters=characters)


def _files(value: Any, most: int) -> list[int]:
    if value is None:
        return []
    if not _is_list_of(value, int):
        raise ResponseError("not_understood")
    ids = sorted(set(value))
    if len(ids) > most:
        raise ResponseError("too_many_files", most=most)
    return ids
