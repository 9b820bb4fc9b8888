"""Long work that fails is tried three times by itself; then somebody says whether it is tried again."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import now

MOST = 3  # the words of the pages say so


@contextmanager
def counted(work: QuerySet[Any], *, failed: str) -> Iterator[None]:
    """One try. `work`: the row, as long as it is under way; `failed`: the state it comes to after the last try.

    What goes wrong is counted and raised again. Of two at once that fail one is counted, and none when the row is not under way any more.
    A worker that is killed or told to stop has not failed."""
    before = work.values_list("failures", flat=True).first()
    try:
        yield
    except Exception:
        _count(work, before, failed)
        raise


def _count(work: QuerySet[Any], before: int | None, failed: str) -> None:
    if before is None:
        return
    values: dict[str, Any] = {"failures": before + 1, "touched_at": now()}
    if before + 1 >= MOST:
        values["state"] = failed
    work.filter(failures=before).update(**values)
