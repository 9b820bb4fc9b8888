"""Figures are counted once and kept, until something has changed. Of small scopes they are counted where they are asked for, of large
ones by a task, and what was kept is shown meanwhile, with its time. Two that count at once write the same; one that is killed has written
nothing."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.timezone import now

from lms.core.joined import places, plain

from .facts import Facts
from .figures import counted
from .models import KeptFigures
from .names import Fact
from .scope import Scope

# Each part is a row: how many there are, and what changes with whatever happens to them. A step of a practice entry adds a link.
STAMP = """
SELECT held.n, held.last, held.at, entry.n, entry.sum, link.last, done.n, done.last, about.n, about.at, visitor.n, visitor.at
FROM (SELECT COUNT(*) AS n, MAX(id) AS last, MAX(changed_at) AS at FROM consultations_consultation
      WHERE state = 'held' AND cohort_id IN (%(cohorts)s)) held,
     (SELECT COUNT(*) AS n, SUM(e.minutes) AS sum FROM internships_practiceentry e
      JOIN internships_participation p ON p.id = e.participation_id JOIN internships_placement w ON w.id = p.placement_id
      WHERE e.state = 'confirmed' AND w.cohort_id IN (%(cohorts)s)) entry,
     (SELECT MAX(l.id) AS last FROM internships_chainlink l
      JOIN internships_participation p ON p.id = l.participation_id JOIN internships_placement w ON w.id = p.placement_id
      WHERE l.closing_id IS NOT NULL AND w.cohort_id IN (%(cohorts)s)) link,
     (SELECT COUNT(*) AS n, MAX(c.id) AS last FROM enrolment_coursecompletion c JOIN enrolment_enrolment e ON e.id = c.enrolment_id
      WHERE e.cohort_id IN (%(cohorts)s)) done,
     (SELECT COUNT(*) AS n, MAX(changed_at) AS at FROM accounts_about) about,
     (SELECT COUNT(*) AS n, MAX(changed_at) AS at FROM consultations_visitor
      WHERE account_id IS NOT NULL OR cohort_id IN (%(cohorts)s)) visitor
"""
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
    """Of everything that figures are counted from, and how many rows that is about. One statement, which every look at a page asks."""
    ids = scope.ids
    (seen,) = plain(KeptFigures, STAMP % {"cohorts": places(ids)}, ids * STAMP.count("%(cohorts)s"))
    digest = hashlib.sha256(repr((scope.says, [str(value) for value in seen])).encode()).hexdigest()
    return digest, seen[0] + seen[3] + seen[6]


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
