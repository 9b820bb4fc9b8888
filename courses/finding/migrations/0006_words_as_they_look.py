"""Words with soft hyphens, stress marks or loose signs were taken apart: where there are any, both indexes are made again (`prepare` and the
tick do so)."""

from django.db import migrations

UNSEEN = "[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]"


def forget(apps, schema_editor):
    passages = apps.get_model("finding", "Passage").objects
    if any(passages.filter(**{f"{column}__regex": UNSEEN}).exists() for column in ("title", "heading", "text")):
        passages.all().delete()
        apps.get_model("finding", "KnownWord").objects.all().delete()
    apps.get_model("finding", "DraftWord").objects.filter(word__regex=UNSEEN).delete()
    apps.get_model("finding", "Source").objects.filter(pieces__text__regex=UNSEEN).update(stamp="")


class Migration(migrations.Migration):
    dependencies = [("finding", "0005_titles_first")]
    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
