"""The two statements of a save, written once for each kind of log. Every answer runs them, and having the ORM build them again each time
cost as much as running them. Whatever field knows how to store a value still stores it."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.db import connections, models, router


def update_if_at(log: models.Model, revision: int, changes: Mapping[str, Any], only_while: Mapping[str, Any]) -> bool:
    """UPDATE the log if it still is at that revision, and says what it has to say: one statement, so of two writers one finds it there.
    Returns whether it was."""
    model = type(log)
    wanted = {name: value for name, value in only_while.items() if value is not None}
    empty = tuple(name for name, value in only_while.items() if value is None)
    with _connection(model).cursor() as cursor:
        statement = _update(model, tuple(changes), tuple(wanted), empty)
        cursor.execute(statement, [*_stored(model, changes), log.pk, revision, *_stored(model, wanted)])
        return bool(cursor.rowcount)


def insert(model: type[models.Model], values: Mapping[str, Any]) -> None:
    """INSERT one row with these columns; the rest are what the database says. Raises IntegrityError."""
    with _connection(model).cursor() as cursor:
        cursor.execute(_insert(model, tuple(values)), _stored(model, values))


def _connection(model: type[models.Model]) -> Any:
    return connections[router.db_for_write(model)]


def _stored(model: type[models.Model], values: Mapping[str, Any]) -> list[Any]:
    connection = _connection(model)
    return [field.get_db_prep_save(value, connection) for field, value in zip(_fields(model, tuple(values)), values.values(), strict=True)]


@lru_cache(maxsize=64)
def _fields(model: type[models.Model], names: tuple[str, ...]) -> list[Any]:
    return [model._meta.get_field(name) for name in names]


@lru_cache(maxsize=64)
def _update(model: type[models.Model], names: tuple[str, ...], wanted: tuple[str, ...], empty: tuple[str, ...]) -> str:
    quote = _connection(model).ops.quote_name
    columns = ", ".join(f"{quote(field.column)} = %s" for field in _fields(model, names))
    conditions = [f"{quote(column)} = %s" for column in ("id", "revision", *(field.column for field in _fields(model, wanted)))]
    conditions += [f"{quote(field.column)} IS NULL" for field in _fields(model, empty)]
    return " ".join(["UPDATE", quote(model._meta.db_table), "SET", columns, "WHERE", " AND ".join(conditions)])


@lru_cache(maxsize=64)
def _insert(model: type[models.Model], names: tuple[str, ...]) -> str:
    quote = _connection(model).ops.quote_name
    columns = ", ".join(quote(field.column) for field in _fields(model, names))
    places = ", ".join(["%s"] * len(names))
    return " ".join(["INSERT INTO", quote(model._meta.db_table), "(", columns, ") VALUES (", places, ")"])
