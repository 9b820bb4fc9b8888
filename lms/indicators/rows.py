"""The rows behind a number: of amounts a row for each consultation or day of practice, of people a row for each person. As many as the
number says."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from courses.consultations.models import Visitor
from courses.enrolment.models import Enrolment
from courses.internships.models import Placement, PracticeEntry
from lms.accounts.models import User

from .facts import Facts, Row
from .names import NOT_GIVEN, Dimension, Fact, Figure, Measure
from .scope import Scope

GIVEN_AS_NOTHING = "-"  # "not given", in an address
MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True)
class Line:
    """`person` is a key (`people.py`). `count` rows with `amount` together, and the latest of them."""

    person: str
    latest: Row
    count: int
    amount: int
    last_on: date


def chosen_in(asked: Mapping[str, str]) -> dict[Dimension, str]:
    """Which groups an address names."""
    found = {dimension: asked[dimension.value] for dimension in Dimension if asked.get(dimension.value)}
    if Dimension.MONTH in found and not MONTH.fullmatch(found[Dimension.MONTH]):
        del found[Dimension.MONTH]
    return {dimension: NOT_GIVEN if group == GIVEN_AS_NOTHING else group for dimension, group in found.items()}


def lines_of(scope: Scope, figure: Figure, chosen: Mapping[Dimension, str]) -> tuple[list[Line], dict[str, str]]:
    """The latest first, and what districts are called."""
    narrow = scope
    if Dimension.COHORT in chosen and figure.fact != Fact.TRAINED:  # whom hours of other cohorts have trained is seen in all of them
        narrow = replace(scope, cohorts=tuple(cohort for cohort in scope.cohorts if str(cohort.pk) == chosen[Dimension.COHORT]))
    facts = Facts(narrow)
    rows = [row for row in facts.rows(figure.fact) if all(_group(row, dimension) == group for dimension, group in chosen.items())]
    return _lines(figure, rows), facts.districts.labels


def _group(row: Row, dimension: Dimension) -> str:
    return str(getattr(row, dimension.value))


def _lines(figure: Figure, rows: Iterable[Row]) -> list[Line]:
    together: dict[object, list[Row]] = {}
    for row in rows:
        key = {Measure.PEOPLE: row.person, Measure.PLACES: row.place, Measure.AMOUNT: row.ref}[figure.measure]
        together.setdefault(key, []).append(row)
    found = [
        Line(each[0].person, max(each, key=lambda row: row.day), len(each), sum(row.amount for row in each), max(row.day for row in each))
        for each in together.values()
    ]
    return sorted(found, key=lambda line: (-line.last_on.toordinal(), line.person, line.latest.ref))


def names_of(lines: Sequence[Line]) -> dict[str, str]:
    """By key. Two queries. Who was erased or forgotten has no name any more."""
    accounts, visitors = ([int(line.person[1:]) for line in lines if line.person[0] == kind] for kind in "av")
    found = {f"a{one.pk}": str(one) for one in User.objects.filter(pk__in=accounts)}
    return found | {f"v{one.pk}": str(one) for one in Visitor.objects.filter(pk__in=visitors)}


def placements_of(lines: Sequence[Line]) -> dict[int, Placement]:
    return Placement.objects.in_bulk({line.latest.place for line in lines if line.latest.place})


def participations_of(lines: Sequence[Line]) -> dict[int, int]:
    """Of days of practice: in whose log they stand."""
    return dict(PracticeEntry.objects.filter(pk__in=[line.latest.ref for line in lines]).values_list("pk", "participation_id"))


def enrolments_of(lines: Sequence[Line]) -> dict[tuple[str, int], int]:
    """By person and cohort."""
    accounts = {int(line.person[1:]) for line in lines if line.person[0] == "a"}
    cohorts = {line.latest.cohort for line in lines}
    found = Enrolment.objects.filter(learner__in=accounts, cohort__in=cohorts).values_list("learner_id", "cohort_id", "pk")
    return {(f"a{learner}", cohort): pk for learner, cohort, pk in found}
