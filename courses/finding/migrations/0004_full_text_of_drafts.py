"""What the editors' search needs, kept by the database from `Piece.words`, as 0002 does it for passages."""

from django.db import migrations

POSTGRESQL = [
    "ALTER TABLE finding_piece ADD COLUMN vector tsvector GENERATED ALWAYS AS (to_tsvector('simple', words)) STORED",
    "CREATE INDEX finding_piece_vector ON finding_piece USING gin (vector)",
]
NEW = "INSERT INTO finding_piece_words(rowid, words) VALUES (new.id, new.words);"
OLD = "INSERT INTO finding_piece_words(finding_piece_words, rowid, words) VALUES ('delete', old.id, old.words);"
SQLITE = [
    "CREATE VIRTUAL TABLE finding_piece_words USING fts5(words, content='finding_piece', content_rowid='id', "
    "tokenize='unicode61 remove_diacritics 0')",
    f"CREATE TRIGGER finding_piece_words_added AFTER INSERT ON finding_piece BEGIN {NEW} END",
    f"CREATE TRIGGER finding_piece_words_removed AFTER DELETE ON finding_piece BEGIN {OLD} END",
    f"CREATE TRIGGER finding_piece_words_changed AFTER UPDATE ON finding_piece BEGIN {OLD} {NEW} END",
]


def make(apps, schema_editor):
    for statement in {"postgresql": POSTGRESQL, "sqlite": SQLITE}[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def take_away(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE finding_piece DROP COLUMN vector")
    else:
        for name in ("added", "removed", "changed"):
            schema_editor.execute(f"DROP TRIGGER finding_piece_words_{name}")
        schema_editor.execute("DROP TABLE finding_piece_words")


class Migration(migrations.Migration):
    dependencies = [("finding", "0003_drafts")]
    operations = [migrations.RunPython(make, take_away)]
