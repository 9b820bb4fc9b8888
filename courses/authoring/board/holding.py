"""Whose turn it is. Whoever works on a row holds it until the transaction ends, and nobody waits for them: a person is told, a worker
leaves it alone. SQLite knows no locks of rows: a transaction has the whole database there, so the cache is asked first whether somebody
is at work."""

import sqlite3
from collections.abc import Callable
from typing import Any

from django.db import OperationalError, transaction
from django.db.models import QuerySet
from django.utils.timezone import now

from . import counting


def held(work: QuerySet[Any]) -> Any | None:
    """The row, for this transaction. None when somebody else has it, or when it is not among `work` any more."""
    return work.select_for_update(of=("self",), skip_locked=True).first()


def is_free(work: QuerySet[Any]) -> bool:
    with transaction.atomic():
        return held(work) is not None


def wake(work: QuerySet[Any], one: Any) -> bool:
    """Whether it may be begun anew at once."""
    return change(work, one, lambda: work.update(touched_at=now()))


def change(work: QuerySet[Any], one: Any, how: Callable[[], Any]) -> bool:
    """Whether it was done: it is not where somebody is at work on `one`, or it is not among `work` any more."""
    if counting.said_now(one):
        return False
    try:
        with transaction.atomic():
            return held(work) is not None and bool(how())
    except OperationalError as error:
        if is_busy(error):
            return False
        raise


def is_busy(error: BaseException) -> bool:
    """Another transaction has had SQLite's only writer all the time that one waits for it."""
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    return code is not None and code & 0xFF == sqlite3.SQLITE_BUSY
