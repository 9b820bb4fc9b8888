"""What an assignment asks for, as a value: pure, no database."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

ROUNDS = 3
MOST_ROUNDS = 20
MOST_FILES = 10


class Asked(StrEnum):
    """Whether the learner adds a text of their own to what the workbook holds."""

    NO = "no"
    OPTIONAL = "optional"
    REQUIRED = "required"


@dataclass(frozen=True, kw_only=True)
class AssignmentDefinition:
    """`exercises` are block ids of the same lesson, in the order in which they are read. `files` is how many may be added, 0 for none.
    `rubric` is a row, or None. From round number `rounds` on the work is read by a supervisor."""

    brief: str = ""
    exercises: tuple[str, ...] = ()
    text: Asked = Asked.OPTIONAL
    text_prompt: str = ""
    files: int = 0
    rubric: int | None = None
    rounds: int = ROUNDS


def from_json(content: Mapping[str, Any]) -> AssignmentDefinition:
    """From the content of an ActivityVersion. What is missing or of another shape is as usual: a version is never refused."""
    return AssignmentDefinition(
        brief=str(content.get("brief") or ""),
        exercises=tuple(str(one) for one in content.get("exercises") or ()),
        text=asked_in(content.get("text")),
        text_prompt=str(content.get("text_prompt") or ""),
        files=files_in(content.get("files")),
        rubric=content.get("rubric") or None,
        rounds=rounds_in(content.get("rounds")),
    )


def asked_in(value: Any) -> Asked:
    return Asked(value) if value in list(Asked) else Asked.OPTIONAL


def files_in(value: Any) -> int:
    return min(max(int(value or 0), 0), MOST_FILES)


def rounds_in(value: Any) -> int:
    return min(max(int(value or ROUNDS), 1), MOST_ROUNDS)


def to_json(definition: AssignmentDefinition) -> dict[str, Any]:
    return {
        "brief": definition.brief,
        "exercises": list(definition.exercises),
        "text": definition.text.value,
        "text_prompt": definition.text_prompt,
        "files": definition.files,
        "rubric": definition.rubric,
        "rounds": definition.rounds,
    }
