"""How far the learners of a cohort have come, competence by competence, and how sure that is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.enrolment.models import Cohort, Enrolment

from .asked import Asked, asked_in
from .bootstrap import FEWEST, Interval, interval
from .models import Moment, SelfAssessment


@dataclass(frozen=True)
class Change:
    """Of those who answered both: `pairs` of (first, last) levels. `learners` is how many there are in the cohort."""

    pairs: tuple[tuple[int, int], ...]
    learners: int

    @property
    def differences(self) -> list[int]:
        return [last - first for first, last in self.pairs]

    @property
    def interval(self) -> Interval | None:
        return interval(self.differences)

    @property
    def means(self) -> tuple[float, float] | None:
        """First and last."""
        if not self.pairs:
            return None
        first, last = (sum(each) / len(self.pairs) for each in zip(*self.pairs, strict=True))
        return first, last

    @property
    def words(self) -> str:
        return f"{change_words(self.interval)} {self.answered}"

    @property
    def answered(self) -> str:
        counts = {"number": len(self.pairs), "all": self.learners}
        return (
            ngettext("%(number)d of %(all)d learners answered both.", "%(number)d of %(all)d learners answered both.", self.learners)
            % counts
        )


def change_words(found: Interval | None) -> str:
    """In plain words, with one decimal: what rounds to nothing is said to be nothing."""
    if found is None:
        return _("Too few to say: it takes %(number)d who answered both.") % {"number": FEWEST}
    low, high = round(found.low, 1), round(found.high, 1)
    if low == high == 0:
        return _("No change.")
    if low == high:
        text = _("%(points)s points more.") if low > 0 else _("%(points)s points less.")
        return text % {"points": _short(abs(low))}
    if low > 0:
        return _("Between %(low)s and %(high)s points more.") % {"low": _short(low), "high": _short(high)}
    if high < 0:
        return _("Between %(low)s and %(high)s points less.") % {"low": _short(-high), "high": _short(-low)}
    return _("Not sure: between %(low)s points less and %(high)s points more.") % {"low": _short(abs(low)), "high": _short(high)}


def _short(number: float) -> str:
    return number_format(number, 1)


@dataclass(frozen=True)
class CompetenceChange:
    asked: Asked
    from_before: Change
    from_looking_back: Change


def change_in(cohort: Cohort, language: str) -> list[CompetenceChange]:
    """Of everybody who studies or studied in the cohort. Eight queries at most. `cohort` comes with its course."""
    learners = Enrolment.objects.filter(cohort=cohort, state__in=COUNTED).count()
    found = SelfAssessment.objects.filter(enrolment__cohort=cohort, enrolment__state__in=COUNTED)
    levels: dict[int, dict[int, dict[str, int]]] = {}
    for competence, enrolment, moment, level in found.values_list("competence", "enrolment", "moment", "level"):
        levels.setdefault(competence, {}).setdefault(enrolment, {})[moment] = level
    asked = asked_in(cohort.course, language, levels)
    return [_change(one, list(levels.get(one.id, {}).values()), learners) for one in asked]


COUNTED = (*Enrolment.STUDYING, Enrolment.State.PAUSED, Enrolment.State.EXPIRED)


def _change(asked: Asked, said: Sequence[dict[str, int]], learners: int) -> CompetenceChange:
    return CompetenceChange(asked, Change(_pairs(said, Moment.BEFORE), learners), Change(_pairs(said, Moment.LOOKING_BACK), learners))


def _pairs(said: Iterable[dict[str, int]], first: Moment) -> tuple[tuple[int, int], ...]:
    return tuple((one[first], one[Moment.AFTER]) for one in said if first in one and Moment.AFTER in one)


def as_table(rows: Iterable[CompetenceChange]) -> Iterable[Sequence[str | float | int | None]]:
    """For a spreadsheet: means, change and both ends of its interval, of each pair of moments."""
    yield [
        _("Competence"), _("Learners"),
        _("Answered before and after"), _("Mean before"), _("Mean after"), _("Mean change"), _("Change, from"), _("Change, to"),
        _("Answered looking back and after"), _("Mean looking back"), _("Mean after"), _("Mean change"), _("Change, from"), _("Change, to"),
    ]  # fmt: skip
    for row in rows:
        yield [row.asked.title.text, row.from_before.learners, *_cells(row.from_before), *_cells(row.from_looking_back)]


def _cells(change: Change) -> list[float | int | None]:
    found, means = change.interval, change.means or (None, None)
    mean = sum(change.differences) / len(change.pairs) if change.pairs else None
    return [len(change.pairs), *means, mean, found.low if found else None, found.high if found else None]
