"""PostgreSQL: a generated column `vector` in the configuration "simple", with a GIN index. The words are letters and digits only, so that
nothing in a question is an operator."""

from collections.abc import Mapping, Sequence
from typing import Any

SQL = """
WITH asked AS MATERIALIZED (
  SELECT id, place, language, position, ts_rank(vector, {query}) AS rank FROM finding_passage WHERE {found} LIMIT %s
)
SELECT id, place FROM asked
WHERE language = %s OR NOT EXISTS (SELECT 1 FROM finding_passage t WHERE t.place = asked.place AND t.language = %s)
ORDER BY language = %s DESC, rank DESC, position, id LIMIT %s
"""
MOST_RANKED = 5_000


def statement(asked: Mapping[str, list[tuple[str, str]]], *, language: str, any_word: bool, limit: int) -> tuple[str, list[Any]]:
    queries = {of: _query(terms, any_word) for of, terms in asked.items()}
    whens, whens_with = "", []
    found, found_with = [], []
    for of, query in queries.items():
        whens += " WHEN %s THEN to_tsquery('simple', %s)"
        whens_with += [of, query]
        found.append("(language = %s AND vector @@ to_tsquery('simple', %s)" + ("" if of == language else " AND is_source") + ")")
        found_with += [of, query]
    sql = SQL.format(query=f"CASE language{whens} END", found=" OR ".join(found))
    return sql, [*whens_with, *found_with, MOST_RANKED, language, language, language, limit]


def _query(terms: Sequence[tuple[str, str]], any_word: bool) -> str:
    parts = [f"('{stem}' | '{start}':*)" if start else f"'{stem}'" for stem, start in terms]
    return (" | " if any_word else " & ").join(parts)
