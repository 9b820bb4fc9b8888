"""Attempts and their questions that are no rows: for examples and for trying a question out. Nothing answered in them is kept."""

from datetime import datetime

from courses.catalogue.models import ActivityVersion

from .engine.definition import from_json
from .engine.state import Behaviour, QuestionState
from .models import Attempt, AttemptQuestion, QuestionVersion
from .quiz_definition import QuizDefinition, QuizSettings
from .quiz_definition import to_json as quiz_to_json


def unsaved_attempt(behaviour: Behaviour, language: str) -> Attempt:
    rules = QuizDefinition(settings=QuizSettings(behaviour=behaviour))
    return Attempt(
        pk=0, language=language, version=ActivityVersion(content={"quiz": quiz_to_json(rules)}, content_hash=f"unsaved-{behaviour}")
    )


def unsaved_question(
    version: QuestionVersion,
    state: QuestionState,
    *,
    pk: int,
    seed: int,
    changed_at: datetime | None,
    revision: int,
    is_flagged: bool = False,
) -> AttemptQuestion:
    return AttemptQuestion(
        pk=pk,
        version=version,
        max_mark=from_json(version.definition).default_mark,
        seed=seed,
        state=state.name.value,
        value=dict(state.response),
        revision=revision,
        changed_at=changed_at,
        is_flagged=is_flagged,
    )
