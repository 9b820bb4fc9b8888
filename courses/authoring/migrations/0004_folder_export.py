import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import courses.authoring.models


class Migration(migrations.Migration):
    dependencies = [
        ("authoring", "0003_board"),
        ("catalogue", "0005_edition_of"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FolderExport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("making", "Being made"), ("ready", "Ready"), ("nothing", "Nothing to give out")],
                        default="making",
                        max_length=16,
                    ),
                ),
                ("slug", models.CharField(blank=True, max_length=255)),
                ("file", models.FileField(blank=True, max_length=200, storage=courses.authoring.models.private_storage, upload_to="")),
                ("total", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("touched_at", models.DateTimeField(auto_now=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("of", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalogue.coursepage")),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("state", "making")), fields=("of",), name="folder_export_one_at_a_time")
                ],
            },
        ),
    ]
