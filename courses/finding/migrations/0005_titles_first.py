"""PostgreSQL finds words of titles and headings without reading the passages that have them in their text. SQLite ranks by itself."""

from django.db import migrations

COLUMNS = {
    "titles": "to_tsvector('simple', CASE WHEN position = 0 THEN title_words ELSE '' END)",
    "headings": "to_tsvector('simple', heading_words)",
}


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name, words in COLUMNS.items():
            schema_editor.execute(f"ALTER TABLE finding_passage ADD COLUMN {name} tsvector GENERATED ALWAYS AS ({words}) STORED")
            schema_editor.execute(f"CREATE INDEX finding_passage_{name} ON finding_passage USING gin ({name})")


def take_away(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in COLUMNS:
            schema_editor.execute(f"ALTER TABLE finding_passage DROP COLUMN {name}")


class Migration(migrations.Migration):
    dependencies = [("finding", "0004_full_text_of_drafts")]
    operations = [migrations.RunPython(make, take_away)]
