from django.db import migrations


def tell_apart(apps, schema_editor):
    """Letters that wait and are about accepted work are of a kind of their own now."""
    letters = apps.get_model("notifications", "Letter").objects.filter(kind="review_returned", state="queued")
    accepted = apps.get_model("mentorship", "Review").objects.filter(outcome="accepted")
    about = {letter.pk: letter.context.get("review") for letter in letters}
    ids = set(accepted.filter(pk__in=about.values()).values_list("pk", flat=True))
    letters.filter(pk__in=[pk for pk, review in about.items() if review in ids]).update(kind="review_accepted", priority=1)


class Migration(migrations.Migration):
    dependencies = [
        ("mentorship", "0002_rubrics_of_courses"),
        ("notifications", "0003_governor"),
    ]

    operations = [migrations.RunPython(tell_apart, migrations.RunPython.noop)]
