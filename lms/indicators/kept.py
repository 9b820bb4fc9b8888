"""Figures are counted once and kept, until something has changed. Of small scopes they are counted where they are asked for, of large
ones by a task, and what was kept is shown meanwhile, with its time. Two that count at once write the same; one that is killed has written
nothing."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q, Sum
from django.utils.timezone import now

from courses.consultations.models import Consultation, Visitor
from courses.enrolment.models import CourseCompletion
from courses.internships.models import ChainLink, PracticeEntry
from lms.accounts.models import About

from .facts import Facts
from .figures import counted
from .models import KeptFigures
from .names import Fact
from .scope import Scope

SMALL = 5000  # rows: counted in well under a second
ASK_AGAIN = timedelta(minutes=2)
FORGET = timedelta(days=90)


@dataclass(frozen=True)
class Shown:
    """`tables` is empty where nothing was counted yet. `is_fresh`: nothing has changed since."""

    tables: dict[str, Any]
    counted_at: datetime | None
    is_fresh: bool
    pk: int = 0

    @property
    def pairs(self) -> dict[str, Any]:
        """Large, and read only where two dimensions are asked for."""
        return KeptFigures.objects.values_list("pairs", flat=True).get(pk=self.pk)


def stamp_of(scope: Scope) -> tuple[str, int]:
    """Of everything that figures are counted from, and how many rows that is about. Five queries, each one line."""
    ids = scope.ids
    held = Consultation.objects.held().filter(cohort__in=ids).aggregate(n=Count("pk"), last=Max("pk"), at=Max("changed_at"))
    confirmed = PracticeEntry.objects.confirmed().filter(participation__placement__cohort__in=ids)
    practice = confirmed.aggregate(n=Count("pk"), sum=Sum("minutes"))
    links = ChainLink.objects.filter(participation__placement__cohort__in=ids, closing__isnull=False).aggregate(last=Max("pk"))
    completed = CourseCompletion.objects.filter(enrolment__cohort__in=ids).aggregate(n=Count("pk"), last=Max("pk"))
    told = About.objects.aggregate(n=Count("pk"), at=Max("changed_at"))
    visitors = Visitor.objects.filter(Q(cohort__in=ids) | Q(account__isnull=False)).aggregate(n=Count("pk"), at=Max("changed_at"))
    seen = repr((scope.says, *(sorted(each.items()) for each in (held, practice, links, completed, told, visitors))))
    return hashlib.sha256(seen.encode()).hexdigest(), held["n"] + practice["n"] + completed["n"]


def shown(scope: Scope) -> Shown:
    stamp, rows = stamp_of(scope)
    kept = KeptFigures.objects.defer("pairs").filter(scope=scope.key, period=scope.period.key).first()
    if kept and kept.counted_at and kept.stamp == stamp:
        return Shown(kept.tables, kept.counted_at, is_fresh=True, pk=kept.pk)
    if rows <= SMALL:
        return keep(scope, stamp)
    _ask(scope, kept)
    fresh = KeptFigures.objects.defer("pairs").get(scope=scope.key, period=scope.period.key)  # a task may have run at once
    return Shown(fresh.tables if fresh.counted_at else {}, fresh.counted_at, is_fresh=fresh.stamp == stamp, pk=fresh.pk)


def keep(scope: Scope, stamp: str) -> Shown:
    """Count, and keep it under the stamp that was read before: what changes meanwhile has another one."""
    tables, pairs = count(scope)
    at = now()
    counted_now = {"stamp": stamp, "tables": tables, "pairs": pairs, "counted_at": at, "asked_at": None}
    kept, _is_new = KeptFigures.objects.update_or_create(scope=scope.key, period=scope.period.key, defaults=counted_now)
    KeptFigures.objects.filter(counted_at__lt=at - FORGET).delete()
    return Shown(tables, at, is_fresh=True, pk=kept.pk)


def count(scope: Scope) -> tuple[dict[str, Any], dict[str, Any]]:
    """The tables of each fact, and those of two dimensions."""
    facts = Facts(scope)
    found = {fact.value: counted(facts.rows(fact)) for fact in Fact}
    pairs = {fact: tables.pop("pairs") for fact, tables in found.items()}
    return {"facts": found, "districts": facts.districts.labels}, pairs


def count_again(scope: Scope) -> None:
    """What the task does. Nothing where somebody else has counted meanwhile."""
    stamp, _rows = stamp_of(scope)
    if not KeptFigures.objects.filter(scope=scope.key, period=scope.period.key, stamp=stamp).exists():
        keep(scope, stamp)


def _ask(scope: Scope, kept: KeptFigures | None) -> None:
    """One task in two minutes, whoever looks: a broker that lost it is asked again."""
    from .tasks import count_figures  # which needs this module

    if kept is None:
        KeptFigures.objects.get_or_create(scope=scope.key, period=scope.period.key)
    at = now()
    due = KeptFigures.objects.filter(Q(asked_at=None) | Q(asked_at__lt=at - ASK_AGAIN), scope=scope.key, period=scope.period.key)
    if due.update(asked_at=at):
        programme = int(scope.key.partition(":")[2]) if scope.key.startswith("programme:") else None
        count_figures.delay_on_commit(programme=programme, cohorts=scope.ids, period=scope.period.key)
