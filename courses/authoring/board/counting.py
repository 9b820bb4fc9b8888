"""How far long work is, beside the database, which shows nothing of a transaction before its end."""

from datetime import datetime, timedelta
from typing import Any

from django.core.cache import caches
from django.db.models import QuerySet
from django.utils.timezone import now


class Counter:
    """Called with each line of a report. `work` is the row that is worked on; it has a `uid`."""

    def __init__(self, work: Any):
        self.work, self.done = work, -1
        self("")

    def __call__(self, line: str) -> None:
        self.done += 1
        caches["lessons"].set(_key(self.work), {"done": self.done, "at": now()}, 3600)


def done(work: Any) -> int | None:
    """None while no worker has it."""
    said = caches["lessons"].get(_key(work))
    return said["done"] if said else None


def forget(work: Any) -> None:
    caches["lessons"].delete(_key(work))


def silent_since(work: Any) -> datetime:
    """When its worker, or its row, last gave a sign of life."""
    said = caches["lessons"].get(_key(work))
    last: datetime = max(said["at"], work.touched_at) if said else work.touched_at
    return last


def silent(waiting: QuerySet[Any], patience: timedelta) -> list[Any]:
    """Those whose worker says nothing any longer."""
    late = now() - patience
    return [work for work in waiting.filter(touched_at__lte=late) if silent_since(work) <= late]


def _key(work: Any) -> str:
    return f"{work._meta.model_name}:{work.uid}"
