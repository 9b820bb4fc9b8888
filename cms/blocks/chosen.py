"""What blocks refer to – questions, rubrics, pictures – is fetched from the database each time a page's blocks are read. Whoever reads the
same pages a dozen times over, as an import does, has each row fetched once."""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from wagtail.blocks import ChooserBlock

Rows = dict[type, dict[Any, Any]]

_kept: ContextVar[Rows | None] = ContextVar("kept", default=None)


@contextmanager
def fetched_once() -> Iterator[None]:
    """Rows that are chosen in pages must not change within."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


class FetchedOnce(ChooserBlock):
    def fetch(self, values):
        """Rows by their ids."""
        return self.model_class.objects.in_bulk(values)

    def bulk_to_python(self, values):
        """An object for each place: what is done to one of them is not done to the others."""
        values, kept = list(values), _kept.get()
        known = {} if kept is None else kept.setdefault(self.model_class, {None: None})
        if missing := [value for value in dict.fromkeys(values) if value is not None and value not in known]:
            known |= dict.fromkeys(missing) | self.fetch(missing)
        return [copy.copy(known.get(value)) for value in values]
