"""Many rows, a thousand at a time."""

from collections.abc import Iterator
from typing import TypeVar

from django.db.models import Model, QuerySet

THOUSAND = 1000
Row = TypeVar("Row", bound=Model)


def in_thousands(rows: QuerySet[Row]) -> Iterator[list[Row]]:
    """In the order of their ids, one query for each thousand; what is changed meanwhile puts nothing off its place."""
    ordered, last = rows.order_by("pk"), 0
    while some := list(ordered.filter(pk__gt=last)[:THOUSAND]):
        yield some
        last = some[-1].pk
        if len(some) < THOUSAND:
            return
