from django.db import migrations

from lms.accounts.time_zones import country_of

KNOWN = {"UA", "RU", "BG", "CZ"}


def choose(apps, schema_editor):
    """Cohorts made before there was a choice keep the holidays of the country whose time zone they have."""
    cohorts = apps.get_model("enrolment", "Cohort").objects.filter(country="")
    for zone in cohorts.values_list("time_zone", flat=True).distinct():
        if country_of(zone) in KNOWN:
            cohorts.filter(time_zone=zone).update(country=country_of(zone))


class Migration(migrations.Migration):
    dependencies = [("enrolment", "0003_cohort_country")]

    operations = [migrations.RunPython(choose, migrations.RunPython.noop)]
