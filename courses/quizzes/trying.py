"""A question to try out, as the learner's own page shows it. Nothing is stored: the tries so far go along with the form."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from .engine import behaviours, responses
from .engine.definition import Description
from .engine.state import Behaviour, QuestionState, Step, StepKind
from .forms import Deed, changed_by, prefix, read_deed, read_form
from .models import QuestionVersion
from .quiz_definition import EVERYTHING
from .showing.page import pictures_of, shown_during
from .showing.saved import refusal_words
from .showing.sheet import Sheet, sheet, with_problem
from .unsaved import unsaved_attempt, unsaved_question
from .wording import wording

MOST_TRIES = 20
NUMBER = 1  # the only question of its page


@dataclass
class Trial:
    """A version in one language and behaviour; `seed` is its order. `tries` are the answers checked so far, as text for the form."""

    version: QuestionVersion
    language: str
    behaviour: Behaviour
    seed: int
    checked: list[dict[str, Any]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    problem: str = ""
    sent: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.definition = wording(self.version, self.language)

    def take(self, post: QueryDict) -> None:
        """What the form says after one of its buttons. What cannot be read of the earlier tries is left out."""
        self.checked = self._read(post.get("tries", ""))
        question, deed = unsaved_question(self.version, self.state, pk=NUMBER, seed=self.seed, changed_at=None, revision=0), read_deed(post)
        value = dict(read_form(post, question, self.definition).change.value)
        value = changed_by(deed if deed.on == NUMBER else Deed(), value, post.getlist(f"{prefix(question)}order"))
        try:
            answer = dict(responses.clean(self.definition, value))
        except responses.ResponseError as error:
            self.problem, self.sent = refusal_words(error), value
            return
        if "finish" in post:
            self.steps = [Step(kind=StepKind.SAVE, response=answer), Step(kind=StepKind.FINISH)]
        elif deed.name == "check" and behaviours.can_check(self.definition, self.behaviour):
            self.checked = [*self.checked, answer][:MOST_TRIES]
        else:
            self.steps = [Step(kind=StepKind.SAVE, response=answer)]

    @property
    def state(self) -> QuestionState:
        checks = [Step(kind=StepKind.CHECK, response=answer) for answer in self.checked]
        return behaviours.replay(self.definition, self.behaviour, [*checks, *self.steps])

    @property
    def tries(self) -> str:
        return json.dumps(self.checked)

    @property
    def is_over(self) -> bool:
        return self.state.name.is_finished

    def sheet(self) -> Sheet:
        state, attempt = self.state, unsaved_attempt(self.behaviour, self.language)
        revision = len(self.checked) + len(self.steps)
        question = unsaved_question(self.version, state, pk=NUMBER, seed=self.seed, changed_at=None, revision=revision)
        shown = sheet(
            question,
            attempt,
            state,
            pictures=pictures_of([question]).get(self.version.question_id, {}),
            number=0 if isinstance(self.definition, Description) else NUMBER,
            is_open=not self.is_over,
            may=EVERYTHING if self.is_over else shown_during(attempt, state),
        )
        return with_problem(shown, self.problem, self.sent) if self.problem else shown

    def _read(self, earlier: str) -> list[dict[str, Any]]:
        try:
            answers = json.loads(earlier or "[]")
            return [dict(responses.clean(self.definition, answer)) for answer in answers][:MOST_TRIES] if isinstance(answers, list) else []
        except ValueError:
            return []
