"""What the pages of a trial review show."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from courses.mentorship.rubric_definition import RubricDefinition
from courses.mentorship.showing.answers import Sections
from courses.mentorship.showing.levels import levels_html
from courses.workbook.slots import markdown_html
from lms.accounts.models import User
from lms.core.log.ulid import new_ulid
from lms.core.log.wording import saved_words

from ..comparing import Chosen, levels_compared, outcome_compared
from ..comparing import Said as Outcomes
from ..models import ExampleVersion, TrialReview
from ..wording import OUTCOMES, level_words, outcome_words, summary_words
from .rounds import MINE, REFERENCE, ComparedNotes, ExampleRound, drafts, names_of, said_by_reference, sent

NEW = "NEW"  # the name of a comment that a script makes, until it has one


class WritingPage:
    """A trial review as it is written. `trial` comes with its version and example. `as_sent`: as it will stay."""

    def __init__(self, trial: TrialReview, person: User, *, by_sentence: bool = False, as_sent: bool = False):
        self.trial, self.by_sentence, self.can_write = trial, by_sentence, not as_sent
        self.round = ExampleRound(trial.version, person, sent(trial) if as_sent else drafts(trial), trial)
        outcomes, notes = trial.value.get("outcomes") or {}, ComparedNotes(self.round, names_of(trial, person)) if as_sent else None
        self._sections = Sections(self.round, outcomes, can_write=self.can_write, by_sentence=by_sentence, notes=notes)

    @property
    def version(self) -> ExampleVersion:
        return self.trial.version

    @property
    def language(self) -> str:
        return self.trial.example.language

    @property
    def brief(self) -> SafeString:
        return brief_html(self.version)

    @cached_property
    def sections(self) -> SafeString:
        return self._sections.html()

    @cached_property
    def whole(self) -> SafeString:
        """Comments on the whole. After the sections, which take theirs first."""
        self.sections  # noqa: B018
        return self._sections.on_the_whole()

    @property
    def levels(self) -> SafeString:
        return levels_html(self.version.rubric, self.trial.value.get("levels") or {}, can_write=self.can_write)

    @property
    def new_note(self) -> SafeString:
        return mark_safe(self._sections.notes.new_html(NEW))

    @property
    def new_comment(self) -> str:
        return self.round.address("save_comment", NEW)

    @property
    def state(self) -> str:
        """When it was last saved."""
        return saved_words(self.trial.changed_at)

    @property
    def summary(self) -> str:
        return str(self.trial.value.get("summary") or "")

    @property
    def overall(self) -> str:
        return str(self.trial.value.get("overall") or "")

    @property
    def overall_words(self) -> str:
        return str(OUTCOMES.get(self.overall, ""))

    @property
    def outcomes(self) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in OUTCOMES.items() if value]

    change_id = property(lambda self: new_ulid())


@dataclass(frozen=True)
class Part:
    """An exercise with what is said of it."""

    html: SafeString
    mine: str
    theirs: str
    words: str


class ComparisonPage:
    """A trial that was sent beside the reference; without a trial the reference alone, as editors look at it."""

    def __init__(self, version: ExampleVersion, person: User, trial: TrialReview | None = None):
        self.version, self.trial, self.reference = version, trial, version.reference
        self.names = names_of(trial, person)
        comments = [*(sent(trial) if trial else []), *said_by_reference(self.reference.comments)]
        self.round = ExampleRound(version, person, comments)
        self._sections = Sections(self.round, {}, can_write=False, notes=ComparedNotes(self.round, self.names))
        self.value: dict[str, Any] = trial.value if trial else {}

    @property
    def mine(self) -> str:
        return self.names[MINE]

    @property
    def theirs(self) -> str:
        return self.names[REFERENCE]

    @property
    def language(self) -> str:
        return self.version.example.language

    @property
    def brief(self) -> SafeString:
        return brief_html(self.version)

    @cached_property
    def parts(self) -> list[Part]:
        found = []
        for answer in self.round.answers:
            both = outcome_compared(self.value.get("outcomes") or {}, self.reference.outcomes, answer.activity_id)
            found.append(self._part(self._sections.exercise(answer), both))
        added = self._sections.added()
        return [*found, Part(mark_safe(added), "", "", "")] if added else found

    def _part(self, html: str, both: Outcomes) -> Part:
        return Part(mark_safe(html), str(OUTCOMES.get(both.mine, "")), str(OUTCOMES.get(both.theirs, "")), outcome_words(both))

    @cached_property
    def comments(self) -> SafeString:
        self.parts  # noqa: B018 - they take theirs first
        return self._sections.on_the_whole()

    @cached_property
    def rubric(self) -> RubricDefinition | None:
        version = self.version.rubric
        return version.in_words(get_language() or version.language) if version else None

    @cached_property
    def _chosen(self) -> list[Chosen]:
        mine = self.value.get("levels") or {}
        return levels_compared(self.rubric, mine, self.reference.levels, self.reference.reasons)

    @property
    def criteria(self) -> list[dict[str, Any]]:
        return [{"chosen": one, "words": level_words(one)} for one in self._chosen]

    @property
    def look_first(self) -> str:
        return summary_words(self._chosen)

    @property
    def whole(self) -> Part:
        both = Outcomes(str(self.value.get("overall") or ""), self.reference.overall)
        return self._part("", both)

    @property
    def summary(self) -> str:
        return str(self.value.get("summary") or "")


def brief_html(version: ExampleVersion) -> SafeString:
    brief = version.version.content.get("brief") or ""
    return markdown_html(brief) if brief else SafeString()
