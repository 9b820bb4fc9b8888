"""What attempts would get with other versions of their questions. Reads many attempts at once, writes nothing.

Equal answers to equal questions get equal marks: shuffling never changes them. So each is asked of the engine once, however many learners
gave it, and the rest is reading rows."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import fsum
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from .engine import behaviours
from .engine.state import Behaviour, StepKind
from .models import Attempt, AttemptQuestion, AttemptStep, QuestionVersion
from .models.quiz import rules_in
from .steps import step
from .understood import is_compatible, understood
from .wording import wording

_MOST = 200_000
GRADE, SAVE = StepKind.GRADE.value, StepKind.SAVE.value
SAME = 1e-9  # marks nearer than this are the same
_Steps = tuple[tuple[str, str, float | None], ...]  # kind, answer as text, fraction


@dataclass(frozen=True, kw_only=True)
class QuestionChange:
    """What a question in an attempt becomes. `lost`: parts of the answer that the new version does not have, counted as not chosen."""

    id: int
    slot: int
    question_id: int
    old_version: int
    new_version: int
    old_state: str
    new_state: str
    old_fraction: float | None
    new_fraction: float | None
    max_mark: float
    lost: tuple[str, ...] = ()

    @property
    def changes_marks(self) -> bool:
        return not _is_same(self.old_fraction, self.new_fraction) or self.old_state != self.new_state

    def as_json(self) -> dict[str, Any]:
        return {
            "slot": self.slot,
            "question": self.question_id,
            "old_version": self.old_version,
            "new_version": self.new_version,
            "old": None if self.old_fraction is None else self.old_fraction * self.max_mark,
            "new": None if self.new_fraction is None else self.new_fraction * self.max_mark,
            "max": self.max_mark,
            "lost": list(self.lost),
        }


@dataclass(frozen=True, kw_only=True)
class AttemptChange:
    """`questions`: those whose version moves. Marks are None while something waits for a person."""

    attempt: Attempt
    new_marks: float | None
    questions: tuple[QuestionChange, ...]

    @property
    def changes_marks(self) -> bool:
        return any(question.changes_marks for question in self.questions) or not _is_same(self.attempt.marks, self.new_marks)


@dataclass
class Regrader:
    """`versions`: which version of each question counts, by question id. Kept for all chunks of a regrade, with what the engine said."""

    versions: Mapping[int, int]
    _read: dict[int, QuestionVersion] = field(default_factory=dict)
    _said: dict[tuple, tuple[str, float | None, tuple[str, ...]]] = field(default_factory=dict)

    def changes(self, attempts: Iterable[Attempt]) -> list[AttemptChange]:
        """For each attempt of which anything moves, in their order. Three queries and the versions not yet read."""
        by_id = {attempt.pk: attempt for attempt in attempts}
        rows = list(
            AttemptQuestion.objects.filter(attempt__in=by_id)
            .order_by("attempt_id", "slot")
            .values_list("pk", "attempt_id", "slot", "version_id", "version__question_id", "max_mark", "state", "fraction")
        )
        self._load({row[3] for row in rows} | {self.versions[row[4]] for row in rows if row[4] in self.versions})
        steps = _steps_of(by_id)
        found: dict[int, list[QuestionChange]] = defaultdict(list)
        marks: dict[int, list[float | None]] = defaultdict(list)
        for row in rows:
            change = self._change(row, by_id[row[1]], steps.get(row[0], ()))
            fraction = change.new_fraction if change else row[7]
            state = change.new_state if change else row[6]
            marks[row[1]].append(None if state == "needsgrading" else (fraction or 0.0) * row[5])
            if change and (change.changes_marks or change.old_version != change.new_version):
                found[row[1]].append(change)
        return [self._of_attempt(by_id[pk], tuple(questions), marks[pk]) for pk, questions in found.items()]

    def _of_attempt(self, attempt: Attempt, questions: tuple[QuestionChange, ...], marks: list[float | None]) -> AttemptChange:
        given = [mark for mark in marks if mark is not None]
        has_marks = len(given) == len(marks) and attempt.marks is not None
        return AttemptChange(attempt=attempt, questions=questions, new_marks=fsum(given) if has_marks else None)

    def _load(self, version_ids: set[int]) -> None:
        missing = version_ids - self._read.keys()
        if missing:
            self._read |= {version.pk: version for version in QuestionVersion.objects.filter(pk__in=missing)}

    def _change(self, row: tuple, attempt: Attempt, steps: _Steps) -> QuestionChange | None:
        """None where nothing is to be asked: another type by now, marks by a person, or marks for nothing."""
        pk, _attempt, slot, old, question_id, most, state, fraction = row
        new = self.versions.get(question_id, old)
        if any(kind == GRADE for kind, _answer, _fraction in steps):
            return None
        said = self._ask(old, new, attempt.language, rules_in(attempt.version).settings.behaviour, steps)
        if said is None:
            return None
        return QuestionChange(
            id=pk, slot=slot, question_id=question_id, old_version=old, new_version=new, max_mark=most,
            old_state=state, old_fraction=fraction, new_state=said[0], new_fraction=said[1], lost=said[2],
        )  # fmt: skip

    def _ask(self, old: int, new: int, language: str, behaviour: Behaviour, steps: _Steps) -> tuple | None:
        key = (old, new, language, behaviour, steps)
        if key not in self._said:
            if len(self._said) >= _MOST:
                self._said.clear()
            self._said[key] = self._engine(old, new, language, behaviour, steps)
        return self._said[key]

    def _engine(self, old: int, new: int, language: str, behaviour: Behaviour, steps: _Steps) -> Any:
        definition = wording(self._read[new], language)
        if not is_compatible(wording(self._read[old], language), definition):
            return None
        lost: tuple[str, ...] = ()
        taken = []
        for kind, text, fraction in steps:
            answer, lost = understood(definition, json.loads(text) or {})
            taken.append(step(kind, answer, fraction))
        state = behaviours.replay(definition, behaviour, taken)
        return state.name.value, state.fraction, lost


def _steps_of(attempt_ids: Iterable[int]) -> dict[int, _Steps]:
    """By question. Of saves in a row the last one stands for all; what came too late is no step."""
    rows = AttemptStep.objects.filter(log__attempt__in=attempt_ids, is_unofficial=False).order_by("log_id", "number")
    steps: dict[int, list[tuple[str, str, float | None]]] = defaultdict(list)
    for log, kind, answer, fraction in rows.values_list("log_id", "kind", Cast("value", TextField()), "fraction"):
        mine = steps[log]
        if mine and kind == SAVE and mine[-1][0] == SAVE:
            mine.pop()
        mine.append((kind, answer, fraction))
    return {log: tuple(each) for log, each in steps.items()}


def _is_same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) < SAME
