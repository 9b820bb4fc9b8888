"""`manage.py load_demo`: the demo's people, cohorts, a learner on the way and a programme's year."""

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser

from lms.demo.actions import load_demo


class Command(BaseCommand):
    help = "Load the demo: the people with a well-known password, the ten lessons, a programme's year. Loading it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--yes", action="store_true", help="load it where real people are, password and all")
        parser.add_argument("--without-year", action="store_true", help="leave the year of the made-up programme out")

    def handle(self, *args: object, yes: bool = False, without_year: bool = False, **options: object) -> None:
        if not settings.IS_DEMO and not yes:
            raise CommandError("This is not a demo site: its people would have a password that everybody knows. Say --yes if you mean it.")
        load_demo(say=self.stdout.write, with_year=not without_year)
