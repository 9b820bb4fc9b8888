"""How far mentors' reviews and the second ones agree, criterion by criterion: over a mentor's, a cohort's, a rubric's pairs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from courses.mentorship.models import RubricVersion
from courses.mentorship.models.review import Outcome
from courses.mentorship.rubric_definition import Criterion, RubricDefinition
from lms.accounts.models import User

from .alpha import alpha, nominal, ordinal
from .levels import values_of
from .models import SecondReview

FEWEST = 10  # pairs; of fewer nothing is said
RELIABLE, TENTATIVE = Fraction(800, 1000), Fraction(667, 1000)  # Krippendorff (2004), Content Analysis, 2nd ed., p. 241
WHOLE = ""  # the outcome of the whole, among criteria
OUTCOMES = {str(value): float(place) for place, value in enumerate(Outcome.values)}


@dataclass(frozen=True)
class Pair:
    """What a mentor and a supervisor said of the same round. `levels` are by criterion, `definition` is the rubric in words."""

    sampled: int
    month: date
    mentor: int
    outcomes: tuple[str, str]
    levels: tuple[dict[str, str], dict[str, str]]
    rubric: int | None
    definition: RubricDefinition | None

    def values(self, criterion: str) -> tuple[float, float] | None:
        """Of the criterion (or the WHOLE), as numbers; None where one of the two said nothing that the rubric knows."""
        if criterion == WHOLE:
            first, second = (OUTCOMES.get(one) for one in self.outcomes)
        else:
            found = self.criterion(criterion)
            known = values_of(found) if found else {}
            first, second = (known.get(one.get(criterion, "")) for one in self.levels)
        return None if first is None or second is None else (first, second)

    def criterion(self, criterion: str) -> Criterion | None:
        return next((one for one in self.definition.criteria if one.id == criterion), None) if self.definition else None

    def words(self, criterion: str) -> tuple[str, str]:
        """What each said, in words."""
        if criterion == WHOLE:
            first, second = (str(Outcome(one).label) if one in Outcome.values else "–" for one in self.outcomes)
        else:
            found = self.criterion(criterion)
            titles = {level.id: level.title for level in found.levels} if found else {}
            first, second = (titles.get(one.get(criterion, ""), "–") for one in self.levels)
        return first, second


@dataclass(frozen=True)
class Agreement:
    """Of `count` pairs; `alpha` is None where it cannot be computed, because everybody said the same of everything."""

    count: int
    same: int
    alpha: Fraction | None

    @property
    def is_enough(self) -> bool:
        return self.count >= FEWEST

    @property
    def number(self) -> str:
        return number_format(round(float(self.alpha), 2), 2) if self.is_enough and self.alpha is not None else ""

    @property
    def words(self) -> str:
        """For people who have never heard of alpha."""
        if not self.is_enough:
            return _("Too few to say")
        if self.alpha is None:
            return _("Always the same level, so nothing can be said of it")
        if self.alpha >= RELIABLE:
            return _("They see it alike")
        if self.alpha >= TENTATIVE:
            return _("Mostly alike")
        return _("They see it differently") if self.alpha > 0 else _("No more alike than by chance")

    @property
    def advice(self) -> str:
        """What to do."""
        if not self.is_enough:
            lacking = FEWEST - self.count
            return ngettext(
                "%(count)d more pair is needed. Look at those that there are.",
                "%(count)d more pairs are needed. Look at those that there are.",
                lacking,
            ) % {"count": lacking}
        if self.alpha is None:
            return _("Look at whether the levels tell good work from weak work.")
        if self.alpha >= RELIABLE:
            return _("Nothing needs to be done.")
        if self.alpha >= TENTATIVE:
            return _("Look at the pairs that differ, and talk one or two of them over.")
        return _("Read the levels together, with an example of each. Perhaps their words need to be clearer.")

    @property
    def same_words(self) -> str:
        return _("%(same)d of %(count)d the same") % {"same": self.same, "count": self.count}


def agreement_of(pairs: Iterable[Pair], criterion: str) -> Agreement:
    """Levels are ordinal; outcomes of the whole are only the same or not, because "let's talk" stands nowhere between the others."""
    values = [found for pair in pairs if (found := pair.values(criterion)) is not None]
    same = sum(first == second for first, second in values)
    return Agreement(len(values), same, alpha(values, nominal if criterion == WHOLE else ordinal))


FIELDS = (
    "sampled", "sampled__month", "sampled__review__reviewer", "sampled__review__outcome", "outcome", "sampled__review__value", "value",
    "sampled__review__task__iteration__rubric",
)  # fmt: skip


def pairs_of(seconds: QuerySet[SecondReview]) -> list[Pair]:
    """In the order in which they were sent. Two queries."""
    rows = list(seconds.order_by("sent_at", "pk").values_list(*FIELDS))
    versions = RubricVersion.objects.in_bulk({row[-1] for row in rows if row[-1]})
    words = {pk: version.in_words(get_language() or version.language) for pk, version in versions.items()}
    return [_pair(*row, versions=versions, words=words) for row in rows]


def _pair(
    sampled: int, month: date, mentor: int, first: str, second: str, one: dict[str, Any], other: dict[str, Any], version: int | None, *,
    versions: dict[int, RubricVersion], words: dict[int, RubricDefinition],
) -> Pair:  # fmt: skip
    return Pair(
        sampled=sampled,
        month=month,
        mentor=mentor,
        outcomes=(first, second),
        levels=(one.get("levels") or {}, other.get("levels") or {}),
        rubric=versions[version].rubric_id if version else None,
        definition=words[version] if version else None,
    )


@dataclass(frozen=True)
class Judged:
    """A criterion, or the whole, with how far they agree on it."""

    criterion: str
    title: str
    agreement: Agreement


@dataclass(frozen=True)
class OfRubric:
    rubric: int
    title: str
    rows: list[Judged]


@dataclass(frozen=True)
class OfMentor:
    mentor: User
    whole: Agreement


class AgreementPage:
    """Of `pairs`, which are narrowed already."""

    def __init__(self, pairs: list[Pair]):
        self.pairs = pairs

    @cached_property
    def whole(self) -> Agreement:
        return agreement_of(self.pairs, WHOLE)

    @cached_property
    def rubrics(self) -> list[OfRubric]:
        """By title; of each the criteria of its latest version that was used, and those that earlier ones had."""
        found: dict[int, list[Pair]] = {}
        for pair in self.pairs:
            if pair.rubric:
                found.setdefault(pair.rubric, []).append(pair)
        return sorted((self._rubric(rubric, pairs) for rubric, pairs in found.items()), key=lambda one: (one.title, one.rubric))

    def _rubric(self, rubric: int, pairs: list[Pair]) -> OfRubric:
        criteria: dict[str, str] = {}
        for pair in reversed(pairs):
            for one in pair.definition.criteria if pair.definition else ():
                criteria.setdefault(one.id, one.title)
        title = pairs[-1].definition.title if pairs[-1].definition else ""
        return OfRubric(rubric, title, [Judged(pk, words, agreement_of(pairs, pk)) for pk, words in criteria.items()])

    @cached_property
    def mentors(self) -> list[OfMentor]:
        """By name. One query."""
        people = User.objects.in_bulk({pair.mentor for pair in self.pairs if pair.mentor})
        found = [OfMentor(one, agreement_of((pair for pair in self.pairs if pair.mentor == pk), WHOLE)) for pk, one in people.items()]
        return sorted(found, key=lambda one: (str(one.mentor), one.mentor.pk))
