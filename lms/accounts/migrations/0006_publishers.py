"""A role for those who let pages go live. Whoever could so far, the editors, holds it too. Rights on pages follow from roles now, with their
scope (`courses/catalogue/page_policy.py`): what every editor's group could do on the whole site goes."""

from django.db import migrations, models

ROLES = [
    ("learner", "Learner"), ("mentor", "Mentor"), ("supervisor", "Supervisor"), ("editor", "Editor"), ("publisher", "Publisher"),
    ("coordinator", "Coordinator"), ("administrator", "Administrator"),
]
PAGE_RIGHTS = ["add_page", "change_page", "publish_page", "lock_page", "unlock_page"]


def make_publishers(apps, schema_editor):
    Assignment, Event = apps.get_model("accounts", "RoleAssignment"), apps.get_model("accounts", "RoleEvent")
    group, _created = apps.get_model("auth", "Group").objects.get_or_create(name="Publisher")
    for editor in Assignment.objects.filter(role="editor").select_related("person").iterator():
        where = {"person": editor.person, "role": "publisher", "scope": editor.scope, "scope_id": editor.scope_id}
        _row, is_new = Assignment.objects.get_or_create(**where, defaults={"granted_by_id": editor.granted_by_id})
        if is_new:
            Event.objects.create(**where, what="granted", by_id=editor.granted_by_id)
        editor.person.groups.add(group)


def take_rights_of_groups(apps, schema_editor):
    """Only those that this site gave itself after each `migrate`."""
    apps.get_model("wagtailcore", "GroupPagePermission").objects.filter(
        group__name__in=["Editor", "Administrator"], page__depth=2, permission__codename__in=PAGE_RIGHTS
    ).delete()


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_bounced_address"), ("wagtailcore", "0098_apitoken")]

    operations = [
        migrations.AlterField("roleassignment", "role", models.CharField(choices=ROLES, max_length=16, verbose_name="role")),
        migrations.AlterField("roleevent", "role", models.CharField(choices=ROLES, max_length=16)),
        migrations.RunPython(make_publishers, migrations.RunPython.noop),
        migrations.RunPython(take_rights_of_groups, migrations.RunPython.noop),
    ]
