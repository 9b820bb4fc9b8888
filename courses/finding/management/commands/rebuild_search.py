from typing import Any

from django.core.management import BaseCommand, call_command

from courses.finding.drafts.stepping import bring_in_step, forget
from courses.finding.indexing import rebuild
from courses.finding.models import Passage, Source


class Command(BaseCommand):
    help = "Make the indexes of both searches again. A lesson takes a few hundredths of a second; the site may run meanwhile."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--if-empty", action="store_true", help="only where there is no index yet: after the update that brings it")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["if_empty"] or not Passage.objects.exists():
            self.stdout.write(f"The search finds {rebuild()} passages.")
        if not options["if_empty"] or not Source.objects.exists():
            call_command("rebuild_references_index", verbosity=0)
            forget()
            bring_in_step()
            self.stdout.write(f"Editors find {Source.objects.count()} drafts, questions and rubrics.")
