"""The numbers above the questions: where one is, what is answered, what to come back to."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from lms.core.skeletons import skeleton

from ..engine.definition import Description
from ..engine.state import StateName
from ..models import AttemptQuestion
from .sheet import name_of, numbers
from .words import sign_of, sign_words

SHORT = 14  # numbers that have room without being unfolded
NOT_DONE = (StateName.TODO.value, StateName.INVALID.value, StateName.GAVE_UP.value)


class Leads(StrEnum):
    """Where a number leads: nowhere, to its page (saving the one that is left), or to its place on this page."""

    NOWHERE = ""
    TO_PAGE = "page"
    TO_PLACE = "place"


@dataclass(frozen=True)
class Number:
    """`number` 0 is a text between questions; `page` counts from 0."""

    pk: int
    number: int
    page: int
    sign: str
    is_flagged: bool
    is_here: bool
    leads: Leads

    def html(self, language: str) -> SafeString:
        """There are few ways in which a number can look, and many numbers: each way is rendered once."""
        look = (self.number, self.sign, self.is_flagged, self.is_here, self.leads)
        filled = {"pk": str(self.pk), "page": str(self.page)}
        return skeleton("quizzes/_strip_number.html", (*look, language), self._context).fill(filled)

    def _context(self) -> dict[str, Any]:
        words = number_words(self.sign, self.number, is_flagged=self.is_flagged)
        return {"item": self, "name": name_of(self.number), "words": words}


@dataclass(frozen=True)
class Strip:
    """`words` say how far one is."""

    numbers: Sequence[Number]
    words: str

    @property
    def is_short(self) -> bool:
        return len(self.numbers) <= SHORT

    @property
    def html(self) -> SafeString:
        language = get_language() or ""
        return mark_safe("".join(number.html(language) for number in self.numbers))


def strip(
    questions: Sequence[AttemptQuestion], place: str, *, leads: Leads, here: int | None = None, shows_correctness: bool = False
) -> Strip:
    """`here` is a page, `place` what it is called; `questions` with their versions."""
    number_of = numbers(questions)
    shown = [
        Number(
            pk=question.pk,
            number=number_of[question.slot],
            page=question.page,
            sign=sign_of(StateName(question.state), shows_correctness=shows_correctness) if number_of[question.slot] else "",
            is_flagged=question.is_flagged,
            is_here=question.page == here,
            leads=leads,
        )
        for question in questions
    ]
    return Strip(shown, f"{place} · {_how_far(questions)}")


def number_words(sign: str, number: int, *, is_flagged: bool) -> str:
    if not number:
        return _("nothing to answer")
    return _("%(state)s, to come back to") % {"state": sign_words(sign)} if is_flagged else sign_words(sign)


def _how_far(questions: Sequence[AttemptQuestion]) -> str:
    asked = [question for question in questions if question.version.definition["type"] != Description.type]
    done = sum(question.state not in NOT_DONE for question in asked)
    return ngettext("%(done)s of %(count)s answered", "%(done)s of %(count)s answered", len(asked)) % {"done": done, "count": len(asked)}
