from django.db import migrations, models

FAILED = ("failed", "Stopped after three tries")
STATES = {
    "edition": ([("making", "Being made"), ("ready", "Ready"), FAILED, ("given_up", "Given up")], "making"),
    "folderimport": (
        [
            ("reading", "Being read"),
            ("read", "Read"),
            ("refused", "Cannot be imported"),
            ("importing", "Being imported"),
            ("done", "Imported"),
            FAILED,
        ],
        "reading",
    ),
    "folderexport": ([("making", "Being made"), ("ready", "Ready"), ("nothing", "Nothing to give out"), FAILED], "making"),
}


class Migration(migrations.Migration):
    dependencies = [
        ("authoring", "0004_folder_export"),
        ("catalogue", "0005_edition_of"),
    ]

    operations = [
        *[
            migrations.AlterField(
                model_name=name, name="state", field=models.CharField(choices=choices, default=first, max_length=16)
            )
            for name, (choices, first) in STATES.items()
        ],
        *[
            migrations.AddField(model_name=name, name="failures", field=models.PositiveSmallIntegerField(default=0))
            for name in STATES
        ],
        migrations.RemoveConstraint(model_name="edition", name="edition_one_at_a_time"),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["making", "failed"])), fields=("of",), name="edition_one_at_a_time"
            ),
        ),
    ]
