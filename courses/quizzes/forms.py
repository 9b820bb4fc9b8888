"""Reading what a plain form says about questions. Pure from the definition: what comes out is a response as the engine knows it, not yet
clean. Each question's fields carry its name in front, so that a page holds several in one form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict

from lms.core.log.actions import Change
from lms.core.saving.sent import change_name, change_of, json_change, number

from .engine.definition import (
    Cloze,
    Definition,
    Description,
    DragGap,
    DragWords,
    Essay,
    File,
    Gap,
    Match,
    MultiChoice,
    Ordering,
    Scale,
    TrueFalse,
)
from .models import AttemptQuestion

CERTAINTY = "certainty"
STAY = "stay"
DEEDS = ("page", "check", "clear", "order", "move", "file", "remove", "other", "mine")


def prefix(question: AttemptQuestion) -> str:
    return f"q{question.pk}-"


@dataclass(frozen=True)
class Sent:
    """A change to one answer as it arrived."""

    change: Change
    is_flagged: bool | None


@dataclass(frozen=True)
class Deed:
    """What the pressed button of a page asks for: `name` is stay, summary or one of DEEDS, `on` the question or the
    number of the page, `part` what of it and `way` where to."""

    name: str = STAY
    on: int = 0
    part: str = ""
    way: str = ""


def read_json(request: HttpRequest) -> Sent:
    """One change from the queue. Raises NotAccepted for what no page of ours sends."""
    body = json_change(request)
    is_flagged = body.get("is_flagged")
    change = change_of(body)
    return Sent(change, is_flagged if isinstance(is_flagged, bool) else None)


def holds(post: QueryDict, question: AttemptQuestion) -> bool:
    """Whether the form had this question on it."""
    return f"{prefix(question)}base" in post


def read_form(post: QueryDict, question: AttemptQuestion, definition: Definition) -> Sent:
    name = prefix(question)
    value = read_response(post, name, definition)
    change = Change(change_name(post.get(f"{name}change_id")), number(post.get(f"{name}base")), value)
    return Sent(change, f"{name}flag" in post)


def read_response(post: QueryDict, name: str, definition: Definition) -> dict[str, Any]:
    response = _answer(post, name, definition)
    if certainty := post.get(f"{name}{CERTAINTY}"):
        response[CERTAINTY] = certainty
    return response


def _answer(post: QueryDict, name: str, definition: Definition) -> dict[str, Any]:
    match definition:
        case MultiChoice(single=False):
            return _filled({"choices": post.getlist(f"{name}choices")})
        case MultiChoice() | TrueFalse():
            return _filled({"choice": post.get(f"{name}choice")})
        case Match():
            return {"pairs": _filled({stem.id: post.get(f"{name}pair:{stem.id}") for stem in definition.stems})}
        case Ordering():
            return {"order": post.getlist(f"{name}order")} if post.get(f"{name}touched") else {}
        case Cloze() | DragWords():
            return {"gaps": _filled({gap.id: _gap(post, f"{name}gap:{gap.id}", gap) for gap in definition.gaps})}
        case Essay(max_files=0):
            return {"text": post.get(f"{name}text", "")}
        case Essay():
            return {"text": post.get(f"{name}text", ""), "files": _numbers(post.getlist(f"{name}files"))}
        case File():
            return {"files": _numbers(post.getlist(f"{name}files"))}
        case Scale():
            return _filled({"level": post.get(f"{name}level")})
        case Description():
            return {}
        case _:
            return {"text": post.get(f"{name}text", "")}


def _gap(post: QueryDict, name: str, gap: Gap | DragGap) -> str | list[str] | None:
    is_of_boxes = isinstance(gap, Gap) and isinstance(gap.question, MultiChoice) and not gap.question.single
    return post.getlist(name) if is_of_boxes else post.get(name)


def _filled(parts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in parts.items() if value}


def _numbers(sent: list[str]) -> list[int]:
    return [number(one) for one in sent]


def read_deed(post: QueryDict) -> Deed:
    """Anything that no button of ours says is taken as "save and stay here"."""
    name, _sep, rest = post.get("do", "").partition(":")
    on, _sep, part = rest.partition(":")
    if name == "summary":
        return Deed(name)
    if name not in DEEDS or not on.isdecimal() or len(on) > 9:
        return Deed()
    if name == "move":
        part, _sep, way = part.rpartition(":")
        return Deed(name, int(on), part, way) if way in ("up", "down") else Deed()
    return Deed(name, int(on), part)


def changed_by(deed: Deed, response: dict[str, Any], shown_order: list[str]) -> dict[str, Any]:
    """The response after a button that changes it: a line moved, a choice taken back, the order said to be right."""
    if deed.name == "clear":
        return {key: value for key, value in response.items() if key not in ("choice", "level", CERTAINTY)}
    if deed.name == "order":
        return {**response, "order": shown_order}
    if deed.name == "move" and deed.part in shown_order:
        order = list(shown_order)
        place = order.index(deed.part)
        order.insert(max(0, place + (-1 if deed.way == "up" else 1)), order.pop(place))
        return {**response, "order": order}
    return response
