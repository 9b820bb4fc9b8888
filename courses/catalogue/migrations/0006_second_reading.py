from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0005_edition_of")]

    operations = [
        migrations.AddField("course", "needs_second_reading", models.BooleanField(default=False)),
        migrations.AddField(
            "coursepage",
            "needs_second_reading",
            models.BooleanField(
                default=False,
                help_text="Nothing of this course goes live before somebody else has read it, from the next publication of this page on. Only administrators can publish past it.",
                verbose_name="second reading needed",
            ),
        ),
    ]
