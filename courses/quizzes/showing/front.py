"""The quiz's own page: its rules in plain words, one's attempts, what counts, and the one button."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.enrolment.dates import at_in_words
from courses.enrolment.models import Enrolment

from ..models import Attempt
from ..quiz_definition import Shown
from ..review import moment_of, shown
from ..rules import refusal_words, why_not_begin
from ..standing import Standing
from . import words


class Front:
    """The card in a lesson says some of it: each part is made when it is asked for."""

    def __init__(self, standing: Standing, enrolment: Enrolment):
        self.standing, self.enrolment = standing, enrolment
        self.settings = standing.quiz.settings

    def context(self) -> dict[str, Any]:
        notice, kind = self.notice
        return {
            "rules": list(self._rules()),
            "attempts": [self._row(attempt) for attempt in reversed(self.standing.attempts)],
            "grade": self.grade,
            "notice": notice,
            "notice_kind": kind,
            "button": self.button,
            "button_hint": self.button_hint,
        }

    @cached_property
    def refusal(self) -> str:
        if refused := why_not_begin(self.enrolment, is_retired=self.standing.is_retired):
            return str(refused.label)
        if self.standing.open_attempt or self.standing.refusal is None:
            return ""
        reason, until = self.standing.refusal
        return refusal_words(reason, until, self.enrolment.cohort)

    def _rules(self) -> Iterator[tuple[str, str]]:
        settings, window = self.settings, self.standing.window
        count = self.standing.questions
        yield _("Questions"), ngettext("%(count)s question.", "%(count)s questions.", count) % {"count": count}
        yield _("Time"), words.time_words(settings, window.extra_minutes)
        if settings.time_limit:
            yield _("When it ends"), words.time_up_words(settings)
        attempts = words.attempts_words(self.standing.allowed, self.standing.used)
        yield _("Attempts"), " ".join(filter(None, [attempts, words.grading_words(settings, self.standing.allowed)]))
        if settings.delay_between_attempts:
            yield _("Between attempts"), _("Wait at least %(time)s.") % {"time": words.duration_words(settings.delay_between_attempts)}
        if settings.pass_mark:
            yield _("To complete it"), _("%(percent)s of the marks.") % {"percent": words.percent(settings.pass_mark)}
        yield _("Feedback"), words.feedback_words(settings)
        yield _("Order"), words.order_words(settings)
        for name, at in ((_("Opens"), window.opens_at), (_("Due"), window.due_at), (_("Closes"), window.closes_at)):
            if at:
                yield name, at_in_words(at, self.enrolment.cohort)

    def _row(self, attempt: Attempt) -> dict[str, Any]:
        may = self._may(attempt)
        result = words.result_words(attempt) if Shown.MARKS in may else ""
        return {
            "url": reverse("attempt", args=[attempt.pk]),
            "name": _("Attempt %(number)s") % {"number": attempt.number},
            "is_unofficial": attempt.is_unofficial,
            "state": words.state_words(attempt),
            "result": result,
        }

    def _may(self, attempt: Attempt) -> frozenset[Shown]:
        moment = moment_of(ended_at=attempt.ended_at, closes_at=self.standing.window.closes_at, at=self.standing.at)
        return shown(self.standing.quiz, moment, has_marks=not attempt.is_unofficial)

    @property
    def grade(self) -> dict[str, Any] | None:
        """Nothing while there is none, and while a result is still hidden that it would give away."""
        grade, pass_mark = self.standing.grade, self.settings.pass_mark
        counted = [attempt for attempt in self.standing.official if attempt.fraction is not None]
        if grade is None or not all(Shown.MARKS in self._may(attempt) for attempt in counted):
            return None
        passed = self.standing.is_passed
        said = ""
        if pass_mark:
            part = {"percent": words.percent(pass_mark)}
            said = _("You have reached what is needed: %(percent)s.") % part if passed else _("You need at least %(percent)s.") % part
        return {"label": _("Your result so far"), "figure": words.percent(grade), "words": said, "is_passed": passed}

    @property
    def notice(self) -> tuple[str, str]:
        if self.refusal:
            return self.refusal, ""
        attempt = self.standing.open_attempt
        if attempt:
            if attempt.state == Attempt.State.OVERDUE:
                return _("The time of your attempt is up. You may still hand in what you have answered."), "warning"
            return _("You have begun an attempt. Your answers are kept as you left them."), ""
        if self.standing.waits_for_marks:
            return _("A person still has to read some of your answers. The result comes then."), ""
        return "", ""

    @property
    def button(self) -> str:
        if self.refusal:
            return ""
        attempt = self.standing.open_attempt
        if attempt:
            number = {"number": attempt.number}
            if attempt.state == Attempt.State.OVERDUE:
                return _("Hand in attempt %(number)s") % number
            return _("Go on with attempt %(number)s") % number
        if self.standing.would_be_unofficial:
            return _("Practise")
        following = len(self.standing.attempts) + 1
        return _("Begin") if following == 1 else _("Begin attempt %(number)s") % {"number": following}

    @property
    def button_hint(self) -> str:
        if self.refusal or self.standing.open_attempt:
            return ""
        if self.standing.is_closed:
            return _("The quiz is closed. You may still practise: you get feedback, but no marks.")
        if self.standing.would_be_unofficial:
            return _("You have used all your attempts. You may still practise: you get feedback, but no marks.")
        if self.settings.time_limit:
            seconds = self.settings.time_limit + self.standing.window.extra_minutes * 60
            return _("The clock starts when you press the button: %(time)s.") % {"time": words.duration_words(seconds)}
        return ""
