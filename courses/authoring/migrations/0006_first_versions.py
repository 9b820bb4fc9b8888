"""In the history of a page, Wagtail offers to bring a version back beside what made it. What folders brought so far was logged without its
version: it gets the one that was published there and then. Where that is not plain, the history stays as it is."""

from datetime import timedelta

from django.db import migrations

AT_ONCE = timedelta(seconds=10)


def name_first_versions(apps, schema_editor):
    """Safe to run twice: what has its version is left alone."""
    Entry = apps.get_model("wagtailcore", "PageLogEntry")
    made = Entry.objects.filter(action="wagtail.create", revision=None)
    published = Entry.objects.filter(action="wagtail.publish", page__in=made.values("page")).order_by("timestamp", "pk")
    first = {}
    for page, user, at, revision, written in published.values_list("page", "user", "timestamp", "revision", "revision__created_at"):
        first.setdefault(page, (user, at, revision, written))
    changed = []
    for entry in made.only("page", "user", "timestamp").iterator():
        user, at, revision, written = first.get(entry.page_id, (None, None, None, None))
        began = entry.timestamp
        if written and user == entry.user_id and began <= written <= at <= began + AT_ONCE:
            entry.revision_id = revision
            changed.append(entry)
    Entry.objects.bulk_update(changed, ["revision"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("authoring", "0005_giving_up"), ("wagtailcore", "0098_apitoken")]

    operations = [migrations.RunPython(name_first_versions, migrations.RunPython.noop)]
