"""`manage.py load_demo`: the demo's people, cohorts and a learner on the way."""

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser

from lms.demo.actions import load_demo


class Command(BaseCommand):
    help = "Load the demo: six people with a well-known password, the ten lessons, two cohorts. Loading it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--yes", action="store_true", help="load it where real people are, password and all")

    def handle(self, *args: object, yes: bool = False, **options: object) -> None:
        if not settings.IS_DEMO and not yes:
            raise CommandError("This is not a demo site: its people would have a password that everybody knows. Say --yes if you mean it.")
        load_demo(say=self.stdout.write)
