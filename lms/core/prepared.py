"""Queries of hot pages: written with the ORM, compiled once for each connection. Having the ORM build a query anew each time costs
several times what asking it does."""

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from django.db import connections, router
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

Row = TypeVar("Row")
_PLACE = 8_888_888_000  # stands for the first number while a query is compiled


class Prepared(Generic[Row]):
    """`make` builds the query from `count` numbers (primary keys), and from nothing else that changes. Called with such numbers it answers
    with the rows, as the query itself would: with what `select_related`, `only` and `annotate` say. Of a `values_list`, `into` makes a
    row: where there are hundreds, something lighter than a model."""

    def __init__(self, model: type[Model], make: Callable[..., QuerySet[Any]], *, count: int, into: Callable[..., Row] | None = None):
        self._model, self._make, self._count, self._into = model, make, count, into
        self._compiled: WeakKeyDictionary[Any, _Compiled] = WeakKeyDictionary()

    def __call__(self, *numbers: int) -> list[Row]:
        if len(numbers) != self._count:
            raise TypeError(f"The query takes {self._count} numbers, not {len(numbers)}.")
        connection = connections[router.db_for_read(self._model)]
        compiled = self._compiled.get(connection)
        if compiled is None:
            places = [_PLACE + place for place in range(self._count)]
            compiled = self._compiled[connection] = _Compiled(self._make(*places), connection)
        return [self._into(*row) for row in compiled.values(numbers)] if self._into else compiled.rows(numbers)


class _Compiled:
    """What is left to do for each call: to put the numbers in their places, to ask, and to make rows of the answer."""

    def __init__(self, queryset: QuerySet, connection: Any):
        compiler = queryset.query.get_compiler(connection=connection)
        self._sql, params = compiler.as_sql()
        self._params = [param - _PLACE if isinstance(param, int) and 0 <= param - _PLACE < 1_000 else None for param in params]
        self._fixed = list(params)
        select, info = compiler.select, compiler.klass_info
        self._compiler, self._converters = compiler, compiler.get_converters([column[0] for column in select[: compiler.col_count]])
        self._alias = connection.alias
        if info is None:  # values
            return
        first, last = info["select_fields"][0], info["select_fields"][-1] + 1
        self._span = slice(first, last)
        self._names = [column[0].target.attname for column in select[self._span]]
        self._model = info["model"]
        self._related = get_related_populators(info, select, connection.alias)  # type: ignore[call-arg]  # the stubs are of Django 6
        self._annotations = list((compiler.annotation_col_map or {}).items())

    def values(self, numbers: tuple[int, ...]) -> Iterable[Any]:
        params = [fixed if place is None else numbers[place] for place, fixed in zip(self._params, self._fixed, strict=True)]
        with connections[self._alias].cursor() as cursor:
            cursor.execute(self._sql, params)
            found = cursor.fetchall()
        return self._compiler.apply_converters(found, self._converters)

    def rows(self, numbers: tuple[int, ...]) -> list[Any]:
        return [self._made(row) for row in self.values(numbers)]

    def _made(self, row: Any) -> Any:
        made = self._model.from_db(self._alias, self._names, row[self._span])
        for populator in self._related:
            populator.populate(row, made)
        for name, place in self._annotations:
            setattr(made, name, row[place])
        return made
