"""A question on a page: to be answered, or to be read with what was answered and what may be shown of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.core.log.ulid import new_ulid

from ..engine.arranging import arranged
from ..engine.behaviours import can_check
from ..engine.definition import Cloze, Definition, Description, DragWords, Essay, File, MultiChoice, Numerical, TrueFalse, UnitHandling
from ..engine.grading import is_graded_by_hand, is_marked
from ..engine.responses import is_blank, typed
from ..engine.state import Behaviour, QuestionState, StateName
from ..models import Attempt, AttemptFile, AttemptQuestion
from ..quiz_definition import Shown
from ..wording import shown_in, wording
from . import answered, parts
from .html import Texts
from .notes import Note, notes
from .saved import saved_words
from .unclear import unclear_words
from .words import certainties, marks_words, tries_words, verdict_of, verdict_so_far, worth_words

NOTHING: frozenset[Shown] = frozenset()


@dataclass(frozen=True)
class Sheet:
    """`number` 0 is a text between questions. `may` is what may be shown of it; `is_open`: it can be answered now; `kept`: what
    was answered instead in another tab or on another device."""

    question: AttemptQuestion
    definition: Definition
    texts: Texts
    state: QuestionState
    number: int
    is_open: bool
    behaviour: Behaviour
    may: frozenset[Shown] = NOTHING
    language: str = ""
    files: Sequence[AttemptFile] = ()
    comment: str = ""
    late: str = ""
    kept: str = ""
    problem: str = ""
    change_id: str = field(default_factory=new_ulid)

    @property
    def pk(self) -> int:
        return self.question.pk

    @property
    def prefix(self) -> str:
        return f"q{self.question.pk}-"

    @property
    def type(self) -> str:
        return self.definition.type

    @property
    def save_url(self) -> str:
        return f"{reverse('save_question', args=[self.question.pk])}?l={get_language()}"

    @property
    def base(self) -> int:
        return self.question.revision

    @property
    def is_flagged(self) -> bool:
        return self.question.is_flagged

    @property
    def has_answer(self) -> bool:
        return not isinstance(self.definition, Description)

    @property
    def response(self) -> Mapping[str, Any]:
        return self.state.response

    @cached_property
    def is_answered(self) -> bool:
        return not is_blank(self.definition, self.response)

    @property
    def worth(self) -> str:
        return worth_words(self.question.max_mark) if self.question.max_mark else ""

    # to be answered

    @property
    def text(self) -> SafeString:
        if self.is_open:
            return parts.text_with_fields(self.definition, self.response, self.texts, self.prefix)
        return answered.text_filled(self.definition, self.response, self.texts, self.may)

    @property
    def template(self) -> str:
        return parts.template_of(self.definition)

    @property
    def lines(self) -> list[parts.Line]:
        return parts.lines(self.definition, self.response, self.texts)

    @property
    def options(self) -> list[parts.Line]:
        return parts.options(self.definition, self.texts)

    @property
    def is_single(self) -> bool:
        return isinstance(self.definition, TrueFalse) or (isinstance(self.definition, MultiChoice) and self.definition.single)

    @property
    def has_gaps(self) -> bool:
        """Its text holds its fields, so it is no name for them."""
        return isinstance(self.definition, Cloze | DragWords)

    @property
    def is_choice(self) -> bool:
        return isinstance(self.definition, MultiChoice)

    @property
    def is_bare_number(self) -> bool:
        return isinstance(self.definition, Numerical) and self.definition.unit_handling == UnitHandling.NONE

    @property
    def hint_words(self) -> str:
        return parts.hint_words(self.definition)

    @property
    def text_value(self) -> str:
        """An essay begins with what its author put there."""
        template = self.definition.response_template if isinstance(self.definition, Essay) else ""
        return typed(self.response) or (template if not self.question.revision else "")

    @property
    def certainties(self) -> list[tuple[str, str, str]]:
        asks = self.behaviour == Behaviour.DEFERRED_CBM and is_marked(self.definition) and not is_graded_by_hand(self.definition)
        return certainties() if asks else []

    @property
    def can_check(self) -> bool:
        return can_check(self.definition, self.behaviour)

    @property
    def tries(self) -> str:
        return tries_words(self.state.tries_left)

    @property
    def takes_more_files(self) -> bool:
        return isinstance(self.definition, Essay | File) and len(self.files) < self.definition.max_files

    @property
    def file_hint(self) -> str:
        return parts.file_words(self.definition)

    @property
    def saved(self) -> str:
        return saved_words(self.question.changed_at)

    @property
    def saved_kind(self) -> str:
        return "saved" if self.question.revision else ""

    # to be read

    @property
    def shows_answer(self) -> bool:
        return Shown.ANSWERS in self.may

    @property
    def said(self) -> list[answered.Said]:
        return answered.said(self.definition, self.response, self.texts, self.may)

    @property
    def wrote(self) -> str:
        return answered.wrote(self.definition, self.response)

    @property
    def wrote_verdict(self) -> str:
        return self.verdict if self.verdict in (answered.RIGHT_SIGN, answered.WRONG_SIGN) and not is_graded_by_hand(self.definition) else ""

    # what is said of it

    @property
    def _verdict(self) -> tuple[str, str]:
        if self.is_open and self.state.checked is not None and Shown.CORRECTNESS in self.may:
            return verdict_so_far(self.state.raw_fraction)
        waits = self.state.name == StateName.NEEDS_GRADING
        return verdict_of(self.state.name) if Shown.CORRECTNESS in self.may or waits else ("", "")

    @property
    def verdict(self) -> str:
        return self._verdict[0]

    @property
    def verdict_words(self) -> str:
        return self._verdict[1]

    @property
    def unclear_words(self) -> str:
        return unclear_words(self.definition, self.response) if self.is_open and self.state.name == StateName.INVALID else ""

    @property
    def marks_words(self) -> str:
        if Shown.MARKS not in self.may or self.state.fraction is None or not self.question.max_mark:
            return ""
        return marks_words(self.state.fraction * self.question.max_mark, self.question.max_mark)

    @cached_property
    def notes(self) -> list[Note]:
        return notes(self.definition, self.state, self.texts, self.may, is_open=self.is_open, comment=self.comment)


def sheet(
    question: AttemptQuestion,
    attempt: Attempt,
    state: QuestionState,
    *,
    pictures: Mapping[str, str],
    number: int,
    is_open: bool,
    **more: Any,
) -> Sheet:
    """`pictures`: addresses of the question's pictures by name."""
    settings = attempt.rules.settings
    definition = arranged(wording(question.version, attempt.language), question.seed, settings.shuffle_within_questions)
    spoken = shown_in(question.version, attempt.language)
    return Sheet(
        question,
        definition,
        Texts.of(definition, pictures),
        state,
        number,
        is_open,
        settings.behaviour,
        language="" if spoken == get_language() else spoken,
        **more,
    )


def with_problem(sheet: Sheet, problem: str, response: Mapping[str, Any]) -> Sheet:
    """What was sent and not taken stands in its fields again, with the reason."""
    return replace(sheet, problem=problem, state=replace(sheet.state, response=response))


def numbers(questions: Iterable[AttemptQuestion]) -> dict[int, int]:
    """By slot the number a question is called by: texts between questions have none. `questions` with their versions."""
    count, found = 0, {}
    for question in questions:
        is_question = question.version.definition["type"] != Description.type
        count += is_question
        found[question.slot] = count if is_question else 0
    return found


def name_of(number: int) -> str:
    return _("Question %(number)s") % {"number": number} if number else _("A text to read")
