"""Of what is counted: whose cohorts, in which days, by which rule."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from courses.enrolment.models import Cohort

from .models import Programme
from .periods import Period
from .rule import COMPLETED


@dataclass(frozen=True)
class Scope:
    """`first` and `last` bound everything; `period` chooses a part of it. Hours that train somebody are gathered from `first` on."""

    key: str
    cohorts: tuple[Cohort, ...]
    period: Period
    first: date | None = None
    last: date | None = None
    rule: dict[str, Any] = field(default_factory=lambda: dict(COMPLETED))

    @property
    def ids(self) -> list[int]:
        return [cohort.pk for cohort in self.cohorts]

    @property
    def says(self) -> str:
        """All of it that figures depend on besides rows of events and people."""
        cohorts = sorted((cohort.pk, cohort.time_zone) for cohort in self.cohorts)
        return repr((cohorts, self.period, self.first, self.last, sorted(self.rule.items())))


def of_programme(programme: Programme, cohorts: Iterable[Cohort], period: Period, rule: dict[str, Any] | None = None) -> Scope:
    """`rule`: another one than the programme's, to see what would come of it."""
    return Scope(f"programme:{programme.pk}", tuple(cohorts), period, programme.first_on, programme.last_on, rule or programme.rule)


def of_cohorts(cohorts: Iterable[Cohort], period: Period) -> Scope:
    """Without a programme: whoever has completed the course is trained."""
    chosen = tuple(cohorts)
    digest = hashlib.sha256(",".join(str(pk) for pk in sorted(cohort.pk for cohort in chosen)).encode()).hexdigest()[:32]
    return Scope(f"cohorts:{digest}", chosen, period)
