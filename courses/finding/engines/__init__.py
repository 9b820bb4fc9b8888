"""The database's own search, by its vendor. Both say which passages hold the words, the best first: title over heading over text."""

from collections.abc import Mapping
from typing import NamedTuple

from django.db import connection

from . import postgresql, sqlite

Term = tuple[str, str]  # the plain form of a word and, where more of it may still come, its beginning


class Hit(NamedTuple):
    """`is_anything_closed`: whether the site has pages that not everybody may see. It says the same of every hit and saves a query."""

    passage_id: int
    place: str
    is_anything_closed: bool


def best(asked: Mapping[str, list[Term]], *, language: str, any_word: bool, limit: int) -> list[Hit]:
    """`asked`: the terms by language. Passages in `language` come first; of the others those in a source language that has no
    translation into it."""
    engine = {"postgresql": postgresql, "sqlite": sqlite}[connection.vendor]
    sql, parameters = engine.statement(asked, language=language, any_word=any_word, limit=limit)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [Hit(*row) for row in cursor.fetchall()]


__all__ = ["Hit", "Term", "best"]
