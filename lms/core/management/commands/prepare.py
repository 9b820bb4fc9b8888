"""Everything that must be true before the site starts: tables, the shared cache and, in a demo, its people and their course."""

from django.conf import settings
from django.core.management import BaseCommand, call_command

from lms.core.health import migrations_wait


class Command(BaseCommand):
    help = "Bring the database up to date. Safe to run at every start: what is already there is left alone."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        if migrations_wait():
            self.stdout.write("Preparing the database. The first time takes about half a minute …")
            self.stdout.flush()
            call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("rebuild_search", "--if-empty", stdout=self.stdout)
        call_command("bring_guides", stdout=self.stdout)
        if settings.IS_DEMO:
            call_command("load_demo", stdout=self.stdout)
