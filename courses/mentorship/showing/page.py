"""Everything that the page of a task shows."""

from functools import cached_property
from html import escape
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.timezone import now
from django.utils.translation import get_language

from courses.enrolment.working_days import local_day
from lms.accounts.models import User
from lms.core.log.wording import saved_words, when_words
from lms.core.skeletons import skeleton

from ..models import ReviewTask
from ..models.review import Outcome
from ..seen import supervises
from ..standing import Standing, standing_of
from ..wording import due_words, standing_words, until_words
from .addresses import address
from .answers import Sections
from .levels import levels_html
from .rows import Round


class TaskPage:
    """`task` is a `seen_task`. `as_sent`: as the learner will get it, nothing can be written."""

    rounds = Round

    def __init__(self, task: ReviewTask, person: User, *, marks_changes: bool = True, by_sentence: bool = False, as_sent: bool = False):
        self.task, self.person, self.at = task, person, now()
        self.round = self.rounds(task, person)
        self.standing = standing_of(task, person, self.at)
        self.review = self.round.sent if self.standing == Standing.SETTLED else self.round.mine
        self.can_write = self.standing == Standing.MINE and self.round.mine is not None and not as_sent
        self.marks_changes, self.by_sentence = marks_changes and not as_sent, by_sentence

    @cached_property
    def shows_words(self) -> bool:
        """Only who has opened it reads it before it is answered; a supervisor may look over a shoulder."""
        if self.standing == Standing.WITHDRAWN:
            return False
        if self.standing == Standing.SETTLED or self.round.mine is not None:
            return True
        return self.task.opened_at is not None and supervises(self.person, self.task)

    @property
    def may_claim(self) -> bool:
        return self.standing == Standing.FREE or (self.standing == Standing.MINE and self.round.mine is None)

    @cached_property
    def sections(self) -> Sections:
        outcomes = self.value.get("outcomes") or {}
        return Sections(self.round, outcomes, can_write=self.can_write, marks_changes=self.marks_changes, by_sentence=self.by_sentence)

    @cached_property
    def sections_html(self) -> SafeString:
        return self.sections.html()

    @cached_property
    def whole_html(self) -> SafeString:
        """Comments on the whole. After the sections, which take theirs first."""
        self.sections_html  # noqa: B018
        return self.sections.on_the_whole()

    @property
    def value(self) -> dict[str, Any]:
        return self.review.value if self.review else {}

    @property
    def state(self) -> str:
        """When the draft was last saved."""
        return saved_words(self.review.changed_at) if self.review else ""

    @property
    def until(self) -> str:
        return until_words(self.task.claimed_until) if self.task.claimed_until else ""

    @property
    def told(self) -> str:
        return standing_words(self.standing, self.task)

    @property
    def due(self) -> str:
        return due_words(self.task, local_day(self.at, self.task.cohort))

    @property
    def files_html(self) -> SafeString:
        """What was added to the round."""
        if not self.round.files:
            return SafeString()
        rows = [{"url": address("handed_in_file", self.task.pk, file.pk), "file": file} for file in self.round.files]
        return render_to_string("mentorship/desk/added_files.html", {"rows": rows})

    @property
    def notes_html(self) -> SafeString:
        """What mentors have told each other."""
        notes = "".join(
            f'<div class="note note--private"><p class="note__head"><strong>{escape(str(note.by or "–"))}</strong> · '
            f'{escape(when_words(note.at))}</p><p class="note__words">{escape(note.text)}</p></div>'
            for note in self.round.notes
        )
        context = {"can_write": self.can_write, "is_empty": not notes}
        return skeleton("mentorship/desk/notes.html", (get_language(), *context.values()), lambda: context).fill({"notes": notes})

    @property
    def overall(self) -> str:
        return str(self.value.get("overall") or "")

    @property
    def overall_words(self) -> str:
        return str(Outcome(self.overall).label) if self.overall in Outcome.values else ""

    @property
    def levels(self) -> dict[str, str]:
        return self.value.get("levels") or {}

    @property
    def rubric_html(self) -> SafeString:
        return levels_html(self.task.iteration.rubric, self.levels, can_write=self.can_write)
