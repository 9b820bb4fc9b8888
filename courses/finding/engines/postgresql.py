"""PostgreSQL: generated columns in the configuration "simple", each with a GIN index: `vector` has all words, `titles` those of titles (in
the first passage of a place only) and `headings` those of headings. The words are letters and digits only, so that nothing in a question is
an operator.

Ranking reads a passage's words, which takes longer than finding it, so that only so many are ranked: of a word that stands in a tenth of
all passages those that have it in a title, then in a heading, then some of those that have it in the text. No title is lost for a text, and
what is translated into the reader's language takes no place from what is not."""

from collections.abc import Mapping, Sequence
from typing import Any

SQL = """
WITH asked AS MATERIALIZED ({ones}),
ranked AS (SELECT DISTINCT ON (id) * FROM asked ORDER BY id, rank DESC)
SELECT id, place, EXISTS (SELECT 1 FROM wagtailcore_pageviewrestriction) FROM ranked
ORDER BY language = %s DESC, rank DESC, position, id LIMIT %s
"""
# || '': the index of places is no help here, and PostgreSQL thinks it is.
ONE = """(
  SELECT id, place, language, position, {tier} + ts_rank({column}, query) AS rank
  FROM finding_passage p, to_tsquery('simple', %s) query
  WHERE {column} @@ query AND language || '' = %s{more} LIMIT %s
)"""
UNTRANSLATED = " AND is_source AND NOT EXISTS (SELECT 1 FROM finding_passage t WHERE t.place = p.place AND t.language = %s)"
MOST_RANKED = {"titles": (2, 400), "headings": (1, 400), "vector": (0, 400)}  # the rank begins at, and how many; a text's is below 1


def statement(asked: Mapping[str, list[tuple[str, str]]], *, language: str, any_word: bool, limit: int) -> tuple[str, list[Any]]:
    ones, parameters = [], list[Any]()
    for of, terms in asked.items():
        for column, (tier, most) in MOST_RANKED.items():
            ones.append(ONE.format(column=column, tier=tier, more="" if of == language else UNTRANSLATED))
            parameters += [_query(terms, any_word), of, *([] if of == language else [language]), most]
    return SQL.format(ones=" UNION ALL ".join(ones)), [*parameters, language, limit]


def _query(terms: Sequence[tuple[str, str]], any_word: bool) -> str:
    parts = [f"('{stem}' | '{start}':*)" if start else f"'{stem}'" for stem, start in terms]
    return (" | " if any_word else " & ").join(parts)
