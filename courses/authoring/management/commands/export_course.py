from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from courses.authoring.exporting import NotThisFolderError, export_course
from courses.authoring.progress import SILENT, Lines
from courses.catalogue.models import Course


class Command(BaseCommand):
    help = "Writes a course into a folder of Markdown: after an import the same folder, with the lines changed that were edited since."

    def add_arguments(self, parser):
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *args, **options):
        progress = Lines(self.stdout.write) if options["verbosity"] > 1 else SILENT
        try:
            report = export_course(slug=options["slug"], directory=options["folder"], progress=progress)
        except Course.DoesNotExist as error:
            known = ", ".join(Course.objects.live().values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no published course “{options['slug']}”. There are: {known}.", returncode=1) from error
        except NotThisFolderError as error:
            raise CommandError(f"Nothing was written. {error}", returncode=2) from error
        for note in report.notes:
            self.stdout.write(str(note))
        for path in report.removed:
            self.stdout.write(f"No longer on the site, removed: {path}")
        languages = ", ".join(report.languages)
        counts = f"{report.written} files written, {report.unchanged} as before"
        self.stdout.write(f"Exported “{options['slug']}” ({languages}) to {options['folder']}: {counts}.")
