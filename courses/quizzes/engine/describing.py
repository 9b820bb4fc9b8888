"""Answers in words, for lists, files and whoever grades. What statistics count of them: `statistics.choices`.

The engine has no words of its own: who asks says what true and false are called, and what the files' names are.
"""

import html
import re
from collections.abc import Iterable, Mapping
from functools import singledispatch
from typing import Any

from .definition import (
    Cloze,
    Definition,
    DragWords,
    Essay,
    File,
    Format,
    Match,
    MultiChoice,
    Numerical,
    Ordering,
    Scale,
    ShortAnswer,
    TrueFalse,
)
from .grading import right_response
from .responses import chosen, files, filled, in_gap, is_blank, level, ordered, placed, typed
from .state import Response

_TAG = re.compile(r"<[^<>]*>")
Words = Mapping[str, str]
Names = Mapping[int, str]


def as_text(definition: Definition, response: Response, *, words: Words | None = None, names: Names | None = None) -> str:
    """What was answered, on one line but for an essay; "" for nothing. `words` has "true" and "false", `names` those of the files by id."""
    return "" if is_blank(definition, response) else _as_text(definition, response, words or {}, names or {})


def right_as_text(definition: Definition, *, words: Words | None = None) -> str:
    right = right_response(definition)
    return as_text(definition, right, words=words) if right else ""


def plain(text: str, text_format: Format) -> str:
    """A text on one line without its HTML."""
    if text_format in (Format.HTML, Format.MOODLE):
        text = html.unescape(_TAG.sub(" ", text))
    return " ".join(text.split())


def _joined(pieces: Iterable[str]) -> str:
    return "; ".join(piece for piece in pieces if piece)


@singledispatch
def _as_text(definition: Any, response: Response, words: Words, names: Names) -> str:
    return ""


@_as_text.register
def _(definition: MultiChoice, response: Response, words: Words, names: Names) -> str:
    return _joined(_said(choice.id, choice.text, definition.format) for choice in definition.choices if choice.id in chosen(response))


@_as_text.register
def _(definition: TrueFalse, response: Response, words: Words, names: Names) -> str:
    return _joined(words.get(one, one) for one in chosen(response))


@_as_text.register
def _(definition: Match, response: Response, words: Words, names: Names) -> str:
    pairs, options = placed(response, "pairs"), {option.id: option.text for option in definition.options}
    return _joined(
        f"{_said(stem.id, stem.text, definition.format)} → {_said(pairs[stem.id], options.get(pairs[stem.id], ''), definition.format)}"
        for stem in definition.stems
        if pairs.get(stem.id)
    )


@_as_text.register
def _(definition: Ordering, response: Response, words: Words, names: Names) -> str:
    texts = {item.id: item.text for item in definition.items}
    return _joined(_said(item, texts.get(item, ""), definition.format) for item in ordered(response))


@_as_text.register(ShortAnswer)
@_as_text.register(Numerical)
def _(definition: ShortAnswer | Numerical, response: Response, words: Words, names: Names) -> str:
    return typed(response).strip()


@_as_text.register
def _(definition: Cloze, response: Response, words: Words, names: Names) -> str:
    """Every gap, those left empty as an ellipsis, so that it is seen which is which."""
    gaps = filled(response)
    said = []
    for gap in definition.gaps:
        answer = in_gap(gap, gaps.get(gap.id))
        said.append("…" if is_blank(gap.question, answer) else _as_text(gap.question, answer, words, names))
    return _joined(said)


@_as_text.register
def _(definition: DragWords, response: Response, words: Words, names: Names) -> str:
    gaps, texts = placed(response, "gaps"), {choice.id: choice.text for choice in definition.choices}
    words_in = [gaps.get(gap.id) for gap in definition.gaps]
    return _joined(_said(choice, texts.get(choice, ""), definition.format) if choice else "…" for choice in words_in)


@_as_text.register
def _(definition: Essay, response: Response, words: Words, names: Names) -> str:
    return "\n".join(filter(None, [typed(response).strip(), _named(response, names)]))


@_as_text.register
def _(definition: File, response: Response, words: Words, names: Names) -> str:
    return _named(response, names)


@_as_text.register
def _(definition: Scale, response: Response, words: Words, names: Names) -> str:
    return str(level(response))


def _said(name: str, text: str, text_format: Format) -> str:
    """A line's text; its id where the question has no such line any more or it is only a picture."""
    return plain(text, text_format) or name


def _named(response: Response, names: Names) -> str:
    return _joined(names.get(file, f"#{file}") for file in files(response))
