"""Rows of several models from one statement that is written by hand: for what nearly every request asks, where having the ORM build the
query costs more than asking it.

    MINE, COHORT = Columns(Enrolment, "e"), Columns(Cohort, "c", "time_zone")
    STATEMENT = f"SELECT {MINE}, {COHORT} FROM enrolment_enrolment e JOIN enrolment_cohort c ON … WHERE e.learner_id = %s"
    for enrolment, cohort in rows(STATEMENT, [learner.pk], MINE, COHORT): …"""

from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any, Generic, TypeVar

from django.db import connections, models, router

Row = TypeVar("Row", bound=models.Model)


class Columns(Generic[Row]):
    """What a statement loads of a model that it calls `alias`: the id and the columns named, or all of them. As text it is that part of
    the SELECT. The rest of a row comes when it is asked for."""

    def __init__(self, model: type[Row], alias: str, *names: str):
        self.model, self.alias = model, alias
        fields = model._meta.concrete_fields
        self.fields = [field for field in fields if not names or field.primary_key or field.attname in names]
        self.names = [field.attname for field in self.fields]
        self._converters: dict[str, list[tuple[int, Any]]] = {}

    def __str__(self) -> str:
        return ", ".join(f"{self.alias}.{field.column}" for field in self.fields)

    @cached_property
    def _key(self) -> int:
        return next(place for place, field in enumerate(self.fields) if field.primary_key)

    def row(self, values: Sequence[Any], database: str) -> Row | None:
        """None where a LEFT JOIN found nothing."""
        if values[self._key] is None:
            return None
        read = list(values)
        for place, convert in self._converting(database):
            read[place] = convert(read[place], None, connections[database])
        return self.model.from_db(database, self.names, read)

    def _converting(self, database: str) -> list[tuple[int, Any]]:
        """What makes of a stored value what the ORM would give: JSON is text, and SQLite has times as text and truth as a number."""
        if database not in self._converters:
            connection = connections[database]
            self._converters[database] = [
                (place, convert)
                for place, field in enumerate(self.fields)
                for convert in [
                    *connection.ops.get_db_converters(field.get_col(self.model._meta.db_table)),
                    *field.get_db_converters(connection),
                ]
            ]
        return self._converters[database]


def rows(statement: str, parameters: Sequence[Any], *parts: Columns[Any]) -> list[list[Any]]:
    """A row of each part for each row of the answer. `statement` selects the parts in this order and nothing else."""
    database = router.db_for_read(parts[0].model)
    ends = list(accumulate((len(part.fields) for part in parts), initial=0))
    slices = [(part, slice(*ends)) for part, ends in zip(parts, pairwise(ends), strict=True)]
    return [[part.row(values[mine], database) for part, mine in slices] for values in plain(parts[0].model, statement, parameters)]


def plain(model: type[models.Model], statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """As the database of this model answers: for numbers and short texts, which every database gives alike."""
    with connections[router.db_for_read(model)].cursor() as cursor:
        try:
            cursor.execute(statement, parameters)
        except OverflowError:  # SQLite, asked for a number larger than any row has
            return []
        return cursor.fetchall()


def one(statement: str, parameters: Sequence[Any], *parts: Columns[Any]) -> list[Any] | None:
    """The first, or None."""
    return next(iter(rows(statement, parameters, *parts)), None)


def places(values: Sequence[Any]) -> str:
    """For `IN (…)`; of nothing, nothing is found."""
    return ", ".join(["%s"] * len(values)) or "NULL"
