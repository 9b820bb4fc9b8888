"""What a question's log of steps has led to. Names of states are Moodle's."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Response = Mapping[str, Any]


class Behaviour(StrEnum):
    """When a learner hears about an answer. Moodle's names."""

    DEFERRED_FEEDBACK = "deferredfeedback"  # at the end of the attempt
    IMMEDIATE_FEEDBACK = "immediatefeedback"  # at once, one try
    INTERACTIVE = "interactive"  # several tries with hints, each further try costs the penalty
    DEFERRED_CBM = "deferredcbm"  # at the end; the learner says how certain they are


class StepKind(StrEnum):
    SAVE = "save"  # the answer as it is being written
    CHECK = "check"  # "check this answer": immediate feedback and tries
    FINISH = "finish"  # the attempt was submitted
    GRADE = "grade"  # a person gave marks; a later one replaces an earlier one


class StateName(StrEnum):
    TODO = "todo"
    INVALID = "invalid"  # answered, but not so that it could be graded
    COMPLETE = "complete"
    NEEDS_GRADING = "needsgrading"
    GRADED_RIGHT = "gradedright"
    GRADED_PARTIAL = "gradedpartial"
    GRADED_WRONG = "gradedwrong"
    GAVE_UP = "gaveup"  # finished without an answer
    FINISHED = "finished"  # finished, and there is nothing to grade (description, scale)

    @property
    def is_finished(self) -> bool:
        return self not in (StateName.TODO, StateName.INVALID, StateName.COMPLETE)

    @property
    def is_graded(self) -> bool:
        return self in (StateName.GRADED_RIGHT, StateName.GRADED_PARTIAL, StateName.GRADED_WRONG, StateName.GAVE_UP)


RIGHT, WRONG = 0.999999, 0.000001  # a fraction above is right, below is wrong


class Certainty(StrEnum):
    LOW = "1"
    MID = "2"
    HIGH = "3"


@dataclass(frozen=True, kw_only=True)
class Step:
    """`response` of a save, check or finish is the whole answer as it stood then ({} keeps the last one at a finish or grade);
    with certainty-based marking it holds "certainty" as well. `fraction` belongs to a grade."""

    kind: StepKind
    response: Response | None = None
    fraction: float | None = None


@dataclass(frozen=True, kw_only=True)
class QuestionState:
    """`fraction` is None until there is one, and for what has no marks. `raw_fraction` is what the answer alone was worth, before
    penalties and
    certainty. `hint` counts hints shown (1 is the first), `tries_left` is None where tries are not counted."""

    name: StateName
    response: Response
    fraction: float | None = None
    raw_fraction: float | None = None
    tries_left: int | None = None
    hint: int = 0
    checked: Response | None = None  # the answer that was last checked or finished, which feedback is about
