"""Rows of several models from one statement that is written by hand: for what nearly every request asks, where having the ORM build the
query costs more than asking it.

    MINE = Joined(
        Columns(Enrolment, "e"),
        Columns(Cohort, "c", "time_zone"),
        source="FROM enrolment_enrolment e JOIN enrolment_cohort c ON c.id = e.cohort_id WHERE e.learner_id = %s",
    )
    for enrolment, cohort in MINE.rows([learner.pk]): …"""

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


class Joined:
    """A statement: a row of each part for each row of the answer. `source` is all that comes after the SELECT."""

    def __init__(self, *parts: Columns[Any], source: str):
        self.statement = " ".join(["SELECT", ", ".join(map(str, parts)), source])
        self.model = parts[0].model
        ends = accumulate((len(part.fields) for part in parts), initial=0)
        self.parts = [(part, slice(*place)) for part, place in zip(parts, pairwise(ends), strict=True)]

    def rows(self, parameters: Sequence[Any], more: str = "") -> list[list[Any]]:
        """`more` is added at the end of the statement, for what depends on how much is asked."""
        database = router.db_for_read(self.model)
        found = plain(self.model, f"{self.statement} {more}", parameters)
        return [[part.row(values[place], database) for part, place in self.parts] for values in found]

    def one(self, parameters: Sequence[Any]) -> list[Any] | None:
        """The first row of the answer, or None."""
        return next(iter(self.rows(parameters)), None)


def plain(model: type[models.Model], statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """As the database of this model answers: for numbers and short texts, which every database gives alike."""
    with connections[router.db_for_read(model)].cursor() as cursor:
        try:
            cursor.execute(statement, parameters)
        except OverflowError:  # SQLite, asked for a number larger than any row has
            return []
        return cursor.fetchall()


def places(values: Sequence[Any]) -> str:
    """For `IN (…)`; of nothing, nothing is found."""
    return ", ".join(["%s"] * len(values)) or "NULL"
