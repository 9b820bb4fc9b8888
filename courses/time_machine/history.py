"""Which wording was current at a point in time. Versions are added and never rewritten, so the past can be read from when each came; what
brought an older wording back is in the changes of the lesson. Pure: rows and a time in, one of the rows out."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any


def current_at(versions: Iterable[Any], at: datetime, *, now: datetime, returns: Iterable[tuple[datetime, int]] = ()) -> Any:
    """Of the versions in one language; None where there was none yet. `returns`: when which version (by id) came to be shown."""
    versions = list(versions)
    if at >= now:
        return next((one for one in versions if one.is_current), None)
    by_id = {one.pk: one for one in versions}
    came = [(one.created_at, one.pk) for one in versions] + [(when, pk) for when, pk in returns if pk in by_id]
    before = [entry for entry in came if entry[0] <= at]
    return by_id[max(before)[1]] if before else None
