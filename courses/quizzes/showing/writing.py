"""An open attempt: a page of its questions, and what stands before handing in."""

from collections.abc import Sequence
from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from lms.accounts.device import device_html
from lms.accounts.models import User
from lms.core.log.wording import when_words

from ..engine.state import StateName
from ..models import Attempt, AttemptQuestion
from ..quiz_definition import Navigation, WhenTimeIsUp
from ..taking import Taken
from ..timing import GRACE, time_up
from .page import sheets_to_answer, where
from .sheet import Sheet, name_of, numbers, with_problem
from .strip import Leads, number_words, strip
from .words import sign_of


class Leaf:
    """One page of questions. `taken`: what was posted and could not all be taken."""

    def __init__(self, request: HttpRequest, attempt: Attempt, questions: Sequence[Any], number: int, taken: Taken | None = None):
        self.request, self.attempt, self.questions, self.page = request, attempt, questions, number - 1
        self.taken = taken or Taken()
        self.settings = attempt.rules.settings
        self.is_sequential = self.settings.navigation == Navigation.SEQUENTIAL
        self.number_of = numbers(questions)

    def context(self) -> dict[str, Any]:
        attempt, sheets, pages = self.attempt, self._sheets(), sorted({question.page for question in self.questions})
        last, place = self.page == pages[-1], self._place(len(pages))
        is_open = [sheet for sheet in sheets if sheet.is_open and sheet.has_answer]
        return {
            **shared(attempt),
            "sheets": sheets,
            "place": place,
            "page_url": reverse("attempt_page", args=[attempt.pk, self.page + 1]),
            "strip": strip(self.questions, place, here=self.page, leads=Leads.NOWHERE if self.is_sequential else Leads.TO_PAGE),
            "has_files": any(sheet.takes_more_files for sheet in sheets),
            "previous": self.page - 1 if self.page and not self.is_sequential else None,
            "next": None if last else self.page + 1,
            "previous_words": _("Previous question") if self._is_one_by_one() else _("Previous page"),
            "next_words": _("Next question") if self._is_one_by_one() else _("Next page"),
            "is_sequential": self.is_sequential,
            "problems": self.taken.problems,
            "device": device_html(cast(User, self.request.user), reverse("quiz_session") + "?quiz=1") if is_open else "",
        }

    def _sheets(self) -> list[Sheet]:
        here = [question for question in self.questions if question.page == self.page]
        sheets = sheets_to_answer(self.attempt, here, self.number_of)
        problems, sent = self.taken.problems, self.taken.sent
        return [with_problem(one, problems[one.pk], sent[one.pk]) if one.pk in problems and one.is_open else one for one in sheets]

    def _is_one_by_one(self) -> bool:
        return self.settings.questions_per_page == 1

    def _place(self, pages: int) -> str:
        if self._is_one_by_one():
            here = next((self.number_of[question.slot] for question in self.questions if question.page == self.page), 0)
            if here:
                return _("Question %(number)s of %(count)s") % {"number": here, "count": max(self.number_of.values())}
        return _("Page %(number)s of %(total)s") % {"number": self.page + 1, "total": pages}


class Summary:
    """What is not answered, what is to be come back to, and the one button that hands in."""

    def __init__(self, attempt: Attempt, questions: Sequence[Any]):
        self.attempt, self.questions = attempt, questions
        self.settings = attempt.rules.settings
        self.is_up = attempt.state == Attempt.State.OVERDUE or bool(attempt.deadline_at and now() >= attempt.deadline_at)

    def context(self) -> dict[str, Any]:
        attempt = self.attempt
        return {
            **shared(attempt),
            "rows": self._rows(),
            "is_up": self.is_up,
            "up_words": self._up_words(),
            "is_sequential": self.settings.navigation == Navigation.SEQUENTIAL,
            "can_hand_in": not self.is_up or self.settings.when_time_is_up != WhenTimeIsUp.ABANDON,
            "back_url": "" if self.is_up else reverse("attempt_page", args=[attempt.pk, attempt.page + 1]),
        }

    def _rows(self) -> list[dict[str, Any]]:
        """Only what is worth a second look."""
        number_of = numbers(self.questions)
        rows = []
        for question in self.questions:
            number, state = number_of[question.slot], StateName(question.state)
            sign = sign_of(state, shows_correctness=False)
            if number and (question.is_flagged or (sign in ("", "unclear") and not state.is_finished)):
                words = number_words(sign, number, is_flagged=question.is_flagged)
                rows.append({"name": name_of(number), "words": words, "url": self._url(question)})
        return rows

    def _url(self, question: AttemptQuestion) -> str:
        is_reached = self.settings.navigation == Navigation.FREE or question.page == self.attempt.page
        if self.is_up or not is_reached:
            return ""
        return f"{reverse('attempt_page', args=[self.attempt.pk, question.page + 1])}#q{question.pk}"

    def _up_words(self) -> str:
        if not self.attempt.deadline_at:
            return ""
        match self.settings.when_time_is_up:
            case WhenTimeIsUp.SUBMIT:
                return _("Your answers are kept and are handed in by themselves within two minutes. You may do it now.")
            case WhenTimeIsUp.OVERDUE:
                until = {"when": when_words(time_up(self.settings, self.attempt.deadline_at).at - GRACE)}
                return _("No more answers are taken. Those that are there count if you hand them in until %(when)s.") % until
            case _:
                return _("This attempt was not handed in before the end, so it does not count. Your answers are kept.")


def shared(attempt: Any) -> dict[str, Any]:
    """What both pages show: where one is, and the clock."""
    settings = attempt.rules.settings
    return {
        "attempt": attempt,
        "quiz": attempt.named,
        "where": where(attempt.quiz, attempt.enrolment),
        "clock": clock(attempt),
        "time_up": time_up_words(attempt),
        "hands_in_itself": settings.when_time_is_up == WhenTimeIsUp.SUBMIT and attempt.deadline_at is not None,
        "hand_in_url": reverse("hand_in", args=[attempt.pk]),
        "unofficial_words": _("This attempt is for practice: you get feedback, but no marks."),
    }


def clock(attempt: Attempt) -> dict[str, Any] | None:
    at = now()
    if attempt.deadline_at is None or at >= attempt.deadline_at:
        return None
    return {
        "deadline": attempt.deadline_at.isoformat(),
        "now": at.isoformat(),
        "total": round((attempt.deadline_at - attempt.started_at).total_seconds()),
        "words": _("You have until %(when)s.") % {"when": when_words(attempt.deadline_at)},
        "next": reverse("attempt_summary", args=[attempt.pk]),
    }


def time_up_words(attempt: Attempt) -> str:
    """What happens at the end, in the moment in which it comes."""
    match attempt.rules.settings.when_time_is_up:
        case WhenTimeIsUp.SUBMIT:
            return _("The time is up. Your answers are saved and are being handed in.")
        case WhenTimeIsUp.OVERDUE:
            return _("The time is up. No more answers are taken; those that are there are kept, and you may still hand them in.")
        case _:
            return _("The time is up. This attempt was not handed in, so it does not count. Your answers are kept.")
