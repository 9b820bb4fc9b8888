"""What a learner writes in an attempt. Every change is a step in the question's log (`lms.core.log`): sent twice it counts once, two tabs
are merged, and none of it asks a device's clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext as _

from courses.enrolment.rules import may_write
from lms.core.log.actions import Change, Outcome, append, recorded_outcome
from lms.core.log.merge import Merged

from ..engine import behaviours, merging, responses
from ..engine.definition import Definition, Description
from ..engine.state import StateName, Step, StepKind
from ..models import Attempt, AttemptQuestion, AttemptStep
from ..quiz_definition import Navigation
from ..rules import AnswerRefused, NotSaved
from ..steps import CHECKING, replayed, step
from ..timing import is_late
from ..wording import wording


@dataclass(frozen=True)
class Saved(Outcome):
    """`is_unofficial`: it came after the time was up."""

    is_unofficial: bool = False

    @property
    def note(self) -> str:
        """What is to be said besides "Saved"."""
        if not self.is_unofficial:
            return ""
        return _("This came after the time was up. It is kept and can be read here, but it does not count.")


class _Overtaken(Exception):
    """Something about the attempt or the question changed while the answer was on its way."""


class _CheckedAlready(Exception):
    """Another tab had the same answer checked."""


def save_response(*, question: AttemptQuestion, change: Change, flagged: bool | None = None) -> Saved:
    """Add a change to an answer. `question` with its version, its attempt, and the attempt's version and enrolment, as a view fetched them:
    then it costs one UPDATE and one INSERT.

    After the deadline and its grace it is kept as an unofficial step. Raises AnswerRefused, responses.ResponseError, TooManyWriters."""
    outcome = _record(question, StepKind.SAVE, change, flagged)
    if flagged is not None and question.is_flagged != flagged:
        flag_question(question=question, flagged=flagged)
    return outcome


def check_question(*, question: AttemptQuestion, change: Change) -> Saved:
    """Save the answer and have it checked, where the quiz checks during the attempt; elsewhere it is a save. Raises as `save_response`."""
    definition = wording(question.version, question.attempt.language)
    checks = behaviours.can_check(definition, question.attempt.rules.settings.behaviour)
    return _record(question, StepKind.CHECK if checks else StepKind.SAVE, change, None)


def flag_question(*, question: AttemptQuestion, flagged: bool) -> None:
    """The learner's own mark, to come back to. Not a change of the answer, so not a step."""
    AttemptQuestion.objects.filter(pk=question.pk).update(is_flagged=flagged)
    question.is_flagged = flagged


def _record(question: AttemptQuestion, kind: StepKind, change: Change, flagged: bool | None) -> Saved:
    definition = wording(question.version, question.attempt.language)
    change = _clean(question, definition, change)
    while True:
        try:
            return _append(question, definition, kind, change, flagged)
        except _Overtaken:
            question.refresh_from_db(fields=["state", "value", "revision", "changed_at"])
            question.attempt.refresh_from_db(fields=["state", "page", "deadline_at", "submitted_at", "finished_at"])
        except _CheckedAlready:
            return Saved(question.revision, question.value, AttemptStep.Outcome.APPLIED, question.changed_at, is_repeat=True)


def _append(question: AttemptQuestion, definition: Definition, kind: StepKind, change: Change, flagged: bool | None) -> Saved:
    is_unofficial = _is_too_late(question.attempt)
    refusal = _why_not_save(question, is_unofficial)
    if (refusal or is_unofficial) and (known := recorded_outcome(question, change)):
        return _saved(known, is_unofficial=question.revisions.filter(number=known.revision, is_unofficial=True).exists())
    if refusal:
        raise AnswerRefused(refusal)
    outcome = append(
        log=question,
        change=change,
        merge=lambda base, ours, theirs: _merge(question, definition, kind, base, ours, theirs),
        also={} if flagged is None else {"is_flagged": flagged},
        noted={"kind": kind.value, "is_unofficial": is_unofficial, "comment": ""},
        follow=None if is_unofficial else lambda value: _columns(question, kind, value),
        is_event=kind == StepKind.CHECK,
    )
    return _saved(outcome, is_unofficial=is_unofficial)


def _is_too_late(attempt: Attempt) -> bool:
    """Kept, but without counting: the attempt is still open, or it was the clock that ended it."""
    return is_late(now(), attempt.deadline_at) and (attempt.is_open or attempt.was_ended_by_the_clock())


def _why_not_save(question: AttemptQuestion, is_unofficial: bool) -> NotSaved | None:
    attempt = question.attempt
    if not may_write(attempt.enrolment):
        return NotSaved.NOT_STUDYING
    if is_unofficial:
        return None
    if not attempt.is_open:
        return NotSaved.HANDED_IN
    if attempt.rules.settings.navigation == Navigation.SEQUENTIAL and question.page < attempt.page:
        return NotSaved.PAGE_LEFT
    return NotSaved.CHECKED if StateName(question.state).is_finished else None


def _clean(question: AttemptQuestion, definition: Definition, change: Change) -> Change:
    """The answer in its one form, with no file but those of this very question."""
    if isinstance(definition, Description):
        raise AnswerRefused(NotSaved.NOTHING_TO_ANSWER)
    value = dict(responses.clean(definition, change.value))
    files = value.get("files")
    if files and set(files) - set(question.files.filter(pk__in=files).values_list("pk", flat=True)):
        raise AnswerRefused(NotSaved.FILE_UNKNOWN)
    return Change(change.id, change.base, value, change.follows_sent)


def _merge(question: AttemptQuestion, definition: Definition, kind: StepKind, base: Any, ours: Any, theirs: Any) -> Merged:
    """Somebody wrote since the device last looked: then the attempt may have ended as well."""
    attempt = question.attempt
    fresh = AttemptQuestion.objects.filter(pk=question.pk).values_list("state", "attempt__state", "attempt__deadline_at").get()
    if fresh[1:] != (attempt.state, attempt.deadline_at) or _is_finished(fresh[0]) != _is_finished(question.state):
        raise _Overtaken
    merged = merging.merge(definition, base, ours, theirs)
    if kind == StepKind.CHECK and merged.value == ours and _was_just_checked(question):
        raise _CheckedAlready
    return merged


def _columns(question: AttemptQuestion, kind: StepKind, value: Any) -> Mapping[str, Any]:
    """What the engine says of the question with this step. Where nothing is checked during the attempt, the last answer alone decides."""
    steps = _checks(question) if question.attempt.rules.settings.behaviour in CHECKING else []
    if steps and replayed(question, steps).name.is_finished:
        raise _Overtaken
    state = replayed(question, [*steps, step(kind.value, value)])
    return {"state": state.name.value, "fraction": state.fraction}


def _checks(question: AttemptQuestion) -> list[Step]:
    checks = question.revisions.filter(kind=StepKind.CHECK.value, is_unofficial=False).order_by("number")
    return [step(StepKind.CHECK.value, value) for value in checks.values_list("value", flat=True)]


def _was_just_checked(question: AttemptQuestion) -> bool:
    last = question.revisions.filter(is_unofficial=False).order_by("-number").values_list("kind", flat=True).first()
    return last == StepKind.CHECK.value


def _is_finished(state: str) -> bool:
    return StateName(state).is_finished


def _saved(outcome: Outcome, *, is_unofficial: bool) -> Saved:
    return Saved(outcome.revision, outcome.value, outcome.outcome, outcome.saved_at, outcome.is_repeat, is_unofficial)
