"""SQLite: a table of FTS5 beside the passages, kept by triggers. The words are letters and digits only and stand in quotation marks, so
that nothing in a question is an operator."""

from collections.abc import Mapping, Sequence
from typing import Any

ONE = """
SELECT p.id, p.place, p.language, p.position, bm25(finding_words, 10.0, 4.0, 1.0) AS rank
FROM finding_words JOIN finding_passage p ON p.id = finding_words.rowid
WHERE finding_words MATCH %s AND p.language = %s{more}
"""
SQL = """
SELECT id, place, EXISTS (SELECT 1 FROM wagtailcore_pageviewrestriction) FROM ({ones}) asked
WHERE language = %s OR NOT EXISTS (SELECT 1 FROM finding_passage t WHERE t.place = asked.place AND t.language = %s)
ORDER BY language = %s DESC, rank, position, id LIMIT %s
"""


def statement(asked: Mapping[str, list[tuple[str, str]]], *, language: str, any_word: bool, limit: int) -> tuple[str, list[Any]]:
    ones, parameters = [], []
    for of, terms in asked.items():
        ones.append(ONE.format(more="" if of == language else " AND p.is_source"))
        parameters += [_query(terms, any_word), of]
    return SQL.format(ones=" UNION ALL ".join(ones)), [*parameters, language, language, language, limit]


def _query(terms: Sequence[tuple[str, str]], any_word: bool) -> str:
    parts = [f'("{stem}" OR "{start}" *)' if start else f'"{stem}"' for stem, start in terms]
    return (" OR " if any_word else " AND ").join(parts)
