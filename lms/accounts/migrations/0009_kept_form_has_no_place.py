from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0008_kept_form_sent_at"),
    ]

    operations = [
        migrations.AddField(
            model_name="keptform",
            name="has_no_place",
            field=models.BooleanField(default=False),
        ),
    ]
