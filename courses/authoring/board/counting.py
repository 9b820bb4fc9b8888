"""That a worker lives and how far it is, beside the database, which shows nothing of a transaction before its end."""

import threading
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.core.cache import caches
from django.db.models import QuerySet
from django.utils.timezone import now

from ..progress import Progress, Step

EVERY = timedelta(seconds=10)
OFTEN = timedelta(seconds=0.2)  # pages are counted more often than anybody looks
LOST_AFTER = timedelta(minutes=1)
_KEPT = 3600  # seconds


class AtWork(Progress):
    """A context for whoever works on `work`, a row with a `uid`. From `start` to its end a thread says every few seconds that the process
    lives, so no step is too long, whatever it waits for; what is done is said by the work itself."""

    def __init__(self, work: Any):
        self.work, self.token = work, uuid4().hex
        self.step, self.done, self.total, self.since = "", 0, 0, now()
        self._said_at = self.since
        self._one_at_a_time, self._over = threading.Lock(), threading.Event()
        self._thread = threading.Thread(target=self._live, name=f"at-work-{work.uid}", daemon=True)

    def __enter__(self) -> "AtWork":
        return self

    def __exit__(self, *error: object) -> None:
        if self._thread.ident is None:
            return
        self._over.set()
        self._thread.join()
        if (said(self.work) or {}).get("token") == self.token:
            forget(self.work)

    def start(self) -> None:
        self.since = now()
        self._say()
        self._thread.start()

    def begin(self, step: Step, total: int = 0) -> None:
        self.step, self.done, self.total, self.since = step.value, 0, total, now()
        self._say()

    def one(self, line: str = "") -> None:
        self.done, self.since = self.done + 1, now()
        if self.since >= self._said_at + OFTEN:
            self._say()

    def _live(self) -> None:
        while not self._over.wait(EVERY.total_seconds()):
            self._say()

    def _say(self) -> None:
        with self._one_at_a_time:
            self._said_at = now()
            told = {name: getattr(self, name) for name in ("token", "step", "done", "total", "since")} | {"alive": self._said_at}
            caches["lessons"].set(_key(self.work), told, _KEPT)


def said(work: Any) -> dict[str, Any] | None:
    """What its worker said last, even if it is dead by now. None when no worker has had it, or is done with it."""
    told: dict[str, Any] | None = caches["lessons"].get(_key(work))
    return told


def forget(work: Any) -> None:
    caches["lessons"].delete(_key(work))


def said_now(work: Any) -> dict[str, Any] | None:
    """None while nobody is at work on it."""
    told = said(work)
    return told if told and told["alive"] > now() - LOST_AFTER else None


def silent_since(work: Any) -> datetime:
    """When its worker, or its row, last gave a sign of life."""
    told = said(work)
    last: datetime = max(told["alive"], work.touched_at) if told else work.touched_at
    return last


def is_silent(work: Any) -> bool:
    return silent_since(work) <= now() - LOST_AFTER


def silent(waiting: QuerySet[Any]) -> list[Any]:
    """Those whose worker says nothing any longer."""
    return [work for work in waiting.filter(touched_at__lte=now() - LOST_AFTER) if is_silent(work)]


def _key(work: Any) -> str:
    return f"{work._meta.model_name}:{work.uid}"
