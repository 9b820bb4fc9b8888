"""One function for each fact: it gives the rows that every number is counted from. docs/programme-figures.md says what counts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Q

from courses.consultations.models import Consultation
from courses.enrolment.models import CourseCompletion
from courses.internships.models import PracticeEntry

from .names import Age, Fact
from .people import Districts, Told, account_key, told_by, visitor_key
from .rule import trained_on
from .scope import Scope


class Row(NamedTuple):
    """`amount`: 1, or minutes. `ref` is the row it was counted from: a consultation, a practice entry, an enrolment. `place`: of practice,
    the placement."""

    person: str
    cohort: int
    month: str
    district: str
    sex: str
    age: str
    amount: int
    ref: int
    place: int
    day: date


class Who(NamedTuple):
    account: int | None
    visitor: int | None
    told: tuple[str, int | None, str]


class Event(NamedTuple):
    who: Who
    cohort: int
    day: date
    amount: int
    ref: int
    place: int = 0


@dataclass
class Facts:
    """The rows of a scope. What people told is asked once for all of them."""

    scope: Scope
    districts: Districts = field(default_factory=Districts)

    def rows(self, fact: Fact) -> list[Row]:
        events = {Fact.CONSULTATIONS: self._consultations, Fact.PRACTICE: self._practice, Fact.TRAINED: self._trained}[fact]()
        return list(self._told([event for event in events if self._counts(event.day)]))

    def _counts(self, day: date) -> bool:
        return self._within(day) and self.scope.period.has(day)

    def _within(self, day: date) -> bool:
        first, last = self.scope.first, self.scope.last
        return (first is None or day >= first) and (last is None or day <= last)

    @cached_property
    def _zones(self) -> dict[int, ZoneInfo]:
        return {cohort.pk: ZoneInfo(cohort.time_zone) for cohort in self.scope.cohorts}

    def _consultations(self) -> Iterator[Event]:
        """Held ones, on the day on which they began by the clock of their cohort."""
        fields = (
            "pk", "cohort_id", "learner_id", "visitor_id", "visitor__account_id", "visitor__sex", "visitor__born", "visitor__district",
            "starts_at",
        )  # fmt: skip
        found = Consultation.objects.held().filter(self._around("starts_at"), cohort__in=self.scope.ids).order_by("pk")
        zones = self._zones
        for pk, cohort, learner, visitor, account, sex, born, district, starts_at in found.values_list(*fields):
            day = starts_at.astimezone(zones[cohort]).date()
            yield Event(Who(learner or account, visitor, (sex or "", born, district or "")), cohort, day, 1, pk)

    def _around(self, field: str) -> Q:
        """In any time zone: who is outside goes by their own clock."""
        period, found = self.scope.period, Q()
        if period.since:
            found &= Q(**{f"{field}__gte": _midnight(period.since - timedelta(days=1))})
        if period.until:
            found &= Q(**{f"{field}__lt": _midnight(period.until + timedelta(days=2))})
        return found

    def _practice(self) -> Iterator[Event]:
        return (Event(who, cohort, day, minutes, pk, place) for who, cohort, day, minutes, pk, place, _enrolment in self._entries())

    def _entries(self) -> Iterable[Any]:
        """Confirmed ones, on the day that they are about, in its order."""
        fields = (
            "participation__enrolment__learner_id", "participation__placement__cohort_id", "day", "minutes", "pk",
            "participation__placement_id", "participation__enrolment_id",
        )  # fmt: skip
        found = PracticeEntry.objects.confirmed().filter(participation__placement__cohort__in=self.scope.ids).order_by("day", "pk")
        for learner, *more in found.values_list(*fields):
            yield Who(learner, None, ("", None, "")), *more

    def _trained(self) -> Iterator[Event]:
        """Each person once, on the day on which the rule was first met; the cohort is that of the fact that met it."""
        completed = self._completions()
        practised: dict[int, list[tuple[date, int, int, int]]] = defaultdict(list)
        for who, cohort, day, minutes, _pk, _place, enrolment in self._entries():
            if self._within(day):
                practised[who.account].append((day, minutes, cohort, enrolment))
        for account in sorted(completed.keys() | practised.keys()):
            completion = completed.get(account)
            met: list[tuple[date, int, int]] = [completion] if completion else []

            def reached(hours: float, account: int = account, met: list[tuple[date, int, int]] = met) -> date | None:
                minutes = 0
                for day, more, cohort, enrolment in practised[account]:
                    minutes += more
                    if minutes >= hours * 60:
                        met.append((day, cohort, enrolment))
                        return day
                return None

            day = trained_on(self.scope.rule, completion[0] if completion else None, reached)
            if day:
                _day, cohort, enrolment = next(one for one in met if one[0] == day)
                yield Event(Who(account, None, ("", None, "")), cohort, day, 1, enrolment)

    def _completions(self) -> dict[int, tuple[date, int, int]]:
        """The first of each learner: (day, cohort, enrolment)."""
        first: dict[int, tuple[date, int, int]] = {}
        found = CourseCompletion.objects.filter(enrolment__cohort__in=self.scope.ids).order_by("completed_at", "pk")
        for learner, cohort, enrolment, at in found.values_list(
            "enrolment__learner_id", "enrolment__cohort_id", "enrolment_id", "completed_at"
        ):
            day = at.astimezone(self._zones[cohort]).date()
            if self._within(day) and (learner not in first or day < first[learner][0]):
                first[learner] = day, cohort, enrolment
        return first

    def _told(self, events: list[Event]) -> Iterator[Row]:
        accounts = told_by({event.who.account for event in events if event.who.account is not None})
        nobody = Told()
        for (account, visitor, own), cohort, day, amount, ref, place in events:
            told = accounts.get(account, nobody) if account is not None else Told(*own)
            person = account_key(account) if account is not None else visitor_key(visitor or 0)
            district, age = self.districts.key(told.district), Age.of(told.born, day.year)
            yield Row(person, cohort, f"{day.year}-{day.month:02}", district, told.sex, str(age), amount, ref, place, day)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo("UTC"))
