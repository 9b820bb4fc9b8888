from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.guides.actions import bring_guides


class Command(BaseCommand):
    help = "Bring the guides of docs/guides to the site. What somebody has changed there is left as it is. Doing it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--theirs", action="store_true", help="take the text of the files also where somebody has changed a page")

    def handle(self, *args: Any, theirs: bool = False, **options: Any) -> None:
        if brought := bring_guides(theirs=theirs, say=self.stdout.write):
            self.stdout.write(f"Guides brought: {brought} pages.")
