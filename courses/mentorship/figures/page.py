"""The page of figures: numbers, each with the address of the rows behind it, pictures and tables. A number of queries that does not grow
with tasks, learners or mentors."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.accounts.models import User

from ..defaults import PROMISE_DAYS
from . import plots, waiting
from .answered import acceptances, answers, first_answers
from .load import MentorLoad, mentor_loads
from .names import Figure
from .percentiles import counts, nearest_rank
from .rows import DAYS_SHOWN, ROUNDS_SHOWN
from .scope import Scope

Address = Callable[..., str]  # of a figure's rows: (figure, part=…, whose=…)
MOST_LINES = 15  # mentors in the picture; the table has all


@dataclass(frozen=True)
class Number:
    figure: Figure
    count: int
    url: str


class FiguresPage:
    def __init__(self, scope: Scope, mentors: Sequence[User], address: Address):
        self.scope, self._mentors, self._address = scope, mentors, address

    def _number(self, figure: Figure, count: int) -> Number:
        return Number(figure, count, self._address(figure))

    @cached_property
    def waits(self) -> list[Number]:
        return [
            self._number(Figure.WAITING, waiting.waiting(self.scope).count()),
            self._number(Figure.OVERDUE, waiting.overdue(self.scope).count()),
        ]

    @cached_property
    def stuck(self) -> list[Number]:
        return [
            self.waits[1],
            self._number(Figure.SILENT, waiting.silent(self.scope).count()),
            self._number(Figure.NEVER, waiting.never_handed_in(self.scope).count()),
            self._number(Figure.ASLEEP, waiting.asleep(self.scope).count()),
        ]

    @cached_property
    def _answers(self) -> list:
        return answers(self.scope)

    @cached_property
    def first_days(self) -> list[int]:
        return [answer.days for answer in first_answers(self._answers)]

    @property
    def first(self) -> Number:
        return self._number(Figure.FIRST_ANSWERS, len(self.first_days))

    @property
    def median(self) -> int | None:
        return nearest_rank(self.first_days, 50)

    @property
    def nine_of_ten(self) -> int | None:
        return nearest_rank(self.first_days, 90)

    @property
    def days_words(self) -> str:
        if self.median is None or self.nine_of_ten is None:
            return _("Nothing was answered yet.")
        half = ngettext("Half within %(count)d working day", "Half within %(count)d working days", self.median)
        most = ngettext("nine of ten within %(count)d working day", "nine of ten within %(count)d working days", self.nine_of_ten)
        return f"{half % {'count': self.median}}, {most % {'count': self.nine_of_ten}}."

    @cached_property
    def day_columns(self) -> list[plots.Column]:
        return plots.columns(counts(self.first_days, DAYS_SHOWN))

    @property
    def promise_x(self) -> int:
        return plots.end_of(PROMISE_DAYS, self.day_columns)

    @cached_property
    def _rounds(self) -> list[int]:
        return [answer.round for answer in acceptances(self._answers)]

    @property
    def accepted(self) -> Number:
        return self._number(Figure.ROUNDS, len(self._rounds))

    @cached_property
    def round_columns(self) -> list[plots.Column]:
        return plots.columns(counts(self._rounds, ROUNDS_SHOWN)[1:])

    @property
    def day_table(self) -> list[dict[str, Any]]:
        return self._table(Figure.FIRST_ANSWERS, self.day_columns)

    @property
    def round_table(self) -> list[dict[str, Any]]:
        return self._table(Figure.ROUNDS, self.round_columns)

    def _table(self, figure: Figure, columns: Sequence[plots.Column]) -> list[dict[str, Any]]:
        return [{"label": label_of(column), "count": column.count, "url": self._address(figure, part=column.value)} for column in columns]

    @cached_property
    def loads(self) -> list[MentorLoad]:
        return mentor_loads(self.scope, self._mentors)

    @property
    def load_table(self) -> list[dict[str, Any]]:
        kinds = (Figure.OFFERED, Figure.HELD, Figure.THIS_WEEK)
        return [{"load": load, "urls": [self._address(kind, whose=load.mentor.pk) for kind in kinds]} for load in self.loads]

    @property
    def load_lines(self) -> list[plots.Line]:
        """The fullest first."""
        fullest = sorted(self.loads, key=lambda load: (-load.everywhere / max(1, load.room), str(load.mentor), load.mentor.pk))[:MOST_LINES]
        return plots.lines([(str(load.mentor), f"{load.everywhere} / {load.room}", load.everywhere, load.room) for load in fullest])

    @property
    def load_height(self) -> int:
        return plots.height_of(self.load_lines)


def label_of(column: plots.Column) -> str:
    return _or_more(column.value) if column.is_last else str(column.value)


def label_of_part(figure: Figure, part: int) -> str:
    """What one column has, over its rows."""
    if figure == Figure.ROUNDS:
        number = _or_more(part) if part >= ROUNDS_SHOWN else str(part)
        return _("Rounds: %(number)s") % {"number": number}
    number = _or_more(part) if part >= DAYS_SHOWN else str(part)
    return _("Working days: %(number)s") % {"number": number}


def _or_more(number: int) -> str:
    return _("%(number)d or more") % {"number": number}
