from typing import Any

from django.core.management import BaseCommand

from courses.finding.indexing import rebuild
from courses.finding.models import Passage


class Command(BaseCommand):
    help = "Make the index of the site's search again. A lesson takes a few hundredths of a second; the site may run meanwhile."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--if-empty", action="store_true", help="only where there is no index yet: after the update that brings it")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and Passage.objects.exists():
            return
        self.stdout.write(f"The search finds {rebuild()} passages.")
