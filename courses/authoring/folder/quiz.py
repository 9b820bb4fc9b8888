"""The container of a quiz: an introduction, then the questions it asks by their files and ids. Its attributes are the quiz's settings."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from courses.quizzes.engine.state import Behaviour
from courses.quizzes.quiz_definition import DEFAULT_REVIEW, Grading, Moment, Shown, WhenTimeIsUp

from . import markdown
from .document import Block, Item
from .parts import parts_of
from .questions.slots import read_slot
from .reasons import reason as _
from .scanner import Container, TextRun, trim
from .sentences import no_whole_number, none_of

if TYPE_CHECKING:
    from .containers import Reading

# What a quiz says about itself, and what is so when it says nothing
WORDS: dict[str, tuple[type[StrEnum], str]] = {
    "behaviour": (Behaviour, Behaviour.DEFERRED_FEEDBACK),
    "grading": (Grading, Grading.HIGHEST),
    "when-time-is-up": (WhenTimeIsUp, WhenTimeIsUp.SUBMIT),
}
NUMBERS: dict[str, tuple[int, int]] = {  # the usual number and the largest
    "attempts": (0, 100),
    "pass": (0, 100),
    "time-limit": (0, 10_000),
    "overdue": (0, 100_000),
    "wait": (0, 100_000),
    "per-page": (1, 100),
}
SWITCHES = ("sequential", "shuffle-questions", "fixed-order")
MOMENTS = {moment.value.replace("_", "-"): moment for moment in Moment}  # `after-close="answers marks"`: what is shown then
VALUES = (*WORDS, *NUMBERS, *MOMENTS)
FLAGS = (*SWITCHES, "optional")


def read_quiz(reading: "Reading", container: Container, block: Block) -> None:
    given = container.attributes
    block.value = {
        "title": given.values.get("title", ""),
        "introduction": "",
        "slots": [],
        "settings": _settings(reading, container),
        "is_required": "optional" not in given.flags,
    }
    runs = [piece for piece in container.pieces if isinstance(piece, TextRun)]
    for part in parts_of(container):
        reason = _("`%(name)s` cannot stand inside `quiz`: questions live in files of their own, in questions/", name=part.name)
        reading.report(part.first, reason)
    text, first = trim(runs[0].lines, runs[0].first) if runs else ("", container.first)
    found = markdown.last_list(text, first)
    if found is None:
        reading.report(container.first, _("`quiz` asks nothing: end it with a list of its questions, - file#id"))
        return
    if any(line.strip() for line in text.split("\n")[found.last - first + 1 :]):
        reading.report(found.last + 1, _("nothing may follow the list of questions of `quiz`"))
    for item in found.items:
        slot = read_slot(item.text)
        if slot is None:
            reading.report(item.line, _("`%(said)s` names no question: write - file#id, or - draw 3 from file tagged word", said=item.text))
        else:
            block.value["slots"].append(Item(str(slot), line=item.line))
    block.value["introduction"] = trim(text.split("\n")[: found.first - first], first)[0]


def _settings(reading: "Reading", container: Container) -> dict[str, Any]:
    """Only what is not as usual: a quiz that says the usual outright is the same quiz."""
    given = container.attributes
    settings: dict[str, Any] = {}
    for name, (known, usual) in WORDS.items():
        said = given.values.get(name, usual)
        if said not in list(known):
            reading.report(container.first, none_of(name, said, known))
        elif said != usual:
            settings[name] = str(said)
    for name, (usual_number, most) in NUMBERS.items():
        words = given.values.get(name, str(usual_number))
        number = number_of(words)
        if number is None or number > most or (number != int(number) and name != "pass"):
            reading.report(container.first, no_whole_number(name, words, 0, most))
        elif number != usual_number:
            settings[name] = number
    for name, moment in MOMENTS.items():
        if name in given.values:
            wanted = set(given.values[name].replace(",", " ").split())
            if unknown := wanted - {shown_name(what) for what in Shown}:
                reading.report(container.first, none_of(name, sorted(unknown)[0], map(shown_name, Shown)))
            elif wanted != {shown_name(what) for what in DEFAULT_REVIEW[moment]}:
                settings[name] = shown_words(what for what in Shown if shown_name(what) in wanted)
    return settings | {name: True for name in SWITCHES if name in given.flags}


def number_of(words: str) -> int | float | None:
    if not re.fullmatch(r"[0-9]{1,6}(?:[.,][0-9]{1,4})?", words):
        return None
    number = float(words.replace(",", "."))
    return int(number) if number == int(number) else number


def shown_name(what: Shown) -> str:
    return what.value.replace("_", "-")


def shown_words(shown: Iterable[Shown]) -> str:
    """In the order of the review's rows; "nothing" would be an empty value."""
    chosen = set(shown)
    return " ".join(shown_name(what) for what in Shown if what in chosen)


def opening(value: dict[str, Any]) -> tuple[list[str], dict[str, str]]:
    """Flags and values of the container that says these settings."""
    settings = value["settings"]
    flags = [*(name for name in SWITCHES if settings.get(name)), *([] if value["is_required"] else ["optional"])]
    return flags, {"title": value["title"], **{name: str(settings[name]) for name in VALUES if name in settings}}


def lines_of(value: dict[str, Any]) -> str:
    return "\n".join(f"- {item.value}" for item in value["slots"])
