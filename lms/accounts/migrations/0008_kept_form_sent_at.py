from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_kept_form"),
    ]

    operations = [
        migrations.AddField(
            model_name="keptform",
            name="sent_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
