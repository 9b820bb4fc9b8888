import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("notifications", "0001_initial"),
    ]

    operations = [
        migrations.RenameModel("StoppedLetters", "LetterChoice"),
        migrations.RemoveConstraint("LetterChoice", "letters_stopped_once"),
        migrations.RenameField("LetterChoice", "stopped_at", "chosen_at"),
    ]
