"""An attempt that is over: what was answered, how it went, as much as the quiz shows at this moment."""

from collections.abc import Iterator
from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.enrolment.dates import at_in_words, window_of
from lms.core.log.wording import when_words

from ..engine.state import StateName
from ..grades import reaches
from ..models import Attempt
from ..opened import questions_of
from ..quiz_definition import Moment, Shown
from ..review import moment_of, shown
from .page import sheets_to_read, where
from .sheet import numbers
from .strip import Leads, strip
from .words import duration_words, percent, result_words


class Review:
    def __init__(self, attempt: Any):
        self.attempt, self.quiz = attempt, attempt.rules
        self.window = window_of(attempt.enrolment, attempt.quiz_id)
        has_marks = not attempt.is_unofficial and attempt.state != Attempt.State.ABANDONED
        moment = moment_of(ended_at=attempt.ended_at, closes_at=self.window.closes_at, at=now())
        self.may = shown(self.quiz, moment, has_marks=has_marks)
        self.moment, self.has_marks = moment, has_marks
        self.questions = questions_of(attempt)

    def context(self) -> dict[str, Any]:
        attempt = self.attempt
        number_of = numbers(self.questions)
        place = _("Attempt %(number)s") % {"number": attempt.number}
        return {
            "attempt": attempt,
            "quiz": attempt.named,
            "place": place,
            "where": where(attempt.quiz, attempt.enrolment),
            "notices": list(self._notices(number_of)),
            "result": result_words(attempt) if Shown.MARKS in self.may else "",
            "passed_words": self._passed_words(),
            "is_passed": reaches(attempt.fraction, self.quiz.settings.pass_mark),
            "facts": list(self._facts()),
            "back_words": _("Back to the quiz"),
            "strip": strip(self.questions, _("All questions"), leads=Leads.TO_PLACE, shows_correctness=Shown.CORRECTNESS in self.may),
            "sheets": sheets_to_read(attempt, self.questions, number_of, self.may),
        }

    def _passed_words(self) -> str:
        pass_mark = self.quiz.settings.pass_mark
        if not pass_mark or self.attempt.fraction is None or Shown.MARKS not in self.may:
            return ""
        part = {"percent": percent(pass_mark)}
        if reaches(self.attempt.fraction, pass_mark):
            return _("You have reached what is needed: %(percent)s.") % part
        return _("You need at least %(percent)s.") % part

    def _notices(self, number_of: dict[int, int]) -> Iterator[tuple[str, str]]:
        attempt = self.attempt
        if attempt.is_unofficial:
            yield _("This attempt was for practice: you get feedback, but no marks."), ""
        if attempt.state == Attempt.State.ABANDONED:
            yield _("This attempt was not handed in before the end, so it does not count. Your answers are kept here."), "warning"
        waiting = [number_of[one.slot] for one in self.questions if one.state == StateName.NEEDS_GRADING.value]
        if waiting:
            words = ngettext(
                "A person reads your answer to question %(numbers)s. The result comes then.",
                "A person reads your answers to questions %(numbers)s. The result comes then.",
                len(waiting),
            )
            yield words % {"numbers": ", ".join(map(str, waiting))}, ""
        if words := self._later_words():
            yield words, ""
        elif Shown.ANSWERS not in self.may:
            yield _("This quiz does not show answers afterwards."), ""

    def _later_words(self) -> str:
        """When there will be more to see than now."""
        closes_at = self.window.closes_at
        if self.moment == Moment.JUST_AFTER and self._adds(Moment.WHILE_OPEN):
            return _("More of this attempt can be seen in a few minutes.")
        if closes_at and closes_at > now() and self._adds(Moment.AFTER_CLOSE):
            when = {"when": at_in_words(closes_at, self.attempt.enrolment.cohort)}
            return _("More of this attempt can be seen when the quiz has closed: %(when)s.") % when
        return ""

    def _adds(self, moment: Moment) -> bool:
        return bool(shown(self.quiz, moment, has_marks=self.has_marks) - self.may)

    def _facts(self) -> Iterator[tuple[str, str]]:
        attempt = self.attempt
        yield _("Begun"), when_words(attempt.started_at)
        if attempt.submitted_at:
            yield _("Handed in"), when_words(attempt.submitted_at)
            yield _("Took"), duration_words(round((attempt.submitted_at - attempt.started_at).total_seconds()))
