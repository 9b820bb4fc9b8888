from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("enrolment", "0005_completionrulechange"),
    ]

    operations = [
        migrations.AddField(
            model_name="enrolment",
            name="asleep_since",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
