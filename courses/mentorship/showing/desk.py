"""Everything that the desk shows."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.accounts.models import User

from ..defaults import MOST_OPEN
from ..queue.filters import Filters, Whose
from ..queue.order import Place
from ..queue.reach import reach_of
from ..queue.sources import Asked, Waiting, count, in_hand_and_waiting
from ..readiness import First, what_comes_first
from ..wording import how_many_words
from .filters import FilterForm
from .queue import rows_html

PER_PAGE = 20
MOST_COUNTED = 200


@dataclass(frozen=True)
class Link:
    words: str
    address: str
    is_chosen: bool


class DeskPage:
    """`after`: the queue goes on behind this place."""

    def __init__(self, person: User, language: str, filters: Filters, after: Place | None = None):
        self.filters, self.after = filters, after
        self.asked = Asked(person=person, reach=reach_of(person, language), at=now(), language=language, filters=filters)
        self.address, self.query = reverse("desk"), filters.query()

    @cached_property
    def _all(self) -> tuple[list[Waiting], list[Waiting]]:
        return in_hand_and_waiting(self.asked, after=self.after, most=PER_PAGE + 1)

    @property
    def in_hand(self) -> list[Waiting]:
        return self._all[0]

    @cached_property
    def ahead(self) -> list[First]:
        """What comes before the first task, for whom something does."""
        return what_comes_first(self.asked.person, self.asked.reach.mentored_places.values())

    @property
    def in_hand_html(self) -> SafeString:
        return rows_html(self.in_hand, self.asked.at)

    @property
    def in_hand_words(self) -> str:
        return ngettext("%(count)d of at most %(most)d.", "%(count)d of at most %(most)d.", len(self.in_hand)) % {
            "count": len(self.in_hand),
            "most": MOST_OPEN,
        }

    @property
    def _found(self) -> list[Waiting]:
        """One more than a page holds, if there is one."""
        return self._all[1]

    @property
    def rows(self) -> list[Waiting]:
        return self._found[:PER_PAGE]

    @property
    def rows_html(self) -> SafeString:
        return rows_html(self.rows, self.asked.at)

    @property
    def has_free(self) -> bool:
        return any(not row.holder for row in self._found)

    @property
    def count_words(self) -> str:
        """On the first page; who goes on down the queue has seen it."""
        if self.after is not None:
            return ""
        if len(self._found) <= PER_PAGE:
            return how_many_words(sum(not row.holder for row in self._found), MOST_COUNTED)
        return how_many_words(count(self.asked, MOST_COUNTED + 1), MOST_COUNTED)

    @property
    def is_further(self) -> bool:
        return self.after is not None

    @property
    def first(self) -> str:
        return self.address + self.query

    @property
    def more(self) -> str:
        if len(self._found) <= PER_PAGE:
            return ""
        return self.address + self.filters.query(after=self.rows[-1].place.token())

    @property
    def whose(self) -> Iterator[Link]:
        offered = [("", _("Everybody's"))]
        if self.asked.reach.reviews:
            offered.append((Whose.MINE.value, str(Whose.MINE.label)))
        if self.asked.reach.supervises:
            offered.append((Whose.SUPERVISORS.value, str(Whose.SUPERVISORS.label)))
        for value, words in offered:
            yield Link(words, self.address + replace(self.filters, whose=value).query(), value == self.filters.whose)

    @cached_property
    def form(self) -> FilterForm:
        return FilterForm(self.address, self.filters, self.asked.reach)

    @property
    def empty_words(self) -> str:
        if self.after is not None:
            return _("This is the end of the queue.")
        if self.filters.is_narrow:
            return _("Nothing of this waits. Show everything to see the rest.")
        match self.filters.whose:
            case Whose.MINE:
                return _("Nothing waits for you. What your learners hand in comes here first, and is yours alone for two working days.")
            case Whose.SUPERVISORS:
                return _("Nothing waits for a supervisor. Last rounds come here, second looks, and what mentors pass on.")
        return _("Nothing waits. What learners hand in comes here, and so do answers in quizzes that a person grades.")
