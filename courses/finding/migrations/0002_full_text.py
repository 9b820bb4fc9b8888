"""What the database's own search needs, kept by the database itself from the columns of words.

The tables are empty: `manage.py rebuild_search` fills them from what is published (`prepare` does so after an update), so that no
migration takes minutes. SQLite drops triggers when Django makes a table anew: a migration that alters `Passage` runs `SQLITE` again."""

from django.db import migrations

POSTGRESQL = [
    """
    ALTER TABLE finding_passage ADD COLUMN vector tsvector GENERATED ALWAYS AS (
      setweight(to_tsvector('simple', title_words), 'A') || setweight(to_tsvector('simple', heading_words), 'B')
      || setweight(to_tsvector('simple', text_words), 'D')
    ) STORED
    """,
    "CREATE INDEX finding_passage_vector ON finding_passage USING gin (vector)",
]
NEW = "INSERT INTO finding_words(rowid, title_words, heading_words, text_words) VALUES (new.id, new.title_words, new.heading_words, new.text_words);"
OLD = (
    "INSERT INTO finding_words(finding_words, rowid, title_words, heading_words, text_words) "
    "VALUES ('delete', old.id, old.title_words, old.heading_words, old.text_words);"
)
SQLITE = [
    "CREATE VIRTUAL TABLE finding_words USING fts5(title_words, heading_words, text_words, "
    "content='finding_passage', content_rowid='id', tokenize='unicode61 remove_diacritics 0')",
    f"CREATE TRIGGER finding_words_added AFTER INSERT ON finding_passage BEGIN {NEW} END",
    f"CREATE TRIGGER finding_words_removed AFTER DELETE ON finding_passage BEGIN {OLD} END",
    f"CREATE TRIGGER finding_words_changed AFTER UPDATE ON finding_passage BEGIN {OLD} {NEW} END",
]


def make(apps, schema_editor):
    for statement in {"postgresql": POSTGRESQL, "sqlite": SQLITE}[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def take_away(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE finding_passage DROP COLUMN vector")
    else:
        for name in ("added", "removed", "changed"):
            schema_editor.execute(f"DROP TRIGGER finding_words_{name}")
        schema_editor.execute("DROP TABLE finding_words")


class Migration(migrations.Migration):
    dependencies = [("finding", "0001_passages")]
    operations = [migrations.RunPython(make, take_away)]
