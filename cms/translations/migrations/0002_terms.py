"""The terms that the site comes with. Editors change them from then on."""

from django.db import migrations

from cms.translations.glossary import seed

LANGUAGES = ("en", "uk", "ru", "bg", "cs")


def add_terms(apps, schema_editor):
    Term = apps.get_model("translations", "Term")
    known = set(Term.objects.values_list("key", flat=True))
    rows = [row for row in seed() if row["key"] not in known]
    Term.objects.bulk_create(Term(key=row["key"], words={code: row[code] for code in LANGUAGES}, note=row["note"]) for row in rows)


class Migration(migrations.Migration):
    dependencies = [("translations", "0001_initial")]

    operations = [migrations.RunPython(add_terms, migrations.RunPython.noop)]
