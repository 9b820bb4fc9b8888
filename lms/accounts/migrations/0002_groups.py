"""A Django group for each role. Their rights are written after every `migrate` (`lms/accounts/permissions.py`)."""

from django.db import migrations

GROUPS = ["Learner", "Mentor", "Supervisor", "Editor", "Coordinator", "Administrator"]
OF_WAGTAIL = ["Editors", "Moderators"]


def make_groups(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for name in GROUPS:
        Group.objects.get_or_create(name=name)
    Group.objects.filter(name__in=OF_WAGTAIL, user=None).delete()


def remove_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=GROUPS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]

    operations = [migrations.RunPython(make_groups, remove_groups)]
