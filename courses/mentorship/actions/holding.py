"""Holding what a change of pairs is about, in the order of everybody else: tasks, enrolments, then profiles and pairings."""

from collections.abc import Collection
from contextlib import suppress

from django.db import transaction
from django.db.models import Q

from courses.enrolment.models import Enrolment

from ..models import ReviewTask

TRIES = 5


class _HandedIn(Exception):
    """While we waited for an enrolment."""


def hold_tasks(which: Q, enrolments: Collection[int]) -> list[ReviewTask]:
    """The open tasks, and the enrolments, until the transaction of the caller ends. Whoever hands in holds their enrolment from the moment
    when it is read who their mentor is: so what was handed in with the pair as it was is among the tasks, and what comes next waits for the
    new one. Tasks are never held after enrolments: if one has come in between, all are let go and held anew."""
    for _try in range(TRIES):
        with suppress(_HandedIn), transaction.atomic():
            return _held(which, enrolments)
    return _held(which, enrolments, is_last=True)


def _held(which: Q, enrolments: Collection[int], *, is_last: bool = False) -> list[ReviewTask]:
    rows = ReviewTask.objects.select_for_update(of=("self",)).open().filter(which)
    tasks = list(rows.select_related("cohort__course", "submission", "offered_to", "claimed_by").order_by("pk"))
    list(Enrolment.objects.select_for_update(no_key=True).filter(pk__in=enrolments).order_by("pk"))
    if not is_last and ReviewTask.objects.open().filter(which).exclude(pk__in=[task.pk for task in tasks]).exists():
        raise _HandedIn
    return tasks
