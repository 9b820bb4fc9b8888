"""The container of an assignment: its text is the brief, its attributes say what goes to the mentor. `mentor-task`, as folders called it
once, is an assignment that nobody has to hand in."""

import re
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, override

from courses.mentorship.assignment_definition import MOST_FILES, MOST_ROUNDS, ROUNDS, Asked

from .document import Block, Item
from .parts import only_part, runs_of
from .reasons import reason as _
from .scanner import Container, trim
from .sentences import no_whole_number, none_of, says_nothing, text_after

if TYPE_CHECKING:
    from .containers import Reading

VALUES = ("exercises", "rubric", "text", "files", "rounds")
PROMPT = "text-prompt"
NUMBERS = {"files": (0, 0, MOST_FILES), "rounds": (ROUNDS, 1, MOST_ROUNDS)}  # the usual number, the least and the most
USUAL: dict[str, Any] = {
    "title": "",
    "brief": "",
    "exercises": [],
    "rubric": None,
    "text": Asked.OPTIONAL.value,
    "text_prompt": "",
    "files": 0,
    "rounds": ROUNDS,
    "is_required": True,
}


def read_assignment(reading: "Reading", container: Container, block: Block) -> None:
    given = container.attributes
    text = given.values.get("text", Asked.OPTIONAL.value)
    if text not in list(Asked):
        reading.report(container.first, none_of("text", text, Asked))
        text = Asked.OPTIONAL.value
    block.value = {
        "title": given.values.get("title", ""),
        "brief": _brief(reading, container),
        "exercises": _exercises(container),
        "rubric": given.values.get("rubric", ""),
        "text": text,
        "text_prompt": only_part(container, PROMPT, reading.report),
        **{name: _number(reading, container, name) for name in NUMBERS},
        "is_required": "optional" not in given.flags,
    }
    if text == Asked.NO and block.value["text_prompt"]:
        reading.report(container.first, _('`%(name)s` is never shown where text="no"', name=PROMPT))
    if text == Asked.NO and not block.value["exercises"] and not block.value["files"]:
        reading.report(container.first, _("there is nothing to hand in: name an exercise, or ask for a text"))


def read_mentor_task(reading: "Reading", container: Container, block: Block) -> None:
    given = container.attributes
    with override(reading.language or None):
        title = given.values.get("title", "") or gettext("Task for the mentor")
    brief, exercises = _brief(reading, container), _exercises(container)
    block.kind = "assignment"
    block.value = {**USUAL, "title": title, "brief": brief, "exercises": exercises, "rubric": "", "is_required": False}


def _exercises(container: Container) -> list[Item]:
    return [Item(name, line=container.first) for name in dict.fromkeys(container.attributes.values.get("exercises", "").split())]


def _brief(reading: "Reading", container: Container) -> str:
    runs = runs_of(container)
    for run in runs[1:]:
        reading.report(trim(run.lines, run.first)[1], text_after(PROMPT))
    if not runs:
        reading.report(container.first, says_nothing(container))
    return trim(runs[0].lines, runs[0].first)[0] if runs else ""


def _number(reading: "Reading", container: Container, name: str) -> int:
    usual, least, most = NUMBERS[name]
    words = container.attributes.values.get(name, str(usual))
    if not re.fullmatch(r"[0-9]{1,4}", words) or not least <= int(words) <= most:
        reading.report(container.first, no_whole_number(name, words, least, most))
        return usual
    return int(words)


def opening(value: dict[str, Any]) -> tuple[list[str], dict[str, str]]:
    """Flags and values of the container that says this."""
    values = {"title": value["title"]}
    if value["exercises"]:
        values["exercises"] = " ".join(item.value for item in value["exercises"])
    if value["rubric"]:
        values["rubric"] = value["rubric"]
    values |= {name: str(value[name]) for name in ("text", "files", "rounds") if value[name] != USUAL[name]}
    return [] if value["is_required"] else ["optional"], values


def check_named(blocks: list[Block], report: Any) -> None:
    """`report(block, reason)`: exercises that are not there, or that nobody may be shown."""
    exercises = {block.id: block for block in blocks if "is_private" in block.value and block.id}
    for block in blocks:
        for item in block.value["exercises"] if block.kind == "assignment" else []:
            if item.value not in exercises:
                report(block, _("the assignment names `%(id)s`, and no exercise here has that id", id=item.value))
            elif exercises[item.value].value["is_private"]:
                report(block, _("the assignment gathers the exercise `%(id)s`, but it is private", id=item.value))


def differences(original: Block, block: Block) -> list[str]:
    """The rules are those of the source language: a translation that says others would mislead its readers."""
    found = [name for name in ("rubric", "text", "files", "rounds") if original.value[name] != block.value[name]]
    if original.value["is_required"] != block.value["is_required"]:
        found.append(".optional")
    if [item.value for item in original.value["exercises"]] != [item.value for item in block.value["exercises"]]:
        found.append("exercises")
    return found
