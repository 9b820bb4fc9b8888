"""Long work that fails is tried three times by itself; then somebody says whether it is tried again."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import now

from . import holding

MOST = 3  # the words of the pages say so


@contextmanager
def counted(work: QuerySet[Any], *, failed: str) -> Iterator[None]:
    """One try. `work`: the row, as long as it is under way; `failed`: the state it comes to after the last try.

    What goes wrong is counted and raised again. Of two at once that fail one is counted, and none when the row is not under way any more.
    A worker that is killed or told to stop has not failed, and neither has one that waited for SQLite's only writer in vain."""
    before = work.values_list("failures", flat=True).first()
    try:
        yield
    except Exception as error:
        if not holding.is_busy(error):
            _count(work, before, failed)
        raise


@transaction.atomic
def _count(work: QuerySet[Any], before: int | None, failed: str) -> None:
    if before is None:
        return
    values: dict[str, Any] = {"failures": before + 1, "touched_at": now()}
    if before + 1 >= MOST:
        values["state"] = failed
    if holding.held(work.filter(failures=before)):
        work.update(**values)
