from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from courses.certificates.badges.keys import KeyComesFromOutside, rotate


class Command(BaseCommand):
    help = "Let a new key sign badges from now on. What the old one signed stays valid, unless --withdraw says otherwise."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--withdraw", action="store_true", help="others may have the old key: refuse whatever it signed")

    def handle(self, *args: object, **options: Any) -> None:
        try:
            key = rotate(withdraw=options["withdraw"])
        except KeyComesFromOutside:
            raise CommandError("The key comes from BADGE_SIGNING_KEY: change it there, and restart.") from None
        self.stdout.write(f"{key.name} signs from now on.")
        if options["withdraw"]:
            self.stdout.write("Certificates in force need a new signature: manage.py sign_missing_badges")
